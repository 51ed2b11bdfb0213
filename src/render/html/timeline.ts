import { durationOf } from "../figures.ts";
import { html, type Markup } from "./markup.ts";
import type { PageRun } from "./page-data-of.ts";
import { dateTime } from "./times.ts";

const WIDTH = 1000;
const ROW = 22;
/** A run of a moment is still to be seen. */
const NARROWEST = 3;

/** When each run ran, one bar each; null where that is not known of two. */
export function timeline(runs: readonly (PageRun & { label: string })[]): Markup | null {
  const bars = runs.flatMap(({ report, label }, index) => {
    const start = report.start === null ? NaN : Date.parse(report.start) / 1000;
    return Number.isNaN(start) ? [] : [{ label, index, start, seconds: report.duration_seconds ?? 0, report }];
  });
  if (bars.length < 2) return null;
  const from = Math.min(...bars.map(({ start }) => start));
  const to = Math.max(...bars.map(({ start, seconds }) => start + seconds));
  const x = (at: number): number => (to > from ? ((at - from) / (to - from)) * WIDTH : 0);
  const instant = (seconds: number): string => new Date(seconds * 1000).toISOString();
  return html`<section class="timeline"><h2>When each ran</h2><div class="timeline-rows">${bars.map(
    ({ label, index, start, seconds, report }) => html`<a href="#run-${index}" data-show="${index}"><span class="timeline-label">${label}</span><svg viewBox="0 0 ${WIDTH} ${ROW}" preserveAspectRatio="none" role="img" aria-label="${label}: ${durationOf(report)}"><rect class="bar c${index % 8}" x="${Math.min(WIDTH - NARROWEST, x(start)).toFixed(2)}" y="3" width="${Math.max(NARROWEST, x(start + seconds) - x(start)).toFixed(2)}" height="${ROW - 6}" rx="2"/></svg><span class="timeline-duration">${durationOf(report)}</span></a>`,
  )}</div><p class="hint timeline-ends">${dateTime(instant(from))} <span>to</span> ${dateTime(instant(to))}</p></section>`;
}
