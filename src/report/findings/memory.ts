import { roundUpToSize } from "../../recommend/resources.ts";
import type { Finding } from "../report.ts";
import { killedForMemory } from "./killed-for-memory.ts";
import { finding, type Run } from "./rule.ts";
import { memoryGrowth } from "./memory-growth.ts";
import { mib, size } from "./words.ts";

const HEADROOM = 1.2;
const NEAR = 0.9;

export function memoryNearLimit(run: Run): Finding | null {
  const { memoryPeakMib: peak, memoryLimitMib: limit } = run;
  if (limit === null || peak === null || peak < NEAR * limit || killedForMemory(run) !== null) return null;
  const enough = size(Math.max(roundUpToSize(peak * HEADROOM), roundUpToSize(limit)));
  return finding(
    "memory_near_limit",
    `It used ${mib(peak)} of the ${mib(limit)} ${run.memoryLimitIsChosen ? "it may have" : "that the machine has"}: ${Math.floor((100 * peak) / limit)} %`,
    run.memoryLimitIsChosen ? `raise its limit to ${enough} or more, before a larger input is killed by it` : `run it on a machine with more than ${mib(limit)}, before a larger input is killed`,
    { memory_peak_mib: peak, memory_limit_mib: limit },
  );
}

/** Less is not worth the trouble. */
const LEAST_SAVING_MIB = 512;

/** Only of a limit that somebody has set: nobody has chosen all that a machine has for this job. */
export function memoryLimitTooHigh(run: Run): Finding | null {
  const { report, memoryPeakMib: peak, memoryLimitMib: limit } = run;
  if (limit === null || peak === null || !run.memoryLimitIsChosen || limit < 3 * peak) return null;
  // It has not come to its end, and might have needed more there.
  if (report.signal !== null || report.timed_out || killedForMemory(run) !== null) return null;
  const enough = roundUpToSize(peak * HEADROOM);
  if (limit < 2 * enough || limit - enough < LEAST_SAVING_MIB) return null;
  return finding(
    "memory_limit_too_high",
    `It used at most ${mib(peak)} of the ${mib(limit)} that are set aside for it`,
    `ask for ${size(enough)}: that is what it used and a fifth more`,
    { memory_peak_mib: peak, memory_limit_mib: limit, memory_enough_mib: enough },
  );
}

export function memoryGrowing({ course, durationSeconds }: Run): Finding | null {
  const growth = memoryGrowth(course("process_memory_mib"));
  if (growth === null || durationSeconds === null) return null;
  const perSecond = (growth.to - growth.from) / (durationSeconds * growth.share);
  const [unit, seconds] = durationSeconds < 600 ? (["a minute", 60] as const) : (["an hour", 3600] as const);
  return finding(
    "memory_growing",
    `Memory grew steadily to the very end, from ${mib(growth.from)} to ${mib(growth.to)}: by about ${mib(Number((perSecond * seconds).toPrecision(2)))} ${unit}`,
    "look for a leak, or give a longer run more memory than this one has used",
    { memory_from_mib: growth.from, memory_to_mib: growth.to, mib_per_hour: perSecond * 3600 },
  );
}

const SWAPPED_MIB = 64;

/** What was in swap before does not count. */
export function swapUsed({ course }: Run): Finding | null {
  let least = Infinity;
  let grown = 0;
  for (const used of course("system_swap_used_mib")) {
    least = Math.min(least, used);
    grown = Math.max(grown, used - least);
  }
  if (grown < SWAPPED_MIB) return null;
  return finding("swap_used", `The machine moved ${mib(grown)} of memory out to disk (swap) meanwhile: memory was short, and that makes everything slow`, "run it with more memory, or with fewer other programs beside it", { swap_grown_mib: grown });
}
