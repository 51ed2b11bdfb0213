import type { RecordedRun } from "./recorded-run.ts";
import { fewestCores } from "./replay.ts";

/** What to ask a scheduler or a cloud for. */
export interface RecommendedResources {
  /** Cores, whole ones. null: the run does not tell. */
  cpu: number | null;
  /** MiB, of a size that one can buy. null: the run does not tell. */
  memory: number | null;
  gpu: number;
  /** MiB, of all GPUs together. */
  vram: number;
  /** How each came about, in words, and what speaks against it. */
  reasons: string[];
  /** The run was killed for memory: it needs more than it was seen to have, and nobody knows how much. */
  memory_is_at_least: boolean;
}

export type CpuRule = "replay" | "mean" | "p95" | "peak";

export interface ResourceOptions {
  /** Share that is added to the most memory that was used, e.g. 0.2. */
  headroom: number;
  /** Share by which the run may take longer on fewer cores. */
  maxSlowdown: number;
  cpu: CpuRule;
}

export const defaultResourceOptions: ResourceOptions = { headroom: 0.2, maxSlowdown: 0.1, cpu: "replay" };

/** So little above a whole number is measuring noise: 4.003 cores are 4. */
const NOISE = 0.005;
/** A run of fewer rows says little. */
export const FEW_SAMPLES = 10;

const SMALL_SIZES_MIB = [128, 256, 512];
const GIB_IN_MIB = 1024;

/**
 * What a job needs, from one run of it or from several. Of several: the slowest replay, the mean of means, the most of everything else.
 *
 * @example
 * recommendResources([run]) // { cpu: 4, memory: 8192, gpu: 0, vram: 0, ... }
 */
export function recommendResources(runs: readonly RecordedRun[], options: Partial<ResourceOptions> = {}): RecommendedResources {
  const { headroom, maxSlowdown, cpu: rule } = { ...defaultResourceOptions, ...options };
  const memoryPeak = most(runs.map(({ memoryPeakMib }) => memoryPeakMib));
  const vramPeak = most(runs.map(({ vramPeakMib }) => vramPeakMib)) ?? 0;
  const gpuPeak = most(runs.map(({ gpuPeak }) => gpuPeak)) ?? 0;
  const { cpu, reason } = cpuBy(rule, runs, maxSlowdown);
  const killed = runs.some(({ killedForMemory }) => killedForMemory);
  const samples = Math.max(0, ...runs.map(({ samples }) => samples));
  return {
    cpu,
    memory: memoryPeak === null ? null : roundUpToSize(memoryPeak * (1 + headroom)),
    // What has used GPU memory needs a GPU, however idle that was.
    gpu: Math.max(roundUp(gpuPeak), vramPeak > 0 ? 1 : 0),
    vram: vramPeak === 0 ? 0 : roundUp((vramPeak * (1 + headroom)) / GIB_IN_MIB) * GIB_IN_MIB,
    reasons: [
      reason,
      memoryPeak === null ? "memory: the run does not tell" : `memory: ${inGib(memoryPeak)} at most, and ${percent(headroom)} for what was not seen`,
      ...(killed ? ["it was killed for memory: how much it needs is not known, only that it is more than that"] : []),
      ...(samples < FEW_SAMPLES ? [`${samples} ${samples === 1 ? "sample is" : "samples are"} little to judge by`] : []),
    ],
    memory_is_at_least: killed,
  };
}

function cpuBy(rule: CpuRule, runs: readonly RecordedRun[], maxSlowdown: number): { cpu: number | null; reason: string } {
  const mean = meanOf(runs.map(({ cpuMean }) => cpuMean));
  const peak = most(runs.map(({ cpuPeak }) => cpuPeak));
  const used = `${inCores(mean)} busy on average, ${inCores(peak)} at most`;
  if (mean === null && peak === null) return { cpu: null, reason: "CPU: the run does not tell" };
  // A report without its rows cannot be replayed.
  const replayable = runs.every(({ trace }) => trace.busy.length > 0);
  if (rule === "replay" && replayable) {
    const cpu = Math.max(1, ...runs.map((run) => fewestCores(run, maxSlowdown)));
    return { cpu, reason: `CPU: ${used}; on ${cpu} it takes at most ${percent(maxSlowdown)} longer` };
  }
  if (rule === "mean") return { cpu: Math.max(1, Math.round(mean ?? 1)), reason: `CPU: the mean, rounded (${used})` };
  const percentile = rule === "p95" ? most(runs.map(percentile95)) : null;
  if (percentile !== null) return { cpu: Math.max(1, roundUp(percentile)), reason: `CPU: ${inCores(percentile)} or fewer in 95 % of the samples (${used})` };
  return { cpu: Math.max(1, roundUp(peak ?? 1)), reason: `CPU: the peak${rule === "peak" ? "" : ", as there are no rows to replay"} (${used})` };
}

/** Cores that were busy in no more than 95 % of the rows; null without rows. */
export function percentile95({ trace: { rowsByHundredths } }: RecordedRun): number | null {
  const values = [...rowsByHundredths].sort(([a], [b]) => a - b);
  const rows = values.reduce((sum, [, count]) => sum + count, 0);
  let seen = 0;
  for (const [hundredths, count] of values) {
    seen += count;
    if (seen >= 0.95 * rows) return hundredths / 100;
  }
  return null;
}

/** Up to a size that one can buy: 128, 256, 512 MiB, then whole GiB. */
export function roundUpToSize(mib: number): number {
  return SMALL_SIZES_MIB.find((size) => mib <= size * (1 + NOISE)) ?? roundUp(mib / GIB_IN_MIB) * GIB_IN_MIB;
}

/** 4.003 becomes 4, 4.03 becomes 5. */
export function roundUp(value: number): number {
  const whole = Math.floor(value);
  return value - whole <= NOISE * Math.max(1, whole) ? whole : whole + 1;
}

function most(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

const percent = (share: number): string => `${Number((share * 100).toPrecision(3))} %`;
const inCores = (cores: number | null): string => (cores === null ? "n/a cores" : `${cores.toFixed(2)} cores`);
const inGib = (mib: number): string => (mib < 10 ? `${mib.toFixed(1)} MiB` : mib < GIB_IN_MIB ? `${Math.round(mib)} MiB` : `${(mib / GIB_IN_MIB).toFixed(1)} GiB`);
