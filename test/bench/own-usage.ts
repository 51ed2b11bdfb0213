import { readdirSync } from "node:fs";
import { readOrNothing } from "./processes.ts";

/** USER_HZ, which is 100 on every system that Node runs on. */
const TICKS_PER_SECOND = 100;

/**
 * CPU seconds of these processes: of their living threads to the nanosecond, and of the children they have waited for (a ps for every
 * sample, say) in ticks.
 */
export function cpuSecondsOf(pids: readonly number[]): number {
  let nanoseconds = 0;
  let ticks = 0;
  for (const pid of pids) {
    const stat = readOrNothing(`/proc/${pid}/stat`);
    const [, , , , , , , , , , , utime, stime, cutime, cstime] = stat.slice(stat.lastIndexOf(")") + 2).split(" ").map(Number);
    ticks += (cutime ?? 0) + (cstime ?? 0);
    const threads = threadsOf(pid).map((thread) => readOrNothing(`/proc/${pid}/task/${thread}/schedstat`));
    // A kernel may have been built without.
    if (threads.some((text) => text !== "")) for (const text of threads) nanoseconds += Number(text.split(" ")[0]);
    else ticks += (utime ?? 0) + (stime ?? 0);
  }
  return nanoseconds / 1e9 + ticks / TICKS_PER_SECOND;
}

/** Resident bytes of one process; of several that of their pages which are shared, each its part. */
export function memoryOf(pids: readonly number[]): number {
  if (pids.length === 1) return 1024 * Number(/^VmRSS:\s*(\d+)/m.exec(readOrNothing(`/proc/${pids[0]}/status`))?.[1] ?? 0);
  return 1024 * pids.reduce((sum, pid) => sum + Number(/^Pss:\s*(\d+)/m.exec(readOrNothing(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0), 0);
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}
