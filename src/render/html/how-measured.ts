import type { Report } from "../../report/report.ts";
import type { Envelope } from "../../stats/envelope.ts";
import { accountingOf } from "../figures.ts";
import { formatCpuTime, formatDuration } from "../duration.ts";
import { html, type Markup } from "./markup.ts";

const memoryKinds = {
  pss: "PSS: pages that several processes share are divided among them",
  rss: "RSS: pages that several processes share count in each of them",
  uss: "USS: pages that several processes share do not count",
  footprint: "footprint: what each process makes the machine hold, compressed and swapped pages with it",
};

/** Of a shorter run the share is that of starting up. */
const LONG_SECONDS = 10;

/** How the figures came about, what they cost, and the rows to take along. */
export function howMeasured(report: Report, envelope: Envelope): Markup {
  const { points, rowsPerPoint } = envelope;
  return html`<section class="how"><h2>How it was measured</h2>
<dl class="facts">${waysOf(report, envelope).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
${points > 0 && html`<p><button type="button" class="save-csv">Save as CSV</button> <span class="hint">${rowsPerPoint === 1 ? `the ${points === 1 ? "row" : `${points} rows`} of the recording` : `${points} rows, each of which stands for ${rowsPerPoint} of the recording`}</span></p>`}</section>`;
}

function waysOf(report: Report, envelope: Envelope): [string, string][] {
  const { interval_seconds: interval, samples, memory_kind: kind, overhead, limits, accounting } = report;
  const estimated = accounting.memory_estimated_samples ?? 0;
  const cost = [
    overhead.cpu_seconds === null ? null : `${formatCpuTime(overhead.cpu_seconds)} of CPU time${report.duration_seconds !== null && report.duration_seconds >= LONG_SECONDS ? ` (${((100 * overhead.cpu_seconds) / report.duration_seconds).toFixed(2)} % of a core)` : ""}`,
    overhead.memory_mib === null ? null : `${overhead.memory_mib.toFixed(0)} MiB`,
  ].filter((part) => part !== null);
  const late = [overhead.samples_late ? `${overhead.samples_late} late` : null, overhead.samples_missed ? `${overhead.samples_missed} left out` : null].filter((part) => part !== null);
  const ways: [string, string | null][] = [
    ["Interval", interval === null ? null : `${interval} s, ${samples} ${samples === 1 ? "sample" : "samples"}${late.length > 0 ? ` (${late.join(", ")})` : ""}`],
    ["Not recorded", interval === null ? null : missing(envelope, interval)],
    ["Memory is", kind === null ? null : memoryKinds[kind]],
    ["Estimated", estimated > 0 ? `memory of ${estimated} of ${samples} samples, from what resident sizes grew by` : null],
    ["Accounting", accountingOf(report).join(", ") || null],
    ["May use", [limits.cpus === null ? null : `${limits.cpus} cores (${limits.cpus_by ?? "not known by what"})`, limits.memory_mib === null ? null : `${(limits.memory_mib / 1024).toFixed(1)} GiB (${limits.memory_by ?? "not known by what"})`].filter(Boolean).join(", ") || null],
    ["restrack itself", cost.join(", ") || null],
  ];
  return ways.filter((way): way is [string, string] => way[1] !== null);
}

/** So many times longer than the others, a row is one before which nothing was recorded. */
const GAP = 10;

/** The longest stretch without a row; null where there is none to speak of. */
function missing({ timestamps, points, rowsPerPoint }: Envelope, interval: number): string | null {
  let longest = 0;
  for (let point = 1; point < points; point++) longest = Math.max(longest, timestamps[point]! - timestamps[point - 1]!);
  return longest > GAP * interval * rowsPerPoint ? `${formatDuration(longest)} without a row` : null;
}
