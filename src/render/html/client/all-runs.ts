import { type Chart, charts, type Series } from "../charts.ts";
import type { PageData } from "../page-data.ts";
import { colourOf, dashOf } from "./colours.ts";
import { drawnOf, elapsedOf, largest, startOf, withBeginning } from "./curves.ts";
import { element } from "./element.ts";
import { Plot, plotFrame, type PlotLine } from "./plot.ts";
import { addKeys, shareZoom } from "./run-charts.ts";
import { formatElapsed, formatValue, scaleFor } from "./units.ts";

/** More values than this at the crosshair nobody reads. */
const MOST_VALUES = 6;

/** Of what several runs are laid over each other: what the job did, a chart for each, a line for each run. */
export class AllRuns {
  readonly #place: HTMLElement;
  readonly #data: PageData;
  readonly #hidden: boolean[];
  #isByClock = false;
  plots: Plot[] = [];

  constructor(section: HTMLElement, data: PageData) {
    this.#place = section.querySelector<HTMLElement>(".plots")!;
    this.#data = data;
    this.#hidden = data.runs.map(() => false);
    for (const input of section.querySelectorAll<HTMLInputElement>('input[name="aligned"]')) {
      input.addEventListener("change", () => {
        this.#isByClock = input.value === "clock";
        this.draw();
      });
    }
    this.#addLegend(section.querySelector<HTMLElement>(".run-legend")!);
  }

  draw(): void {
    this.#place.replaceChildren();
    this.plots = charts.flatMap((chart) => chart.series.filter(({ isBackground, column }) => !isBackground || column === "system_gpu_usage").flatMap((series) => this.#drawSeries(chart, series) ?? []));
    shareZoom(this.plots);
  }

  #addLegend(legend: HTMLElement): void {
    this.#data.runs.forEach(({ label }, index) => {
      const swatch = element("span", { class: "swatch" });
      swatch.style.background = colourOf(index);
      const button = element("button", { type: "button", "aria-pressed": "true" }, swatch, label);
      button.dataset["colour"] = String(index);
      button.addEventListener("click", () => {
        this.#hidden[index] = !this.#hidden[index];
        button.setAttribute("aria-pressed", String(!this.#hidden[index]));
        this.draw();
      });
      legend.append(button);
    });
  }

  #drawSeries(chart: Chart, series: Series): Plot | null {
    const { runs } = this.#data;
    const first = Math.min(...runs.filter(({ timestamps }) => timestamps.length > 0).map(startOf));
    const curves = runs.flatMap((run, index) => {
      const drawn = this.#hidden[index] ? null : drawnOf(series, run);
      if (drawn === null) return [];
      const offset = this.#isByClock ? startOf(run) - first : 0;
      const ends = elapsedOf(run).map((at) => at + offset);
      const at = ends.length === 1 ? [offset, Math.max(ends[0]!, offset + 1e-3)] : ends;
      // What a run reached counts here, not what it had on average in between.
      return [{ index, label: run.label, at, values: withBeginning(drawn.high ?? drawn.line) }];
    });
    const most = largest(...curves.map(({ values }) => values));
    if (curves.length === 0 || most === 0) return null;
    const scale = scaleFor(chart.unit, most);
    const { elapsed, columns } = join(curves);
    const lines = curves.map(({ index, label }, at): PlotLine => ({ label, colour: index, dash: dashOf(index) ?? [], isThin: runs.length > 8, values: columns[at]!, low: null, high: null }));
    const title = chart.series.length > 1 && series.label !== "job" ? `${chart.title}: ${series.label}` : chart.title;
    const { frame, legend, canvas } = plotFrame(title, scale.name, `${title} of ${lines.length} runs, at most ${formatValue(most, chart.unit)}`);
    this.#place.append(frame);
    const readout = element("span", { class: "when" });
    legend.append(readout);
    const show = (index: number | null): void => {
      if (index === null) {
        readout.textContent = `max ${formatValue(most, chart.unit)}`;
        return;
      }
      const values = lines.flatMap(({ label, values }) => (values[index] == null ? [] : [{ label, value: values[index] }])).sort((a, b) => b.value - a.value);
      const shown = values.slice(0, MOST_VALUES).map(({ label, value }) => `${label} ${formatValue(value, chart.unit)}`);
      readout.textContent = `${formatElapsed(elapsed[index]!, 0.1)}: ${shown.join(", ")}${values.length > shown.length ? `, ${values.length - shown.length} below` : ""}`;
    };
    const plot = new Plot(canvas, { chart, scale, elapsed, lines, limit: null, peak: null, syncKey: "all", onCrosshair: show });
    addKeys(canvas, plot);
    show(null);
    return plot;
  }
}

/** Curves with times of their own, on the times of all of them; between a curve's own points it runs straight. */
function join(curves: readonly { at: number[]; values: (number | null)[] }[]): { elapsed: number[]; columns: (number | null)[][] } {
  const elapsed = [...new Set(curves.flatMap(({ at }) => at))].sort((a, b) => a - b);
  const columns = curves.map(({ at, values }) => {
    let next = 0;
    return elapsed.map((time) => {
      while (next < at.length && at[next]! < time) next++;
      if (next === at.length) return null;
      if (at[next] === time) return values[next]!;
      const [before, after] = [values[next - 1], values[next]];
      if (next === 0 || before == null || after == null) return null;
      return before + ((after - before) * (time - at[next - 1]!)) / (at[next]! - at[next - 1]!);
    });
  });
  return { elapsed, columns };
}
