import { type Chart, charts } from "../charts.ts";
import type { RunData } from "../page-data.ts";
import { colourOf } from "./colours.ts";
import { type Drawn, drawnOf, elapsedOf, gapsOf, largest, startOf, withBeginning, withGaps } from "./curves.ts";
import { element } from "./element.ts";
import { numbersTable } from "./numbers.ts";
import { Plot, plotFrame, type PlotLine } from "./plot.ts";
import { formatClock, formatElapsed, formatValue, scaleFor } from "./units.ts";

/** A machine's line that is so many times higher than the job's would flatten it. */
const FLATTENING = 8;
/** A limit is drawn where the job reached at least this share of it. */
const LIMIT_IN_SIGHT = 0.2;

/** All charts of one run, with one crosshair and one zoom. */
export function drawRun(place: HTMLElement, run: RunData, syncKey: string): Plot[] {
  const plots = charts.flatMap((chart) => drawChart(place, chart, run, syncKey) ?? []);
  shareZoom(plots);
  return plots;
}

/** What one shows, all show. */
export function shareZoom(plots: readonly Plot[]): void {
  let isShowing = false;
  for (const plot of plots) {
    plot.onZoom = (min, max) => {
      if (isShowing) return;
      isShowing = true;
      for (const other of plots) if (other !== plot && (other.range[0] !== min || other.range[1] !== max)) other.show(min, max);
      isShowing = false;
    };
  }
}

function drawChart(place: HTMLElement, chart: Chart, run: RunData, syncKey: string): Plot | null {
  const drawn = chart.series.flatMap((series) => drawnOf(series, run) ?? []);
  const own = drawn.filter(({ series }) => !series.isBackground);
  const ownMost = largest(...own.flatMap(({ line, high }) => [line, high]));
  if (drawn.length === 0 || (ownMost === 0 && isOptional(chart) && largest(...drawn.map(({ line }) => line)) === 0)) return null;

  const limitValue = chart.limit === "cpus" ? run.cpus : chart.limit === "memory" ? run.memoryMib : null;
  const isNear = limitValue !== null && (ownMost >= LIMIT_IN_SIGHT * limitValue || chart.limit === "cpus");
  const shownMost = Math.max(ownMost, isNear ? limitValue : 0);
  const isFlattening = ({ series, line, high }: Drawn): boolean => series.isBackground === true && own.length > 0 && largest(line, high) > FLATTENING * shownMost;
  const gaps = gapsOf(run);
  const broken = (values: (number | null)[]): (number | null)[] => withBeginning(withGaps(values, gaps, () => null));
  const lines = drawn.map((one): PlotLine => ({
    label: one.series.label,
    colour: one.series.colour,
    isThin: one.series.isBackground === true,
    values: broken(one.line),
    low: one.low && broken(one.low),
    high: one.high && broken(one.high),
    isHidden: isFlattening(one),
  }));
  const scale = scaleFor(chart.unit, Math.max(shownMost, ...lines.filter(({ isHidden }) => !isHidden).map(({ values, high }) => largest(values, high))));
  const limit = isNear ? { value: limitValue, label: `limit ${formatValue(limitValue, chart.unit)}` } : null;
  const ends = withGaps(elapsedOf(run), gaps, (before) => before + 1e-3);
  const elapsed = ends.length === 1 ? [0, Math.max(ends[0]!, 1e-3)] : ends;
  const first = lines[0]!;
  const peak = (chart.id === "memory" || chart.id === "vram") && own.length > 0 ? peakOf(elapsed, first) : null;

  const summary = `${chart.title}: ${lines.map(({ label, values, high }) => `${label} at most ${formatValue(largest(values, high), chart.unit)}`).join(", ")}. Its numbers stand in a table below it.`;
  const { frame, legend, canvas } = plotFrame(chart.title, scale.name, summary);
  place.append(frame);
  const when = element("span", { class: "when" });
  const values: HTMLElement[] = [];
  const show = (index: number | null): void => {
    lines.forEach(({ values: points, high }, at) => {
      values[at]!.textContent = index === null ? `max ${formatValue(largest(points, high), chart.unit)}` : atPoint(points[index], high?.[index], chart.unit);
    });
    when.textContent = index === null ? "" : `${formatElapsed(elapsed[index]!, 0.01)} · ${formatClock(startOf(run) + elapsed[index]!)}`;
  };
  const plot = new Plot(canvas, { chart, scale, elapsed, lines, limit, peak, syncKey, onCrosshair: show });
  lines.forEach(({ label, colour }, at) => {
    const swatch = element("span", { class: "swatch" });
    swatch.style.background = colourOf(colour);
    values[at] = element("span");
    const button = element("button", { type: "button", "aria-pressed": String(!plot.hidden[at]) }, swatch, label, " ", values[at]);
    button.addEventListener("click", () => {
      plot.toggle(at);
      button.setAttribute("aria-pressed", String(!plot.hidden[at]));
    });
    button.dataset["colour"] = String(colour);
    legend.append(button);
  });
  if (limitValue !== null && !isNear) legend.append(element("span", { class: "when" }, `limit ${formatValue(limitValue, chart.unit)}`));
  legend.append(when);
  show(null);
  frame.append(numbersTable(chart, elapsed, lines));
  addKeys(canvas, plot);
  return plot;
}

/** A line of nothing but 0 says nothing there. */
const isOptional = ({ id }: Chart): boolean => ["gpu", "vram", "power", "pressure"].includes(id);

function atPoint(value: number | null | undefined, high: number | null | undefined, unit: Chart["unit"]): string {
  const text = formatValue(value, unit);
  const highText = formatValue(high, unit);
  return high == null || highText === text ? text : `${text}, peak ${highText}`;
}

function peakOf(elapsed: readonly number[], { values, high }: PlotLine): { at: number; value: number } | null {
  let best: { at: number; value: number } | null = null;
  elapsed.forEach((at, index) => {
    const value = high?.[index] ?? values[index];
    if (value != null && (best === null || value > best.value)) best = { at, value };
  });
  return best;
}

export function addKeys(canvas: HTMLElement, plot: Plot): void {
  const keys: Record<string, () => void> = {
    ArrowLeft: () => plot.step(-1),
    ArrowRight: () => plot.step(1),
    PageUp: () => plot.step(-20),
    PageDown: () => plot.step(20),
    "+": () => plot.zoom(0.5),
    "=": () => plot.zoom(0.5),
    "-": () => plot.zoom(2),
    "0": () => plot.showAll(),
    Escape: () => plot.showAll(),
  };
  canvas.addEventListener("keydown", (event) => {
    const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  });
}
