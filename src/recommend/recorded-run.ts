import type { Trace } from "../stats/trace.ts";

/** What recommending needs to know of one run. null: the run does not tell. */
export interface RecordedRun {
  name: string;
  durationSeconds: number;
  samples: number;
  trace: Trace;
  /** Cores busy, on average and at most. */
  cpuMean: number | null;
  cpuPeak: number | null;
  memoryPeakMib: number | null;
  /** GPUs in use at once, at most; where only their load is told, that: 1.5 for one and a half. */
  gpuPeak: number | null;
  vramPeakMib: number | null;
  /** The kernel ended it, or a part of it, because memory ran out. */
  killedForMemory: boolean;
}
