import { refuseJunk } from "./unparsable.ts";
import { decodeUtf8 } from "./utf8.ts";

export interface Mount {
  mountId: number;
  parentId: number;
  major: number;
  minor: number;
  /** The folder of the file system that is mounted; "mnt:[4026531901]" for a namespace. */
  root: string;
  mountPoint: string;
  options: string[];
  fsType: string;
  /** May be empty. */
  source: string;
  superOptions: string[];
}

/**
 * ```text
 * 27 1 254:0 / / rw,relatime shared:1 master:4 - ext4 /dev/vda rw,discard
 * 41 31 0:38 / /mnt/my\040disk rw,relatime - cifs //nas/my\040share rw,vers=3.0
 * 52 27 0:53 / /mnt/test rw - tmpfs  rw
 * ```
 * Blank, tab, newline, backslash and # are written in base 8. Any number of optional fields stands before the dash;
 * the source behind it may be empty. In order of mounting: a later row covers an earlier one with its mount point.
 * Rows of another shape are left out. https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html
 */
export function parseProcPidMountinfo(text: string): Mount[] {
  const rows: Mount[] = [];
  for (const line of text.split("\n")) {
    const row = readRow(line);
    if (row !== null) rows.push(row);
  }
  if (rows.length === 0) refuseJunk(text, "/proc/PID/mountinfo");
  return rows;
}

function readRow(line: string): Mount | null {
  const dash = line.indexOf(" - ");
  const match = /^\s*(\d+)\s+(\d+)\s+(\d+):(\d+)\s+(\S+)\s+(\S+)\s+(\S+)/.exec(line.slice(0, Math.max(dash, 0)));
  if (match === null) return null;
  const [, mountId, parentId, major, minor, root = "", mountPoint = "", options = ""] = match;
  return {
    mountId: Number(mountId),
    parentId: Number(parentId),
    major: Number(major),
    minor: Number(minor),
    root: unescape(root),
    mountPoint: unescape(mountPoint),
    options: options.split(","),
    ...readFileSystem(line.slice(dash + 3)),
  };
}

/** Options may hold blanks that are not escaped (cifs), so they are all that is left of the line. */
function readFileSystem(text: string): Pick<Mount, "fsType" | "source" | "superOptions"> {
  const [, fsType = "", source = "", rest = ""] = /^(\S*) ?(\S*) ?(.*)$/.exec(text.trimEnd()) ?? [];
  // Every kernel begins them with one of these two: the source was empty, and one of the two blanks is lost.
  const isSourceLost = rest === "" && /^r[ow](,|$)/.test(source);
  const superOptions = isSourceLost ? source : rest;
  return {
    fsType: unescape(fsType),
    source: isSourceLost ? "" : unescape(source),
    superOptions: superOptions === "" ? [] : superOptions.split(",").map(unescape),
  };
}

function unescape(field: string): string {
  return decodeUtf8(field.includes("\\") ? field.replace(/\\([0-3][0-7]{2})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8))) : field);
}
