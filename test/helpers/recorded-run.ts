import { columns } from "../../src/frame/columns.ts";
import type { RecordedRun } from "../../src/recommend/recorded-run.ts";
import { Trace } from "../../src/stats/trace.ts";

/** A trace of rows that each cover so many seconds with so many cores busy. */
export function traceOf(rows: readonly { seconds: number; cores: number }[]): Trace {
  const trace = new Trace();
  const user = columns.findIndex(({ name }) => name === "process_utime");
  for (const { seconds, cores } of rows) {
    const row = new Float64Array(columns.length).fill(NaN);
    row[user] = cores * seconds;
    row[user + 1] = 0;
    trace.add(row, seconds);
  }
  return trace;
}

/** A run of such rows, with everything else as `changes` says. */
export function runOf(rows: readonly { seconds: number; cores: number }[], changes: Partial<RecordedRun> = {}): RecordedRun {
  const durationSeconds = rows.reduce((sum, { seconds }) => sum + seconds, 0);
  const cpuSeconds = rows.reduce((sum, { seconds, cores }) => sum + seconds * cores, 0);
  return {
    name: "job",
    durationSeconds,
    samples: rows.length,
    trace: traceOf(rows),
    cpuMean: cpuSeconds / durationSeconds,
    cpuPeak: Math.max(...rows.map(({ cores }) => cores)),
    memoryPeakMib: 1000,
    gpuPeak: null,
    vramPeakMib: null,
    killedForMemory: false,
    ...changes,
  };
}
