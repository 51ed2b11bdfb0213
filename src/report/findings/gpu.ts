import type { Finding } from "../report.ts";
import { finding, type Run } from "./rule.ts";
import { mib, percent } from "./words.ts";

/** Less VRAM than this is a driver's context, or a desktop. */
const HELD_MIB = 64;
/** Where only the device tells, this much has to be taken during the run to be the job's. */
const TAKEN_MIB = 256;
const IDLE = 0.05;

export function gpuIdle(run: Run): Finding | null {
  const gpu = gpuOf(run);
  if (gpu === null || gpu.usage >= IDLE) return null;
  if (gpu.heldMib !== null) {
    return finding("gpu_idle", `It held ${mib(gpu.heldMib)} of GPU memory, but ${theGpus(gpu.count)} ${gpu.most === 0 ? "never busy" : `busy in ${gpu.usage === 0 ? "less than 1 %" : `only ${percent(gpu.usage)}`} of the time`}`, "check that it computes on the GPU; if it does not need one, run it where there is none", { gpu_usage_mean: gpu.usage, vram_peak_mib: gpu.heldMib });
  }
  // On one's own desk an idle GPU costs nothing.
  if (run.report.cloud_info === null || gpu.most > 0) return null;
  return finding("gpu_idle", "This server has a GPU, and the job never used it", "check that it finds the GPU (nvidia-smi), or run it on a server without one: that costs much less", { gpu_usage_mean: gpu.usage });
}

const IN_USE = 0.01;
const STARVED = 0.6;
const SATURATED = 0.7;

/** While the GPU is in use at all: a job that first prepares everything does not starve it. */
export function gpuStarved(run: Run): Finding | null {
  const gpu = gpuOf(run);
  const { cores, trace } = run;
  if (gpu === null) return null;
  const inUse = trace.slices.map((slice) => ({ seconds: slice.seconds, usage: slice.mean(gpu.column), cpu: slice.mean("process_utime") + slice.mean("process_stime") })).filter(({ usage, cpu }) => usage >= IN_USE && Number.isFinite(cpu));
  const seconds = inUse.reduce((sum, row) => sum + row.seconds, 0);
  const allSeconds = trace.slices.reduce((sum, row) => sum + row.seconds, 0);
  if (inUse.length < 10 || seconds < 0.2 * allSeconds) return null;
  const usage = inUse.reduce((sum, row) => sum + row.usage * row.seconds, 0) / seconds / gpu.count;
  if (usage < IDLE || usage >= STARVED) return null;
  const shareOf = (test: (cpu: number) => boolean): number => inUse.reduce((sum, row) => sum + (test(row.cpu) ? row.seconds : 0), 0) / seconds;
  const oneCore = shareOf((cpu) => cpu >= 0.85 && cpu <= 1.15);
  const allCores = cores === null ? 0 : shareOf((cpu) => cpu >= 0.9 * cores);
  if (Math.max(oneCore, allCores) < SATURATED) return null;
  const all = allCores >= SATURATED;
  return finding(
    "gpu_starved",
    `While in use, ${theGpus(gpu.count)} busy in only ${percent(usage)} of the time, and ${all ? (cores === 1 ? "its only core" : "all its cores") : "one core"} in ${percent(all ? allCores : oneCore)}: the GPU waits for the CPU`,
    all ? "give it more cores, or let the GPU prepare the data" : "prepare its data in several processes (num_workers in PyTorch's DataLoader), or on the GPU",
    { gpu_usage_in_use: usage, cpu_saturated_share: Math.max(oneCore, allCores) },
  );
}

const NEARLY_FULL = 0.95;
const MOSTLY_EMPTY = 0.25;
/** Hardly any GPU has less. */
const SMALL_GPU_MIB = 8192;

export function vramNearlyFull({ vramPeakMib: peak, vramTotalMib: total }: Run): Finding | null {
  if (total === null || peak === null || peak < NEARLY_FULL * total) return null;
  return finding("vram_nearly_full", `It used ${mib(peak)} of the ${mib(total)} of GPU memory: ${Math.floor((100 * peak) / total)} %`, "use a smaller batch or a GPU with more memory; where the framework takes all of it at once (TensorFlow, JAX) this says nothing", { vram_peak_mib: peak, vram_total_mib: total });
}

export function vramMostlyEmpty({ vramPeakMib: peak, vramTotalMib: total }: Run): Finding | null {
  if (total === null || peak === null || total <= SMALL_GPU_MIB || peak < HELD_MIB || peak >= MOSTLY_EMPTY * total) return null;
  return finding("vram_mostly_empty", `It used at most ${mib(peak)} of the ${mib(total)} of GPU memory: ${percent(peak / total)}`, "a GPU with less memory would do, or larger batches may make it faster", { vram_peak_mib: peak, vram_total_mib: total });
}

interface Gpu {
  /** The job's own; where the machine tells only of its devices, theirs. */
  column: "process_gpu_usage" | "system_gpu_usage";
  /** GPUs busy, of those that it used: on average, 0..1, and at most. */
  usage: number;
  most: number;
  /** GPUs that it used, at least 1. */
  count: number;
  /** VRAM that the job held; null where it held none, or nobody knows whose it was. */
  heldMib: number | null;
}

function gpuOf({ stat, course }: Run): Gpu | null {
  const own = stat("process_gpu_usage", "mean") !== null;
  const column = own ? "process_gpu_usage" : "system_gpu_usage";
  const mean = stat(column, "mean");
  if (mean === null) return null;
  const count = Math.max(1, Math.round(stat(own ? "process_gpu_utilized" : "system_gpu_utilized", "max") ?? 1));
  const most = stat(column, "max") ?? mean;
  if (own) {
    const vram = stat("process_gpu_vram_mib", "max");
    return { column, usage: mean / count, most, count, heldMib: vram !== null && vram >= HELD_MIB ? vram : null };
  }
  const [first, ...later] = course("system_gpu_vram_mib");
  const taken = first === undefined ? 0 : later.reduce((max, value) => Math.max(max, value - first), 0);
  return { column, usage: mean / count, most, count, heldMib: taken >= TAKEN_MIB ? taken : null };
}

const theGpus = (count: number): string => (count === 1 ? "the GPU was" : `its ${count} GPUs were`);
