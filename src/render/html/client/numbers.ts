import type { Chart } from "../charts.ts";
import { element } from "./element.ts";
import { largest } from "./curves.ts";
import type { PlotLine } from "./plot.ts";
import { formatElapsed, formatValue } from "./units.ts";

/** Lines that somebody reads, or has read out. */
const MOST_ROWS = 60;

/** The numbers behind a chart, in a table that opens when asked: of so many stretches of time the mean and the highest. */
export function numbersTable({ title, unit }: Chart, elapsed: readonly number[], lines: readonly PlotLine[]): HTMLElement {
  const details = element("details", { class: "numbers" }, element("summary", {}, "Numbers"));
  details.addEventListener("toggle", () => {
    if (details.childElementCount === 1) details.append(element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": `${title}, numbers` }, tableOf(elapsed, lines, unit)));
  });
  return details;
}

function tableOf(elapsed: readonly number[], lines: readonly PlotLine[], unit: Chart["unit"]): HTMLTableElement {
  const head = element("tr", {}, element("th", { scope: "col" }, "until"), ...lines.flatMap(({ label }) => [`${label}, mean`, `${label}, max`].map((text) => element("th", { scope: "col", class: "number" }, text))));
  const perRow = Math.max(1, Math.ceil(elapsed.length / MOST_ROWS));
  const rows: HTMLElement[] = [];
  for (let from = 0; from < elapsed.length; from += perRow) {
    const to = Math.min(elapsed.length, from + perRow);
    const cells = lines.flatMap(({ values, high }) => {
      const known = values.slice(from, to).filter((value) => value !== null);
      const mean = known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
      const most = known.length === 0 ? null : largest(values.slice(from, to), high?.slice(from, to) ?? null);
      return [mean, most].map((value) => element("td", { class: "number" }, formatValue(value, unit)));
    });
    rows.push(element("tr", {}, element("th", { scope: "row" }, formatElapsed(elapsed[to - 1]!, 0.1)), ...cells));
  }
  return element("table", {}, element("thead", {}, head), element("tbody", {}, ...rows));
}
