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
  if (gpu.most > 0 || !isForServers(run.report)) return null;
  const { length } = run.report.gpus;
  return finding("gpu_idle", `This server has ${length > 1 ? `${length} GPUs, and the job never used any` : "a GPU, and the job never used it"}`, "check that it finds the GPU (nvidia-smi), or run it on a server without one: that costs much less", { gpu_usage_mean: gpu.usage });
}

/** Of several. What the machine does not tell of the job's own use is taken from the device: what is idle is not used by the job either. */
export function gpusUnused({ report }: Run): Finding | null {
  const { gpus } = report;
  const isUsed = gpus.map(({ usage_mean: usage, process_usage_mean: own, process_vram_peak_mib: held }) => (own === null && usage === null ? null : (held ?? 0) >= HELD_MIB || (own ?? usage)! > 0));
  const idle = gpus.filter((_, at) => isUsed[at] === false).map(({ index }) => index);
  if (isUsed.includes(null) || idle.length === 0 || idle.length === gpus.length || !isForServers(report)) return null;
  const used = gpus.length - idle.length;
  return finding(
    "gpus_unused",
    `It used ${used} of the ${gpus.length} GPUs that it could see: ${idle.length === 1 ? `GPU ${idle[0]} was` : `GPUs ${idle.slice(0, -1).join(", ")} and ${idle.at(-1)} were`} idle`,
    `start a process for each GPU (torchrun --nproc-per-node ${gpus.length}), or ask for ${used === 1 ? "one" : `${used} of them`}`,
    { gpus: gpus.length, gpus_used: used },
  );
}

/** On one's own desk an idle GPU costs nothing. */
function isForServers({ cloud_info: cloud, gpus }: Run["report"]): boolean {
  const ofServers = /\b(?:Tesla|Instinct|Data Center|A\d{1,3}G?|G?[HB]\d{2,3}|L\d{1,2}S?|[VP]100|T4|MI\d{2,3}X?)\b/;
  return cloud !== null || gpus.some(({ name }) => name !== null && ofServers.test(name) && !/GeForce|GTX|RTX|Quadro|Laptop/.test(name));
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

export function vramNearlyFull({ report, vramPeakMib: peak, vramTotalMib: total }: Run): Finding | null {
  const hint = "use a smaller batch or a GPU with more memory; where the framework takes all of it at once (TensorFlow, JAX) this says nothing";
  const full = report.gpus.find(({ process_vram_peak_mib: own, vram_total_mib: all }) => own !== null && all !== null && own >= NEARLY_FULL * all);
  if (full !== undefined && report.gpus.length > 1) {
    const [own, all] = [full.process_vram_peak_mib!, full.vram_total_mib!];
    return finding("vram_nearly_full", `It used ${mib(own)} of the ${mib(all)} of GPU ${full.index}'s memory: ${Math.floor((100 * own) / all)} %`, hint, { gpu: full.index, vram_peak_mib: own, vram_total_mib: all });
  }
  if (total === null || peak === null || peak < NEARLY_FULL * total) return null;
  return finding("vram_nearly_full", `It used ${mib(peak)} of the ${mib(total)} of GPU memory: ${Math.floor((100 * peak) / total)} %`, hint, { vram_peak_mib: peak, vram_total_mib: total });
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
