import { isBsd } from "../bsd/is-bsd.ts";

/** One way to ask a ps for all processes. Columns it does not know make some ps fail, and others leave them out. */
export interface PsDialect {
  args: readonly string[];
  /** How the environments of some processes are asked for; null where that ps cannot. */
  environ: ((pids: readonly number[]) => string[]) | null;
}

const every = (columns: string): string[] => ["-A", "-ww", "-o", columns];
/** The same, as the oldest of the BSDs know it, too. */
const everyOfBsd = (columns: string): string[] => ["-ax", "-ww", "-o", columns];
const ofLinux = (pids: readonly number[]): string[] => ["eww", "-o", "pid=,args=", "-p", pids.join(",")];
const ofMac = (pids: readonly number[]): string[] => ["-E", "-ww", "-o", "pid=,command=", "-p", pids.join(",")];
/** What stands behind "=" is the heading, up to the end: the second column needs a -o of its own. */
const ofBsd = (pids: readonly number[]): string[] => ["-e", "-ww", "-o", "pid=", "-o", "command=", "-p", pids.join(",")];

const mac: PsDialect[] = [
  { args: every("pid,ppid,stat,utime,stime,rss,lstart,command"), environ: ofMac },
  { args: every("pid,ppid,stat,time,rss,lstart,command"), environ: ofMac },
];
/** FreeBSD's, NetBSD's, and what all of them know. */
const bsd: PsDialect[] = [
  { args: everyOfBsd("pid,ppid,stat,usertime,systime,rss,nlwp,lstart,command"), environ: ofBsd },
  { args: everyOfBsd("pid,ppid,stat,utime,stime,rss,nlwp,lstart,command"), environ: ofBsd },
  { args: everyOfBsd("pid,ppid,stat,time,rss,lstart,command"), environ: ofBsd },
];
const procps: PsDialect[] = [
  { args: every("pid,ppid,stat,time,rss,nlwp,lstart,args"), environ: ofLinux },
];
/** BusyBox shows all processes without being asked; Alpine's has more columns than Debian's. */
const busyBox: PsDialect[] = [
  { args: ["-o", "pid,ppid,stat,time,rss,args"], environ: null },
  { args: ["-o", "pid,ppid,stat,rss,args"], environ: null },
  { args: ["-o", "pid,ppid,stat,vsz,args"], environ: null },
];
/** What every system that keeps to POSIX knows, and its resident size where it has one. */
const posix: PsDialect[] = [
  { args: ["-A", "-o", "pid,ppid,s,time,rss,args"], environ: null },
  { args: ["-A", "-o", "pid,ppid,time,rss,args"], environ: null },
  { args: ["-A", "-o", "pid,ppid,time,args"], environ: null },
];

/** The best first. */
export function psDialects(platform: string): readonly PsDialect[] {
  if (platform === "darwin") return [...mac, ...posix];
  if (platform === "linux" || platform === "android") return [...procps, ...busyBox, ...posix];
  return isBsd(platform) ? [...bsd, ...posix] : [...posix, ...busyBox];
}
