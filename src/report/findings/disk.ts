import type { Finding } from "../report.ts";
import { finding, type Run } from "./rule.ts";
import { percent, plain } from "./words.ts";

const WAITING = 0.2;
/** Of all that went to and from the disks, what the job itself must have moved to be the one that waited. */
const OWN_PART = 0.25;

/** The kernel tells how long something on the machine waited; it was this job when it moved the bytes, and did not compute meanwhile. */
export function waitingForDisk(run: Run): Finding | null {
  const { report, cpuMean, durationSeconds, stat } = run;
  const pressure = stat("system_io_pressure", "mean");
  const iowait = stat("system_iowait", "mean") === null || durationSeconds === null ? null : (report.stats["system_iowait"]?.["sum"] ?? NaN) / durationSeconds;
  const share = pressure === null ? iowait : pressure / 100;
  if (share === null || !(share >= WAITING)) return null;
  const own = sum(report.totals.read_bytes, report.totals.write_bytes);
  const all = sum(report.stats["system_disk_read_bytes"]?.["sum"], report.stats["system_disk_write_bytes"]?.["sum"]);
  if (own === 0 || (own !== null && all !== null && own < OWN_PART * all)) return null;
  if (cpuMean !== null && cpuMean >= 0.8 * Math.max(1, report.peaks.cpu_cores ?? 1)) return null;
  const evidence = { ...(pressure === null ? { iowait_cores: share } : { io_pressure_percent: pressure }), disk_bytes: own, cpu_mean: cpuMean };
  return finding(
    "waiting_for_disk",
    pressure === null ? `On average ${plain(share)} of a core did nothing but wait for a disk` : `In ${percent(Math.min(1, share))} of the time a program on this machine waited for a disk${own === null ? "" : ", and this job is the one that used it"}`,
    "put its files on a faster disk, read them once and keep them in memory, or let it read ahead while it computes",
    evidence,
  );
}

function sum(...values: (number | null | undefined)[]): number | null {
  const known = values.filter((value) => value != null && Number.isFinite(value));
  return known.length === 0 ? null : known.reduce<number>((total, value) => total + value!, 0);
}

const NEARLY_FULL = 0.05;
/** However large the disks are, nobody runs out of this much. */
const PLENTY_GB = 100;

/** At the end: what the job has removed by then does not matter. */
export function diskNearlyFull({ course }: Run): Finding | null {
  const free = course("system_disk_space_free_gb");
  const left = free.at(-1) ?? NaN;
  const total = course("system_disk_space_total_gb").at(-1) ?? NaN;
  if (!(left < NEARLY_FULL * total && left < PLENTY_GB)) return null;
  const taken = free[0]! - left;
  return finding(
    "disk_nearly_full",
    `At the end ${plain(left)} GB of ${plain(total)} GB of disk space were free${taken >= 0.1 ? `, ${plain(taken)} GB less than at the start` : ""}`,
    "make room before the next run: df -h shows which disk is full",
    { free_gb: left, total_gb: total, taken_gb: taken },
  );
}
