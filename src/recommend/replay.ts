import type { RecordedRun } from "./recorded-run.ts";

/** A border that is met exactly counts as kept, whatever the last digit of a sum says. */
const TOLERANCE = 1e-6;

/**
 * How long the run would have taken on so many cores: each row as long as it took, or as long as its CPU seconds take there.
 * Never shorter than it was: nobody knows what it would have done with more cores than it used. Exact for whole cores; with a part
 * of one, 2.5, rows in which 2 to 3 were busy count as if they had been either, which is the longest that they can take.
 *
 * @example
 * secondsOn(run, 2) // 10 s with 4 busy cores and 10 s with 1: 20 + 10 = 30
 */
export function secondsOn({ durationSeconds, trace }: RecordedRun, cores: number): number {
  const whole = Math.floor(cores);
  let longer = 0;
  for (let busy = whole + 1; busy < trace.busy.length; busy++) {
    const { seconds, cpuSeconds } = trace.busy[busy]!;
    const isSplit = busy < cores + 1;
    longer += Math.max(0, isSplit ? (cpuSeconds - whole * seconds) * (busy / cores - 1) : cpuSeconds / cores - seconds);
  }
  return durationSeconds + longer;
}

/** The fewest cores on which the run takes at most so much longer; 0.1 is 10 %. */
export function fewestCores(run: RecordedRun, maxSlowdown: number): number {
  const most = Math.max(1, run.trace.busy.length - 1);
  for (let cores = 1; cores < most; cores++) if (isWithin(run, cores, maxSlowdown)) return cores;
  return most;
}

export function isWithin(run: RecordedRun, cores: number, maxSlowdown: number): boolean {
  return secondsOn(run, cores) <= run.durationSeconds * (1 + maxSlowdown) * (1 + TOLERANCE);
}
