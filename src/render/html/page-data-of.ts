import { columns } from "../../frame/columns.ts";
import type { Report } from "../../report/report.ts";
import type { Envelope } from "../../stats/envelope.ts";
import type { Trace } from "../../stats/trace.ts";
import { chartedColumns } from "./charts.ts";
import type { Curve, PageData, RunData } from "./page-data.ts";

/** One run as the page shows it. */
export interface PageRun {
  report: Report;
  envelope: Envelope;
  trace: Trace;
  /** What to call it; null: by its name. */
  label: string | null;
}

/** Digits kept of what several rows come to. Of rows themselves all are. */
const DIGITS = 5;

/** The curves of the runs, for the page's script. */
export function pageDataOf(runs: readonly (PageRun & { label: string })[]): PageData {
  return { columns: columns.map(({ name }) => name), runs: runs.map(runDataOf) };
}

function runDataOf({ report, envelope, label }: PageRun & { label: string }): RunData {
  const { points, rowsPerPoint } = envelope;
  const kept = (values: Float64Array): (number | null)[] => Array.from(values, (value) => (Number.isNaN(value) ? null : rowsPerPoint === 1 ? value : Number(value.toPrecision(DIGITS))));
  const curves: [string, Curve][] = columns.flatMap(({ name }) => {
    if (name === "timestamp") return [];
    const values = envelope.values(name);
    if (values.every(Number.isNaN)) return [];
    const range = rowsPerPoint > 1 && chartedColumns.has(name) ? { lows: kept(envelope.lows(name)), highs: kept(envelope.highs(name)) } : {};
    return [[name, { values: kept(values), ...range }]];
  });
  return {
    label,
    fileName: `${label.replace(/[^\w.-]+/g, "-").slice(0, 80) || "run"}.csv`,
    start: report.start === null ? null : Date.parse(report.start) / 1000,
    intervalSeconds: report.interval_seconds,
    rowsPerPoint,
    timestamps: Array.from(envelope.timestamps.subarray(0, points)),
    seconds: Array.from(envelope.seconds.subarray(0, points), (value) => (Number.isNaN(value) ? null : Math.round(value * 1e6) / 1e6)),
    curves: Object.fromEntries(curves),
    cpus: report.limits.cpus,
    memoryMib: report.limits.memory_mib,
  };
}
