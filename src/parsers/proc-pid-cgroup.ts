import { refuseJunk } from "./unparsable.ts";
import { decodeUtf8 } from "./utf8.ts";

export interface PidCgroupRow {
  /** 0 for cgroup v2. */
  hierarchy: number;
  /** In the order of the line, which differs between machines; empty for v2; "name=systemd" is one without a controller. */
  controllers: string[];
  /** Below the root of the reader's cgroup namespace. */
  path: string;
}

/**
 * ```text
 * 6:cpuacct,cpu:/system.slice/docker-4f2a.scope
 * 1:name=systemd:/user.slice
 * 0::/user.slice/user-1000.slice/app:1.scope
 * ```
 * Rows of another shape are left out. https://man7.org/linux/man-pages/man7/cgroups.7.html
 */
export function parseProcPidCgroup(text: string): PidCgroupRow[] {
  const rows: PidCgroupRow[] = [];
  for (const line of text.split("\n")) {
    // A path may hold colons, a controller may not.
    const match = /^\s*(\d+):([^:]*):(\/.*)$/.exec(line.trimEnd());
    if (match === null) continue;
    const [, hierarchy, controllers = "", path = ""] = match;
    rows.push({ hierarchy: Number(hierarchy), controllers: controllers === "" ? [] : controllers.split(","), path: decodeUtf8(path) });
  }
  if (rows.length === 0) refuseJunk(text, "/proc/PID/cgroup");
  return rows;
}
