import type { Host } from "../../host/host.ts";
import { parseCpuList } from "../../parsers/cpu-list.ts";
import { countCpuinfoRows } from "../../parsers/proc-cpuinfo-count.ts";
import { parseProcStat } from "../../parsers/proc-stat.ts";
import type { Warn } from "../source-warning.ts";
import { readParsed } from "./read-parsed.ts";

export interface OnlineCpus {
  count: number | null;
  /** Which ones; null when only their count is known. */
  numbers: ReadonlySet<number> | null;
}

/** The CPUs that run: from /sys, or where there is none as many as /proc/stat or /proc/cpuinfo have rows. */
export function readOnlineCpus(host: Host, warn: Warn): OnlineCpus {
  const list = readParsed(host, "/sys/devices/system/cpu/online", parseCpuList, warn);
  if (list && list.length > 0) return { count: list.length, numbers: new Set(list) };
  const rows = readParsed(host, "/proc/stat", parseProcStat, warn)?.cpus || readParsed(host, "/proc/cpuinfo", countCpuinfoRows, warn);
  return { count: rows || null, numbers: null };
}
