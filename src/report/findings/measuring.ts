import { FEW_SAMPLES } from "../../recommend/resources.ts";
import type { Finding } from "../report.ts";
import { finding, type Run } from "./rule.ts";
import { counted, mib, percent, plain, span } from "./words.ts";

/** Others count when they have this much, and so much more than a tenth of what the job has: less is the machine's own housekeeping. */
const OTHERS = { cores: 0.25, gpus: 0.2, share: 0.1 };
/** Others' memory disturbs only when hardly any is left. */
const MEMORY_LEFT = 0.1;

export function otherWork({ stat, cpuMean, course, systemCores, machineCores: machine }: Run): Finding | null {
  const beside = (all: number | null, own: number | null, least: number): number | null => (all === null || own === null || all - own <= Math.max(least, OTHERS.share * own) ? null : all - own);
  const cores = beside(systemCores, cpuMean, OTHERS.cores);
  const gpus = beside(stat("system_gpu_usage", "mean"), stat("process_gpu_usage", "mean"), OTHERS.gpus);
  const memory = othersMemory(stat("system_memory_used_mib", "mean"), stat("process_memory_mib", "mean"), course("system_memory_available_mib"));
  if (cores === null && gpus === null && memory === null) return null;
  const kept = [
    ...(cores === null ? [] : [`kept ${plain(cores)}${machine === null ? "" : ` of the machine's ${plain(machine)}`} cores busy${cpuMean === null ? "" : ` beside the ${plain(cpuMean)} of this job`}`]),
    ...(gpus === null ? [] : [`used ${counted(gpus, "GPU")}`]),
    ...(memory === null ? [] : [`held ${mib(memory)} of memory while hardly any was left`]),
  ];
  return finding("other_work", `Other programs ${kept.join(", and ")}: alone this job might have been faster`, "do not trust its times too much; record it again while nothing else runs", { other_cores: cores, own_cores: cpuMean, other_gpus: gpus, other_memory_mib: memory });
}

function othersMemory(all: number | null, own: number | null, available: readonly number[]): number | null {
  if (all === null || own === null || available.length === 0) return null;
  const left = available.reduce((least, value) => Math.min(least, value), Infinity);
  const mean = available.reduce((sum, value) => sum + value, 0) / available.length;
  return left < MEMORY_LEFT * (all + mean) && all - own > 512 && all > 1.5 * own ? all - own : null;
}

const STOLEN = 0.05;

/** By other virtual machines on the same hardware. */
export function cpuStolen({ report, durationSeconds }: Run): Finding | null {
  const stolen = report.stats["system_steal"]?.["sum"] ?? NaN;
  const busy = (report.stats["system_utime"]?.["sum"] ?? NaN) + (report.stats["system_stime"]?.["sum"] ?? NaN);
  const share = stolen / (busy + stolen);
  // A share of next to nothing is none.
  if (durationSeconds === null || !(share >= STOLEN && share <= 1) || stolen < 0.02 * durationSeconds) return null;
  return finding("cpu_stolen", `Other virtual machines on the same hardware took ${percent(share)} of the CPU time that this one wanted`, "its times vary with its neighbours: use a server with dedicated cores (restrack recommend --allocation dedicated)", { stolen_seconds: stolen, busy_seconds: busy });
}

const SHORT_SECONDS = 1;
/** Then there are enough samples, and some to spare. */
const WANTED_SAMPLES = 20;
const SHORTEST_INTERVAL = 0.05;

/** Said only to somebody who wants to know what the job needs. */
export function tooFewSamples({ report, asked, durationSeconds }: Run): Finding | null {
  const { samples } = report;
  const few = samples < FEW_SAMPLES;
  if (!asked || (!few && (durationSeconds === null || durationSeconds >= SHORT_SECONDS))) return null;
  const interval = durationSeconds === null ? SHORTEST_INTERVAL : Math.floor((durationSeconds / WANTED_SAMPLES) * 20) / 20;
  const counts = `${samples} ${samples === 1 ? "sample" : "samples"}`;
  return finding(
    "too_few_samples",
    durationSeconds === null ? `There are only ${counts}: little to judge by` : `It ran for ${span(durationSeconds)}${few ? ` and was looked at ${samples === 1 ? "once" : `${samples} times`}` : ", most of which is starting"}: little to judge by`,
    few && interval >= SHORTEST_INTERVAL ? `restrack run --interval ${Math.min(1, interval)} -- ${asTyped(report.command)}` : "record it with more to do: a larger input, or many of them in one run",
    { samples, duration_seconds: durationSeconds },
  );
}

/** Only what every shell takes as it stands. */
function asTyped(command: readonly string[]): string {
  const line = command.join(" ");
  return line.length > 0 && line.length <= 60 && command.every((word) => /^[\w./:=@%+,-]+$/.test(word)) ? line : "COMMAND";
}
