import type { Trace } from "../stats/trace.ts";
import type { Report } from "./report.ts";

/** So near to all that it may have, SIGKILL is the kernel's. */
const AT_ITS_LIMIT = 0.9;
/** What a shell says of a child that SIGKILL has ended. */
const SHELLS_SIGKILL = 137;
/** Share of the machine's memory that is left when the kernel begins to kill. */
const NOTHING_LEFT = 0.03;

/** The most that was seen, or charged to the job's own cgroup: a limit counts what lies in a tmpfs, too. */
export function memoryPeakOf({ memory_mib: seen, cgroup_memory_mib: charged }: Report["peaks"]): number | null {
  return seen === null ? charged : Math.max(seen, charged ?? 0);
}

/** Whether memory ran out: the kernel has told, or all speaks for it; null where neither. */
export function memoryKillOf(report: Report, trace: Trace): "told" | "likely" | null {
  if (report.warnings.some(({ code }) => code === "oom_kill")) return "told";
  return wasLikelyKilled(report, trace) ? "likely" : null;
}

function wasLikelyKilled({ timed_out, signal, exit_code, peaks, limits }: Report, { slices }: Trace): boolean {
  if (timed_out || (signal !== "SIGKILL" && exit_code !== SHELLS_SIGKILL)) return false;
  const peak = memoryPeakOf(peaks);
  if (peak !== null && limits.memory_mib !== null && peak >= AT_ITS_LIMIT * limits.memory_mib) return true;
  const last = (column: string): number => slices.map((slice) => slice.mean(column)).findLast((value) => !Number.isNaN(value)) ?? NaN;
  const available = last("system_memory_available_mib");
  const used = last("system_memory_used_mib");
  // Beside a job that holds little, something else has used it up.
  return available < NOTHING_LEFT * (used + available) && peak !== null && peak > used / 2;
}
