import type { RecordedRun } from "../../recommend/recorded-run.ts";
import type { Trace } from "../../stats/trace.ts";
import { recordedRunOf } from "../recorded-run-of.ts";
import type { Finding, Report } from "../report.ts";

/** One thing that may be worth saying. null: it is not so, or the run does not tell. */
export type Rule = (run: Run) => Finding | null;

export interface FindingOptions {
  /** Somebody wants to know what the job needs: then also that there is too little to judge by. */
  asked?: boolean;
  /** Memory of all GPUs of the machine, where it is known. Left out, the server that the run was recorded on tells. */
  vramTotalMib?: number | null;
}

/** What a rule looks at. Whatever is not a number that can be is null: a report may come from anybody's file. */
export interface Run {
  report: Report;
  trace: Trace;
  recorded: RecordedRun;
  asked: boolean;
  durationSeconds: number | null;
  cpuMean: number | null;
  /** Cores it may use. */
  cores: number | null;
  /** Cores there are, whoever may use them, and how many of them were busy on average. */
  machineCores: number | null;
  systemCores: number | null;
  memoryPeakMib: number | null;
  memoryLimitMib: number | null;
  /** Somebody has set the limit for it, unlike all that a machine has. */
  memoryLimitIsChosen: boolean;
  vramPeakMib: number | null;
  vramTotalMib: number | null;
  /** Over all rows; null where the column is unknown. */
  stat(column: string, which: "mean" | "max"): number | null;
  /** The course of a column over time, without what is unknown. */
  course(column: string): number[];
}

export function runOf(report: Report, trace: Trace, { asked = false, vramTotalMib }: FindingOptions): Run {
  const recorded = recordedRunOf(report, trace);
  const durationSeconds = positive(report.duration_seconds);
  const stat: Run["stat"] = (column, which) => known(report.stats[column]?.[which]);
  const { limits, peaks, server_info: server } = report;
  return {
    report,
    trace,
    recorded,
    asked,
    durationSeconds,
    cpuMean: known(recorded.cpuMean),
    cores: positive(limits.cpus) ?? positive(server?.cpus),
    machineCores: positive(server?.cpus) ?? (limits.cpus_by === "machine" ? positive(limits.cpus) : null),
    // Over the time, as the job's own: of the rows the last one may be short.
    systemCores: durationSeconds === null ? stat("system_cpu_usage", "mean") : (known(systemSeconds(report) / durationSeconds) ?? stat("system_cpu_usage", "mean")),
    memoryPeakMib: positive(recorded.memoryPeakMib),
    memoryLimitMib: positive(limits.memory_mib),
    // Else it is "machine".
    memoryLimitIsChosen: limits.memory_by?.startsWith("/") ?? false,
    vramPeakMib: positive(peaks.gpu_vram_mib),
    vramTotalMib: totalOf(report.gpus) ?? positive(vramTotalMib ?? report.recommended_servers?.find(({ current }) => current)?.vram_mib),
    stat,
    course: (column) => trace.slices.map((slice) => slice.mean(column)).filter(Number.isFinite),
  };
}

/** Memory of the GPUs that it could see. */
const totalOf = (gpus: Report["gpus"]): number | null => positive(gpus.reduce((sum, { vram_total_mib }) => sum + (vram_total_mib ?? NaN), 0));

const systemSeconds = ({ stats }: Report): number => (stats["system_utime"]?.["sum"] ?? NaN) + (stats["system_stime"]?.["sum"] ?? NaN);

const known = (value: number | null | undefined): number | null => (value != null && Number.isFinite(value) && value >= 0 ? value : null);
const positive = (value: number | null | undefined): number | null => known(value) || null;

/** Evidence that is not known is left out. */
export function finding(code: string, message: string, hint: string | null, evidence: Record<string, number | null>): Finding {
  const told = Object.entries(evidence).flatMap(([name, value]) => (value === null || !Number.isFinite(value) ? [] : [[name, Number(value.toFixed(3))] as const]));
  return { code, message, hint, evidence: Object.fromEntries(told) };
}
