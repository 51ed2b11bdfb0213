import type { Trace } from "../stats/trace.ts";
import { runOf } from "./findings/rule.ts";
import { memoryKillOf } from "./memory-kill.ts";
import type { Report } from "./report.ts";

/** What the job would have had to have more of, or faster, to end sooner. */
export interface Bottleneck {
  resource: "cpu" | "memory" | "disk" | "gpu" | "none" | "unknown";
  /** A sentence with its numbers. */
  message: string;
}

/** Fewer rows, or less time, say nothing. */
const FEWEST_ROWS = 3;
const SHORTEST_SECONDS = 1;
/** Share of what it may use at which something counts as used up. */
const FULL = 0.8;
/** Around one core, as far as ticks and a short last row let it be seen. */
const ONE_CORE = { from: 0.8, to: 1.2 };
/** Share of the time in which tasks waited for a disk, or for memory. */
const WAITING_PERCENT = 25;
const THRASHING_PERCENT = 10;
const MEMORY_NEARLY_FULL = 0.95;

/**
 * What limited a run, the most certain first: memory that ran out, busy GPUs, busy cores, disks that were waited for.
 *
 * @example
 * bottleneckOf(report, trace) // { resource: "cpu", message: "2 of 2 cores were busy on average 96 % of the time." }
 */
export function bottleneckOf(report: Report, trace: Trace): Bottleneck {
  const run = runOf(report, trace, {});
  const { cores, cpuMean, memoryPeakMib, memoryLimitMib, recorded, durationSeconds } = run;
  const kill = memoryKillOf(report, trace);
  if (kill !== null) return { resource: "memory", message: kill === "told" ? "It was killed because memory ran out." : "It was killed, most likely because memory ran out." };
  if (report.samples < FEWEST_ROWS || (durationSeconds ?? 0) < SHORTEST_SECONDS) return { resource: "unknown", message: "It was too short to say what held it back." };

  const gpusUsed = recorded.gpuPeak === null ? 0 : Math.ceil(recorded.gpuPeak);
  const gpuMean = run.stat("process_gpu_usage", "mean") ?? run.stat("system_gpu_usage", "mean");
  if (gpusUsed > 0 && gpuMean !== null && gpuMean >= FULL * gpusUsed) return { resource: "gpu", message: `${gpusUsed === 1 ? "Its GPU was" : `Its ${gpusUsed} GPUs were`} busy ${percent(gpuMean / gpusUsed)} of the time.` };

  const pressure = (of: string): number => run.stat(`system_${of}_pressure`, "mean") ?? 0;
  if (pressure("memory") >= THRASHING_PERCENT) return { resource: "memory", message: `Something waited for memory ${percent(pressure("memory") / 100)} of the time.` };
  if (cpuMean !== null && cores !== null && cpuMean >= FULL * cores) return { resource: "cpu", message: `${cores === 1 ? "Its one core was" : `All of its ${plain(cores)} cores were`} busy: ${percent(cpuMean / cores)} on average.` };
  const serial = trace.shareOfRows(ONE_CORE.from, ONE_CORE.to);
  if (serial >= FULL) return { resource: "cpu", message: `One core was busy ${percent(serial)} of the time${cores === null || cores < 2 ? "" : `, the other ${plain(cores - 1)} ${cores === 2 ? "was" : "were"} not used`}: it does one thing after the other.` };
  const iowait = run.stat("system_iowait", "mean") ?? 0;
  if (pressure("io") >= WAITING_PERCENT) return { resource: "disk", message: `Something waited for a disk ${percent(pressure("io") / 100)} of the time.` };
  if (run.stat("system_io_pressure", "mean") === null && iowait >= WAITING_PERCENT / 100) return { resource: "disk", message: "A core stood idle and waited for a disk most of the time." };
  if (memoryPeakMib !== null && memoryLimitMib !== null && memoryPeakMib >= MEMORY_NEARLY_FULL * memoryLimitMib) return { resource: "memory", message: `It used ${percent(memoryPeakMib / memoryLimitMib)} of the memory that it may use.` };
  if (cores === null) return { resource: "unknown", message: "The recording does not tell how many cores it could use; its meta file does." };
  if (cpuMean === null) return { resource: "unknown", message: "The recording does not tell how busy its cores were." };
  const gpuWords = gpusUsed > 0 && gpuMean !== null ? `, its GPUs ${percent(gpuMean / gpusUsed)}` : "";
  return { resource: "none", message: `Nothing of this machine was used up: its cores were busy ${percent(cpuMean / cores)} of the time${gpuWords}. It waited for something else, or changed between doing much and little.` };
}

const percent = (share: number): string => `${share > 0 && share < 0.01 ? "under 1" : (Math.min(1, share) * 100).toFixed(0)} %`;
const plain = (value: number): string => String(Number(value.toFixed(2)));
