export type Mask = (text: string) => string;

export interface Identity {
  hostname: string;
  user: string;
  home: string;
}

/** Names that identify nobody, and so common that masking them would change what a recording says. */
const COMMON = new Set(["root", "localhost", "host", "user", "admin", "ubuntu", "debian", "node", "runner", "linux"]);

/**
 * Takes out of any text who and where a machine is: its name, the user's name and home folder, network addresses, machine
 * and container ids, UUIDs, the servers of network file systems. The same thing becomes the same mask everywhere, also
 * in the names of files, so that a recording still fits together.
 */
export function createMask({ hostname, user, home }: Identity): Mask {
  const rules: [pattern: RegExp, replace: (found: string, ...groups: string[]) => string][] = [
    // "35 27 0:50 / /mnt/x rw - nfs4 filer:/export rw,addr=…": server, share and options.
    [/ - ((?:nfs|cifs|smb|ceph|lustre|fuse|9p|beegfs|glusterfs)[\w.]*) .*/g, (_, fsType) => ` - ${fsType} server:/share rw`],
    [/[\da-f]{8}([-_])[\da-f]{4}[-_][\da-f]{4}[-_][\da-f]{4}[-_][\da-f]{12}/gi, numbered((n, dash) => ["00000000", "0000", "4000", "8000", hex(n, 12)].join(dash))],
    [/(?<![\da-f])(?:[\da-f]{64}|[\da-f]{40}|[\da-f]{32})(?![\da-f])/gi, numbered((n, id) => hex(n, id.length), "whole")],
    [/(?<![\da-f:])(?:[\da-f]{2}:){5}[\da-f]{2}(?![\da-f:])/gi, numbered((n) => `02:00:00:00:${hex(n >> 8, 2)}:${hex(n & 255, 2)}`)],
    [/(?<=\benx)[\da-f]{12}\b/gi, numbered((n) => `02${hex(n, 10)}`)],
    [/(?<![\da-f:])(?:(?:[\da-f]{1,4}:){7}[\da-f]{1,4}|(?:[\da-f]{1,4}:){1,6}(?::[\da-f]{1,4}){1,6})(?![\da-f:])/gi, numbered((n) => `2001:db8::${n.toString(16)}`)],
    [/(?<![\d.])(?!127\.|0\.0\.0\.0)(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/g, numbered((n) => `192.0.2.${n}`)],
  ];
  const names: typeof rules = [];
  for (const [name, mask] of [[home, "/home/user"], [hostname, "host"], [hostname.split(".")[0]!, "host"], [user, "user"]] as const) {
    if (name.length < 2 || name === "/root" || COMMON.has(name)) continue;
    names.push([new RegExp(`(?<![A-Za-z\\d_])${escape(name)}(?![A-Za-z\\d_])`, "g"), () => mask]);
  }
  rules.push([/(?<=\/(?:home|Users)\/)(?!user\b)[^/\s\0:"']+/g, numbered((n) => `user${n}`)]);
  return (text) => [...names, ...rules].reduce((masked, [pattern, replace]) => masked.replace(pattern, replace), text);
}

/** The first different thing that is found gets 1, the next one 2. */
function numbered(mask: (number: number, group: string) => string, use: "group" | "whole" = "group"): (found: string, group: string) => string {
  const numbers = new Map<string, number>();
  return (found, group) => {
    const key = found.toLowerCase();
    if (!numbers.has(key)) numbers.set(key, numbers.size + 1);
    return mask(numbers.get(key)!, use === "whole" ? found : group);
  };
}

const hex = (number: number, digits: number): string => number.toString(16).padStart(digits, "0");
const escape = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
