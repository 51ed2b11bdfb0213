import { FEW_SAMPLES } from "../recommend/resources.ts";
import type { Trace } from "../stats/trace.ts";
import { coresIdle, cpuThrottled, oneCoreBusy } from "./findings/cpu.ts";
import { diskNearlyFull, waitingForDisk } from "./findings/disk.ts";
import { gpuIdle, gpuStarved, gpusUnused, vramMostlyEmpty, vramNearlyFull } from "./findings/gpu.ts";
import { killedForMemory } from "./findings/killed-for-memory.ts";
import { cpuStolen, otherWork, tooFewSamples } from "./findings/measuring.ts";
import { memoryGrowing, memoryLimitTooHigh, memoryNearLimit, swapUsed } from "./findings/memory.ts";
import { type FindingOptions, type Rule, runOf } from "./findings/rule.ts";
import type { Finding, Report } from "./report.ts";

/** Said of every run, however short. */
const always: readonly Rule[] = [killedForMemory, tooFewSamples];

/** Needs some samples. First what endangers the job, then what it waits for, then what it could do without. */
const judging: readonly Rule[] = [
  memoryNearLimit,
  swapUsed,
  cpuThrottled,
  gpuIdle,
  gpusUnused,
  gpuStarved,
  oneCoreBusy,
  waitingForDisk,
  memoryGrowing,
  diskNearlyFull,
  vramNearlyFull,
  coresIdle,
  memoryLimitTooHigh,
  vramMostlyEmpty,
  cpuStolen,
  otherWork,
];

/**
 * What the owner of a job may want to change, the most important first. Of fewer than ten samples only what nobody can doubt is said.
 *
 * @example
 * findingsOf(report, trace)[0]?.message // "One core was busy in 96 % of the time, and 7 others stood by: ..."
 */
export function findingsOf(report: Report, trace: Trace, options: FindingOptions = {}): Finding[] {
  const run = runOf(report, trace, options);
  const rules = report.samples < FEW_SAMPLES ? always : [...always, ...judging];
  return rules.flatMap((rule) => rule(run) ?? []);
}
