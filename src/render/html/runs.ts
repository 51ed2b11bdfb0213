import { bottleneckOf } from "../../report/bottleneck.ts";
import type { Report } from "../../report/report.ts";
import { formatBytes, formatMemory } from "../bytes.ts";
import { durationOf, figuresOf } from "../figures.ts";
import { formatUsd } from "../recommend/money.ts";
import { html, type Markup } from "./markup.ts";
import type { PageRun } from "./page-data-of.ts";
import { badge, renderRun } from "./run.ts";
import { dateTime } from "./times.ts";
import { timeline } from "./timeline.ts";

type LabelledRun = PageRun & { label: string };

/** Several runs: beside each other first, then each alone. The page's script shows one at a time. */
export function renderRuns(runs: readonly LabelledRun[]): Markup {
  return html`<nav aria-label="Runs"><label>Show <select class="which-run"><option value="all">all ${runs.length} runs</option>${runs.map(({ label }, index) => html`<option value="${index}">${label}</option>`)}</select></label></nav>
<div class="all" id="all">
<header><h1>${runs.length} runs</h1></header>
<section class="run-table"><h2>Side by side</h2><div class="scroll" tabindex="0" role="region" aria-label="Runs"><table>
<thead><tr><th scope="col">Run</th><th scope="col">Status</th><th scope="col">Limited by</th><th scope="col">Started</th><th scope="col" class="number">Duration</th><th scope="col" class="number">CPU mean</th><th scope="col" class="number">CPU peak</th><th scope="col" class="number">Memory peak</th><th scope="col" class="number">Read</th><th scope="col" class="number">Written</th>${hasGpu(runs) && html`<th scope="col" class="number">GPUs busy</th>`}${hasCost(runs) && html`<th scope="col" class="number">Cost</th>`}</tr></thead>
<tbody>${runs.map((run, index) => row(run, index, runs))}</tbody></table></div></section>
${timeline(runs)}
${runs.some(({ envelope }) => envelope.points > 0) &&
  html`<section class="charts" aria-label="Charts"><h2>Over time</h2><p class="aligned"><label><input type="radio" name="aligned" value="start" checked> from each run's start</label> <label><input type="radio" name="aligned" value="clock"> by the clock</label></p><p class="hint">Drag to zoom, double-click to see all again. A click on a run's name hides or shows it.</p><div class="run-legend"></div><div class="plots"></div></section>`}
</div>
${runs.map(renderRun)}`;
}

function row({ report, trace, label }: LabelledRun, index: number, runs: readonly LabelledRun[]): Markup {
  const figures = new Map(figuresOf(report).map((figure) => [figure.label, figure]));
  const { totals, peaks, cost } = report;
  const bytes = (value: number | null): string => (value === null ? "n/a" : formatBytes(value));
  return html`<tr><th scope="row"><a href="#run-${index}" data-show="${index}">${label}</a></th><td>${badge(report)}</td><td>${limitedBy[bottleneckOf(report, trace).resource]}</td><td>${report.start !== null && dateTime(report.start)}</td><td class="number">${durationOf(report)}</td><td class="number">${figures.get("CPU")!.mean}</td><td class="number">${figures.get("CPU")!.peak}</td><td class="number">${peaks.memory_mib === null ? "n/a" : formatMemory(peaks.memory_mib * 2 ** 20)}</td><td class="number">${bytes(totals.read_bytes)}</td><td class="number">${bytes(totals.write_bytes)}</td>${hasGpu(runs) && html`<td class="number">${figures.get("GPU")?.mean ?? "n/a"}</td>`}${hasCost(runs) && html`<td class="number">${cost === null ? "n/a" : formatUsd(cost.usd)}</td>`}</tr>`;
}

const limitedBy = { cpu: "CPU", memory: "memory", disk: "disk", gpu: "GPU", none: "nothing here", unknown: "n/a" };

const hasGpu = (runs: readonly LabelledRun[]): boolean => runs.some(({ report }) => figuresOf(report).some(({ label }) => label === "GPU"));
const hasCost = (runs: readonly { report: Report }[]): boolean => runs.some(({ report }) => report.cost !== null);
