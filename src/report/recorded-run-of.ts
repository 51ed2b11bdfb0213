import type { RecordedRun } from "../recommend/recorded-run.ts";
import type { Trace } from "../stats/trace.ts";
import { memoryKillOf, memoryPeakOf } from "./memory-kill.ts";
import type { Report } from "./report.ts";

/** What recommending needs, out of a report and the shape of its rows. */
export function recordedRunOf(report: Report, trace: Trace): RecordedRun {
  const { totals, stats, peaks, duration_seconds: seconds } = report;
  const { cpu_user_seconds: user, cpu_system_seconds: system } = totals;
  // The job's own GPUs; where the machine tells only of its devices, theirs.
  const gpu = stats["process_gpu_utilized"] ?? stats["process_gpu_usage"] ?? stats["system_gpu_utilized"] ?? stats["system_gpu_usage"];
  return {
    name: report.name,
    durationSeconds: seconds ?? 0,
    samples: report.samples,
    trace,
    cpuMean: user !== null && system !== null && seconds ? (user + system) / seconds : (stats["process_cpu_usage"]?.["mean"] ?? null),
    cpuPeak: peaks.cpu_cores,
    memoryPeakMib: memoryPeakOf(peaks),
    gpuPeak: gpu?.["max"] ?? null,
    vramPeakMib: peaks.gpu_vram_mib ?? stats["system_gpu_vram_mib"]?.["max"] ?? null,
    killedForMemory: memoryKillOf(report, trace) !== null,
  };
}
