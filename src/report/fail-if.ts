import { RestrackError } from "../errors.ts";
import { nearest } from "./nearest.ts";
import { parseDuration } from "./parse-duration.ts";
import type { Report } from "./report.ts";

/** One `--fail-if`: the run fails when `metric operator value` holds. */
export interface FailRule {
  /** As it was typed. */
  text: string;
  metric: string;
  operator: Operator;
  /** In bytes, cores, seconds or pieces; for "%" in percent of what the job may use. */
  value: number;
  /** As it was typed, "" when there was none. */
  unit: string;
}

export interface FailVerdict {
  rule: FailRule;
  failed: boolean;
  /** In the rule's unit; null when the run does not tell, and then nothing failed. */
  measured: number | null;
  /** The run tells the metric, but not of how much it is a share. */
  isTold?: boolean;
}

const operators = {
  ">": (a: number, b: number) => a > b,
  ">=": (a: number, b: number) => a >= b,
  "<": (a: number, b: number) => a < b,
  "<=": (a: number, b: number) => a <= b,
  "==": (a: number, b: number) => a === b,
  "!=": (a: number, b: number) => a !== b,
};
type Operator = keyof typeof operators;

const MIB = 2 ** 20;
const bytes = { B: 1, KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12, KiB: 2 ** 10, MiB: MIB, GiB: 2 ** 30, TiB: 2 ** 40 };
const seconds = { s: 1, m: 60, min: 60, h: 3600, d: 86_400 };

/** What may stand behind a number, per kind of metric. "" where a bare number is clear enough. */
const units: Record<Metric["kind"], Record<string, number>> = {
  memory: { ...bytes, "%": 1 },
  bytes: { "": 1, ...bytes },
  cpu: { "": 1, cores: 1, "%": 1 },
  gpu: { "": 1, "%": 1 },
  time: { "": 1, ...seconds },
  count: { "": 1 },
};

interface Metric {
  kind: "memory" | "bytes" | "cpu" | "gpu" | "time" | "count";
  value: (report: Report) => number | null;
  /** What 100 % is. */
  whole?: (report: Report) => number | null;
  help: string;
}

const times = (value: number | null | undefined, factor: number): number | null => (value == null ? null : value * factor);
const memoryLimit = (report: Report) => times(report.limits.memory_mib, MIB);
const cpuLimit = (report: Report) => report.limits.cpus;

function cpuSeconds({ totals }: Report): number | null {
  return totals.cpu_user_seconds === null || totals.cpu_system_seconds === null ? null : totals.cpu_user_seconds + totals.cpu_system_seconds;
}

function cpuMean(report: Report): number | null {
  const used = cpuSeconds(report);
  return used === null || !report.duration_seconds ? (report.stats["process_cpu_usage"]?.["mean"] ?? null) : used / report.duration_seconds;
}

/** The job's own; where only devices are told, theirs. */
const gpuUsage = ({ stats }: Report, which: "mean" | "max") => (stats["process_gpu_usage"] ?? stats["system_gpu_usage"])?.[which] ?? null;

/** As many as were in use at once: of one that is busy half of the time 50 % are. */
const gpusUsed = ({ stats }: Report) => Math.max(1, (stats["process_gpu_utilized"] ?? stats["system_gpu_utilized"])?.["max"] ?? 1);

/** What --fail-if can ask for. */
export const failMetrics: Readonly<Record<string, Metric>> = {
  memory_peak: { kind: "memory", value: (r) => times(r.peaks.memory_mib, MIB), whole: memoryLimit, help: "highest memory of the tree" },
  memory_mean: { kind: "memory", value: (r) => times(r.stats["process_memory_mib"]?.["mean"], MIB), whole: memoryLimit, help: "memory on average" },
  cpu_peak: { kind: "cpu", value: (r) => r.peaks.cpu_cores, whole: cpuLimit, help: "most cores used in an interval" },
  cpu_mean: { kind: "cpu", value: cpuMean, whole: cpuLimit, help: "cores used on average" },
  cpu_seconds: { kind: "time", value: cpuSeconds, help: "CPU time, user and system" },
  cpu_user_seconds: { kind: "time", value: (r) => r.totals.cpu_user_seconds, help: "user CPU time" },
  cpu_system_seconds: { kind: "time", value: (r) => r.totals.cpu_system_seconds, help: "system CPU time" },
  duration: { kind: "time", value: (r) => r.duration_seconds, help: "wall time" },
  read_bytes: { kind: "bytes", value: (r) => r.totals.read_bytes, help: "read from storage" },
  write_bytes: { kind: "bytes", value: (r) => r.totals.write_bytes, help: "written to storage" },
  net_recv_bytes: { kind: "bytes", value: (r) => r.totals.net_recv_bytes, help: "received by the whole machine" },
  net_sent_bytes: { kind: "bytes", value: (r) => r.totals.net_sent_bytes, help: "sent by the whole machine" },
  processes_peak: { kind: "count", value: (r) => r.peaks.processes, help: "most processes at once" },
  threads_peak: { kind: "count", value: (r) => r.peaks.threads, help: "most threads at once" },
  gpu_seconds: { kind: "time", value: (r) => r.totals.gpu_seconds, help: "GPU time" },
  gpu_usage_mean: { kind: "gpu", value: (r) => gpuUsage(r, "mean"), whole: gpusUsed, help: "GPUs busy on average" },
  gpu_usage_peak: { kind: "gpu", value: (r) => gpuUsage(r, "max"), whole: gpusUsed, help: "most GPUs busy in an interval" },
  gpu_vram_peak: { kind: "memory", value: (r) => times(r.peaks.gpu_vram_mib, MIB), help: "highest GPU memory of the tree" },
};

/**
 * Reads "memory_peak > 4GiB". `source` is what an error names: "--fail-if" or the environment variable.
 */
export function parseFailRule(text: string, source = "--fail-if"): FailRule {
  const cannot = (state: string, hint: string) => new RestrackError("ERR_USAGE", `Cannot use ${JSON.stringify(text)} as ${source}: ${state}`, { hint });
  const parts = /^\s*([A-Za-z_]\w*)\s*([<>=!]+)\s*(\S.*?)\s*$/.exec(text);
  if (parts === null) throw cannot("it must be METRIC OPERATOR VALUE", `put it in quotes: ${source} 'memory_peak > 4GiB'`);
  const [, metric = "", operator = "", value = ""] = parts;

  const known = Object.hasOwn(failMetrics, metric) ? failMetrics[metric] : undefined;
  if (known === undefined) {
    const near = nearest(metric, Object.keys(failMetrics));
    const all = `the metrics are ${Object.keys(failMetrics).join(", ")}`;
    throw cannot(`there is no metric "${metric}"`, near === undefined ? all : `did you mean ${near}? ${all}`);
  }
  if (!Object.hasOwn(operators, operator)) throw cannot(`there is no operator "${operator}"`, `the operators are ${Object.keys(operators).join(" ")}`);

  const rule = { text: text.trim(), metric, operator: operator as Operator };
  const duration = known.kind === "time" ? parseDuration(value) : undefined;
  if (duration !== undefined) return { ...rule, value: duration, unit: /^[\d.]+([smhd]|min)$/i.exec(value)?.[1]?.toLowerCase() ?? "" };

  const [, number, unit = ""] = /^(\d+(?:\.\d+)?)\s*([A-Za-z%]*)$/.exec(value) ?? [];
  if (number === undefined) throw cannot(`"${value}" is not a number with a unit`, `for example: ${source} '${metric} ${operator} ${example[known.kind]}'`);
  const table = known.kind === "memory" && known.whole === undefined ? bytes : units[known.kind];
  const spelled = Object.keys(table).find((name) => name.toLowerCase() === unit.toLowerCase());
  if (spelled === undefined) {
    const names = Object.keys(table).filter((name) => name !== "");
    throw cannot(unit === "" ? "the number has no unit" : `there is no unit "${unit}" for ${metric}`, names.length > 0 ? `the units are ${names.join(", ")}` : "write the number alone");
  }
  return { ...rule, value: Number(number) * table[spelled as keyof typeof table]!, unit: spelled };
}

const example: Record<Metric["kind"], string> = { memory: "4GiB", bytes: "10GB", cpu: "2.5", gpu: "15%", time: "90m", count: "100" };

/** What became of one rule. */
export function checkFailRule(rule: FailRule, report: Report): FailVerdict {
  const metric = failMetrics[rule.metric]!;
  let measured = metric.value(report);
  if (rule.unit === "%") {
    const whole = metric.whole?.(report) ?? null;
    measured = measured === null || whole === null || whole <= 0 ? null : (100 * measured) / whole;
  }
  if (measured === null) return { rule, failed: false, measured: null, isTold: metric.value(report) !== null };
  const factor = units[metric.kind][rule.unit] ?? 1;
  return { rule, failed: operators[rule.operator](measured, rule.value), measured: measured / factor };
}

/** "memory_peak is 5.20 GiB, 1.20 GiB more than it may be: --fail-if 'memory_peak > 4GiB'" */
export function describeVerdict({ rule, measured, failed, isTold = false }: FailVerdict): string {
  if (measured === null) return `Cannot check --fail-if '${rule.text}': this run does not tell ${rule.unit === "%" && isTold ? `of how much ${rule.metric} is a share` : rule.metric}`;
  const { kind } = failMetrics[rule.metric]!;
  const unit = rule.unit === "" && kind === "time" ? "s" : rule.unit;
  const limit = rule.value / (units[kind][rule.unit] ?? 1);
  const withUnit = (text: string): string => (unit === "" ? text : `${text} ${unit}`);
  const by = Math.abs(measured - limit);
  const beyond = !failed || by === 0 || rule.operator === "==" || rule.operator === "!=" ? "" : `, ${withUnit(apart(by, 0))} ${measured > limit ? "more" : "less"} than it may be`;
  return `${rule.metric} is ${withUnit(apart(measured, limit))}${beyond}: --fail-if '${rule.text}'`;
}

/** Two decimals, or as many more as show on which side of the limit the value lies. */
function apart(value: number, limit: number): string {
  if (Number.isInteger(value)) return String(value);
  let decimals = 2;
  while (decimals < 9 && value !== limit && Number(value.toFixed(decimals)) === limit) decimals++;
  return value.toFixed(decimals);
}
