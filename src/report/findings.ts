import { fewestCores } from "../recommend/replay.ts";
import { FEW_SAMPLES } from "../recommend/resources.ts";
import type { Slice, Trace } from "../stats/trace.ts";
import { recordedRunOf } from "./recorded-run-of.ts";
import type { Finding, Report } from "./report.ts";

/** What a rule looks at. */
interface Run {
  report: Report;
  trace: Trace;
  cpuMean: number | null;
  /** Mean and maximum of a column; undefined where it is unknown. */
  stat(column: string, which: "mean" | "max"): number | undefined;
}

type Rule = (run: Run) => Finding | null;

const finding = (code: string, message: string, hint: string | null, evidence: Finding["evidence"]): Finding => ({ code, message, hint, evidence });

/**
 * What the owner of a job may want to change, the most important first. Of fewer than ten samples only what nobody can doubt is said.
 *
 * @example
 * findingsOf(report, trace)[0]?.message // "One core was busy in 96 % of the time, and 7 others stood by"
 */
export function findingsOf(report: Report, trace: Trace): Finding[] {
  const { cpuMean } = recordedRunOf(report, trace);
  const run: Run = { report, trace, cpuMean, stat: (column, which) => report.stats[column]?.[which] };
  const rules = report.samples < FEW_SAMPLES ? certain : [...certain, ...judging];
  return rules.flatMap((rule) => rule(run) ?? []);
}

// Memory

function killedForMemory({ report }: Run): Finding | null {
  const told = report.warnings.some(({ code }) => code === "oom_kill");
  const { memory_mib: peak } = report.peaks;
  const { memory_mib: limit } = report.limits;
  // Nobody has told, but it was killed at the very limit.
  const likely = report.signal === "SIGKILL" && !report.timed_out && peak !== null && limit !== null && peak >= 0.95 * limit;
  if (!told && !likely) return null;
  const had = peak === null ? "" : ` It had ${mib(peak)}${limit === null ? "" : ` of ${mib(limit)}`}`;
  return finding("killed_for_memory", `Memory ran out${told ? ", and the kernel killed a part of it" : ", it seems: it was killed at its limit"}.${had}, and needs more than that`, "give it twice the memory and record it again", { ...(peak !== null && { memory_peak_mib: peak }), ...(limit !== null && { memory_limit_mib: limit }) });
}

/** A limit that somebody has set, not all that the machine has. */
const chosenMemoryLimit = ({ report: { limits } }: Run): number | null => (limits.memory_by === null || limits.memory_by === "machine" ? null : limits.memory_mib);

function memoryNearLimit(run: Run): Finding | null {
  const limit = chosenMemoryLimit(run);
  const { memory_mib: peak } = run.report.peaks;
  if (limit === null || peak === null || peak < 0.9 * limit || killedForMemory(run) !== null) return null;
  return finding("memory_near_limit", `It used ${mib(peak)} of the ${mib(limit)} it may have: ${percent(peak / limit)}`, "raise the limit before a larger input is killed by it", { memory_peak_mib: peak, memory_limit_mib: limit });
}

function memoryLimitTooHigh(run: Run): Finding | null {
  const limit = chosenMemoryLimit(run);
  const { memory_mib: peak } = run.report.peaks;
  if (limit === null || peak === null || limit < 3 * peak || limit - peak < 1024) return null;
  return finding("memory_limit_too_high", `It used ${mib(peak)} of the ${mib(limit)} that are set aside for it`, "ask for less: restrack recommend says how much", { memory_peak_mib: peak, memory_limit_mib: limit });
}

const GROWTH_SHARE = 0.2;
const GROWTH_MIB = 64;
const PARTS = 5;

/** Neither a warm-up nor a sawtooth: every fifth of the run begins above the one before, and the last has grown like the rest. */
function memoryGrowing({ trace }: Run): Finding | null {
  const known = trace.slices.filter((slice) => !Number.isNaN(slice.mean("process_memory_mib")));
  if (known.length < 4 * PARTS) return null;
  const size = known.length / PARTS;
  const lows = Array.from({ length: PARTS }, (_, part) => Math.min(...known.slice(Math.floor(part * size), Math.floor((part + 1) * size)).map((slice) => slice.mean("process_memory_mib"))));
  // The first part is the warm-up.
  const steps = lows.slice(2).map((low, index) => low - lows[index + 1]!);
  const growth = lows.at(-1)! - lows[1]!;
  const seconds = known.reduce((sum, slice) => sum + slice.seconds, 0);
  if (growth < GROWTH_MIB || growth < GROWTH_SHARE * lows[1]! || steps.some((step) => step < (0.4 * growth) / steps.length)) return null;
  const perHour = (growth / (seconds * ((PARTS - 2) / PARTS))) * 3600;
  return finding("memory_growing", `Memory grew all the time, by about ${mib(perHour)} an hour, to its end`, "look for a leak; a longer run will need more than this one", { growth_mib: round(growth), mib_per_hour: round(perHour) });
}

function swapUsed({ trace }: Run): Finding | null {
  const used = trace.slices.map((slice) => slice.mean("system_swap_used_mib")).filter((value) => !Number.isNaN(value));
  if (used.length === 0) return null;
  const grown = Math.max(...used) - used[0]!;
  if (grown < 64) return null;
  return finding("swap_used", `The machine moved ${mib(grown)} to swap meanwhile: memory was short, and everything slower`, "run it with more memory, or with less beside it", { swap_grown_mib: round(grown) });
}

// CPU

/** Share of the time in which between `from` and `to` cores were busy. */
function shareOfTime({ rowsByHundredths }: Trace, from: number, to: number): number {
  let rows = 0;
  let within = 0;
  for (const [hundredths, count] of rowsByHundredths) {
    rows += count;
    if (hundredths >= from * 100 && hundredths <= to * 100) within += count;
  }
  return rows === 0 ? 0 : within / rows;
}

function oneCoreBusy({ report: { limits }, trace }: Run): Finding | null {
  const share = shareOfTime(trace, 0.85, 1.15);
  if (limits.cpus === null || limits.cpus < 2 || share < 0.8) return null;
  const others = Math.floor(limits.cpus) - 1;
  return finding("one_core_busy", `One core was busy in ${percent(share)} of the time, and ${others === 1 ? "the other one" : `${others} others`} stood by`, "let it work in several threads or processes, or give it fewer cores", { share_of_time: round(share), cores: limits.cpus });
}

function coresIdle(run: Run): Finding | null {
  const { report, trace, cpuMean } = run;
  const { cpus } = report.limits;
  if (cpus === null || cpus < 2 || trace.busy.length === 0 || oneCoreBusy(run) !== null) return null;
  const needed = fewestCores(recordedRunOf(report, trace), 0.1);
  if (cpus < 2 * needed) return null;
  return finding("cores_idle", `${needed === 1 ? "One core" : `${needed} cores`} would have done, of the ${trim(cpus)} it may use: ${cpuMean === null ? "few" : trim(cpuMean)} were busy on average`, `give it ${needed}; it would take at most 10 % longer`, { cores_needed: needed, cores: cpus });
}

function cpuThrottled({ report }: Run): Finding | null {
  const warning = report.warnings.find(({ code }) => code === "cpu_throttled");
  if (warning === undefined) return null;
  return finding("cpu_throttled", warning.message, "raise its CPU limit, or start as many threads as it has cores", report.limits.cpus === null ? {} : { cores: report.limits.cpus });
}

// Disk

function waitingForDisk({ stat, report }: Run): Finding | null {
  const pressure = stat("system_io_pressure", "mean");
  if (pressure === undefined || pressure < 0.2) return null;
  const { read_bytes: read, write_bytes: written } = report.totals;
  return finding("waiting_for_disk", `In ${percent(pressure)} of the time something on the machine waited for a disk`, "put its files on a faster disk, or let it read them while it computes", { io_pressure: round(pressure), ...(read !== null && { read_bytes: read }), ...(written !== null && { write_bytes: written }) });
}

function diskNearlyFull({ trace }: Run): Finding | null {
  const last: Slice | undefined = trace.slices.at(-1);
  const free = last?.mean("system_disk_space_free_gb") ?? NaN;
  const total = last?.mean("system_disk_space_total_gb") ?? NaN;
  if (!(free < 0.05 * total)) return null;
  return finding("disk_nearly_full", `At its end ${trim(free)} GB of ${trim(total)} GB of disk were free`, "make room before the next run", { free_gb: round(free), total_gb: round(total) });
}

// GPU

function gpuIdle({ stat }: Run): Finding | null {
  const vram = stat("process_gpu_vram_mib", "max");
  const usage = stat("process_gpu_usage", "mean");
  if (vram === undefined || usage === undefined || vram < 64 || usage >= 0.05) return null;
  return finding("gpu_idle", `It held ${mib(vram)} of GPU memory, and the GPU was busy in ${percent(usage)} of the time`, "check that it computes on the GPU, or give the GPU back", { gpu_usage_mean: usage, vram_peak_mib: vram });
}

function gpuStarved({ stat, trace }: Run): Finding | null {
  const usage = stat("process_gpu_usage", "mean");
  const gpus = stat("process_gpu_utilized", "max") ?? 1;
  const share = shareOfTime(trace, 0.85, 1.15);
  if (usage === undefined || usage < 0.05 || gpus < 1 || usage / gpus >= 0.6 || share < 0.7) return null;
  return finding("gpu_starved", `The GPU was busy in ${percent(usage / gpus)} of the time, and one core in ${percent(share)}: it waits for that core`, "prepare its data in more processes, e.g. with num_workers", { gpu_usage_mean: usage, one_core_share: round(share) });
}

// The measuring

function otherWork({ stat, cpuMean, report }: Run): Finding | null {
  const system = stat("system_cpu_usage", "mean");
  if (system === undefined || cpuMean === null) return null;
  const others = system - cpuMean;
  const cores = report.server_info?.cpus ?? report.limits.cpus ?? 1;
  if (others < 0.5 || others < 0.1 * cores) return null;
  return finding("other_work", `Other work on the machine kept ${trim(others)} cores busy meanwhile: alone it might have been faster`, "measure it on a machine of its own", { other_cores: round(others), own_cores: round(cpuMean) });
}

const certain: readonly Rule[] = [killedForMemory, cpuThrottled];
const judging: readonly Rule[] = [memoryNearLimit, gpuIdle, gpuStarved, oneCoreBusy, coresIdle, memoryGrowing, swapUsed, waitingForDisk, memoryLimitTooHigh, diskNearlyFull, otherWork];

const percent = (share: number): string => `${Math.round(share * 100)} %`;
const round = (value: number): number => Number(value.toFixed(3));
const trim = (value: number): string => String(Number(value.toFixed(1)));
const mib = (value: number): string => (value < 1024 ? `${Math.round(value)} MiB` : `${(value / 1024).toFixed(1)} GiB`);
