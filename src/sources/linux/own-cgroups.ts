import type { Host } from "../../host/host.ts";
import { parseProcPidCgroup } from "../../parsers/proc-pid-cgroup.ts";
import { parseProcPidMountinfo } from "../../parsers/proc-pid-mountinfo.ts";
import type { Mount } from "../../parsers/proc-pid-mountinfo.ts";
import type { Warn } from "../source-warning.ts";
import { readParsed } from "./read-parsed.ts";

export interface OwnCgroup {
  version: 1 | 2;
  /** The own group's folder, then each above it up to where the hierarchy is mounted. */
  folders: string[];
}

/**
 * Finds the groups that this process is in, per controller ("memory", "cpu", "cpuset", ...). On a hybrid machine some
 * controllers are in hierarchies of version 1 and the rest in that of version 2.
 *
 * /proc/self/cgroup names the group below the root of our cgroup namespace, mountinfo which group is mounted where. In a
 * container without a namespace of its own the two say the same long path, and the group is the mount point itself; and
 * so it is where the group lies outside of what is mounted, or where the sandbox does not name one (gVisor).
 */
export function readOwnCgroups(host: Host, warn: Warn): (controller: string) => OwnCgroup | null {
  const rows = readParsed(host, "/proc/self/cgroup", parseProcPidCgroup, warn) ?? [];
  // Of several mounts on one folder the last one hides the others.
  const mounts = [...new Map(readParsed(host, "/proc/self/mountinfo", parseProcPidMountinfo, warn)?.map((mount) => [mount.mountPoint, mount])).values()];
  const mounts1 = mounts.filter(({ fsType }) => fsType === "cgroup");
  const mounts2 = mounts.filter(({ fsType }) => fsType === "cgroup2");
  const path2 = rows.find(({ hierarchy }) => hierarchy === 0)?.path;
  return (controller) => {
    const own1 = mounts1.filter(({ superOptions }) => superOptions.includes(controller));
    const path1 = rows.find(({ controllers }) => controllers.includes(controller))?.path;
    if (own1.length > 0) return { version: 1, folders: locate(own1, path1) };
    return mounts2.length > 0 ? { version: 2, folders: locate(mounts2, path2) } : null;
  };
}

function locate(mounts: readonly Mount[], path: string | undefined): string[] {
  const mount = mounts.find(({ root }) => path !== undefined && pathBelow(root, path) !== null) ?? mounts[0]!;
  const below = (path !== undefined && pathBelow(mount.root, path)) || "";
  const folders: string[] = [];
  for (let rest = below; rest !== ""; rest = rest.slice(0, rest.lastIndexOf("/"))) folders.push(mount.mountPoint + rest);
  folders.push(mount.mountPoint);
  return folders;
}

/** "/job/step" of root "/slurm" and path "/slurm/job/step"; "" for the root itself, null when it is not below. */
function pathBelow(root: string, path: string): string | null {
  if (path.startsWith("/..")) return null;
  if (root === "/") return path === "/" ? "" : path;
  return path === root || path.startsWith(`${root}/`) ? path.slice(root.length) : null;
}
