import uPlot from "uplot";
import type { Chart } from "../charts.ts";
import { colourOf, token } from "./colours.ts";
import { element } from "./element.ts";
import { formatElapsed, formatOnScale, formatValue, type Scale, timeSteps, valueSteps } from "./units.ts";

/** A line of a plot, and the band that belongs to it. */
export interface PlotLine {
  label: string;
  colour: number;
  dash?: number[];
  isThin?: boolean;
  values: (number | null)[];
  low: (number | null)[] | null;
  high: (number | null)[] | null;
  /** Not drawn until asked for. */
  isHidden?: boolean;
}

export interface PlotInput {
  chart: Chart;
  scale: Scale;
  elapsed: number[];
  lines: PlotLine[];
  /** A line across; null: none, or so far up that it would flatten the rest. */
  limit: { value: number; label: string } | null;
  /** The highest point, to be marked. */
  peak: { at: number; value: number } | null;
  /** Plots of the same key share their crosshair and zoom. */
  syncKey: string;
  onCrosshair: (index: number | null) => void;
}

const HEIGHT = 200;
/** So little is not to look like much. */
const leastHeights: Partial<Record<Chart["unit"], number>> = { percent: 10, count: 1 };

/** One chart. It is drawn anew when the colours change. */
export class Plot {
  readonly input: PlotInput;
  readonly #place: HTMLElement;
  #uplot: uPlot;
  readonly hidden: boolean[];

  constructor(place: HTMLElement, input: PlotInput) {
    this.#place = place;
    this.input = input;
    this.hidden = input.lines.map(({ isHidden }) => isHidden === true);
    this.#uplot = this.#draw();
  }

  /** In the colours of now. */
  redraw(): void {
    const { min, max } = this.#uplot.scales["x"]!;
    this.#uplot.destroy();
    this.#uplot = this.#draw();
    if (min !== undefined && max !== undefined) this.#uplot.setScale("x", { min, max });
  }

  resize(): void {
    const width = this.#place.clientWidth;
    if (width > 0 && width !== this.#uplot.width) this.#uplot.setSize({ width, height: HEIGHT });
  }

  toggle(line: number): void {
    this.hidden[line] = !this.hidden[line];
    this.redraw();
  }

  /** Moves the crosshair by so many points of those that are shown. */
  step(by: number): void {
    const u = this.#uplot;
    const index = Math.max(0, Math.min(this.input.elapsed.length - 1, (u.cursor.idx ?? -1) + by));
    const setCursor = u.setCursor as (at: { left: number; top: number }, fire: boolean, publish: boolean) => void;
    setCursor({ left: u.valToPos(this.input.elapsed[index]!, "x"), top: 10 }, true, true);
  }

  /** By a factor around the middle, or around the crosshair. */
  zoom(factor: number): void {
    const { min = 0, max = 0 } = this.#uplot.scales["x"]!;
    const middle = this.#uplot.cursor.idx == null ? (min + max) / 2 : this.input.elapsed[this.#uplot.cursor.idx]!;
    const half = ((max - min) * factor) / 2;
    this.show(middle - half, middle + half);
  }

  show(min: number, max: number): void {
    this.#uplot.setScale("x", { min, max });
  }

  showAll(): void {
    const { elapsed } = this.input;
    this.show(elapsed[0]!, elapsed.at(-1)!);
  }

  get range(): [number, number] {
    const { min = 0, max = 0 } = this.#uplot.scales["x"]!;
    return [min, max];
  }

  onZoom: ((min: number, max: number) => void) | null = null;

  #draw(): uPlot {
    const { chart, elapsed, lines, limit, scale, syncKey, onCrosshair } = this.input;
    const data: (number | null)[][] = [elapsed];
    const series: uPlot.Series[] = [{}];
    const bands: uPlot.Band[] = [];
    const many = elapsed.length > 1;
    // What is less important lies below.
    const order = lines.map((_, index) => index).sort((a, b) => Number(lines[b]!.isThin ?? false) - Number(lines[a]!.isThin ?? false));
    for (const index of order) {
      const line = lines[index]!;
      const colour = colourOf(line.colour);
      const show = !this.hidden[index]!;
      if (line.low !== null && line.high !== null) {
        const at = data.length;
        data.push(line.high, line.low);
        const edge: uPlot.Series = { show, stroke: withAlpha(colour, 0.55), width: 0.7, points: { show: false } };
        series.push(edge, { ...edge, stroke: withAlpha(colour, 0) });
        bands.push({ series: [at, at + 1], fill: withAlpha(colour, 0.22) });
      }
      data.push(line.values);
      series.push({ show, stroke: colour, width: line.isThin ? 1 : 1.8, ...(line.dash && { dash: line.dash }), points: { show: !many || (line.values.length < 40 && !line.isThin), size: 5, fill: colour } });
    }
    const text = token("--dim");
    const grid = { stroke: token("--line"), width: 1 };
    const font = "12px system-ui, sans-serif";
    return new uPlot(
      {
        width: Math.max(200, this.#place.clientWidth),
        height: HEIGHT,
        padding: [10, 30, 0, 0],
        legend: { show: false },
        cursor: { sync: { key: syncKey, setSeries: false }, drag: { x: true, y: false, dist: 4 }, points: { size: 7 } },
        scales: {
          x: { time: false, range: (_, min, max) => [min <= elapsed[0]! ? 0 : min, Math.max(max, min + 1e-3)] },
          y: { range: (_, __, max) => [0, (Math.max(limit?.value ?? 0, max ?? 0, leastHeights[chart.unit] ?? 0) || scale.divisor) * 1.06] },
        },
        axes: [
          { stroke: text, grid, ticks: grid, font, size: 30, incrs: timeSteps, values: (_, splits, __, ___, step) => splits.map((value) => formatElapsed(value, step)), space: 70 },
          { stroke: text, grid, ticks: grid, font, size: 52, incrs: valueSteps.map((step) => step * scale.divisor), values: (_, splits) => splits.map((value) => formatOnScale(value, scale)), space: 34 },
        ],
        series,
        bands,
        hooks: {
          setCursor: [(u) => onCrosshair(u.cursor.idx ?? null)],
          setScale: [
            (u, key) => {
              const { min, max } = u.scales[key]!;
              if (key === "x" && min != null && max != null) this.onZoom?.(min, max);
            },
          ],
          draw: [(u) => this.#annotate(u)],
        },
      },
      data as uPlot.AlignedData,
      this.#place,
    );
  }

  /** The limit, and where the peak was. */
  #annotate(u: uPlot): void {
    const { limit, peak, chart } = this.input;
    const { ctx, bbox } = u;
    const ratio = devicePixelRatio;
    ctx.save();
    ctx.font = `${12 * ratio}px system-ui, sans-serif`;
    if (limit !== null) {
      const y = u.valToPos(limit.value, "y", true);
      ctx.strokeStyle = ctx.fillStyle = token("--bad");
      ctx.lineWidth = ratio;
      ctx.setLineDash([6 * ratio, 4 * ratio]);
      ctx.beginPath();
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(bbox.left + bbox.width, y);
      ctx.stroke();
      ctx.textAlign = "left";
      ctx.textBaseline = "top";
      ctx.fillText(limit.label, bbox.left + 6 * ratio, y + 3 * ratio);
    }
    const [min, max] = this.range;
    if (peak !== null && peak.at >= min && peak.at <= max) {
      const x = u.valToPos(peak.at, "x", true);
      const y = u.valToPos(peak.value, "y", true);
      ctx.setLineDash([]);
      ctx.strokeStyle = ctx.fillStyle = token("--text");
      ctx.lineWidth = 1.5 * ratio;
      ctx.beginPath();
      ctx.arc(x, y, 4 * ratio, 0, 2 * Math.PI);
      ctx.stroke();
      const isRight = x > bbox.left + bbox.width * 0.7;
      ctx.textAlign = isRight ? "right" : "left";
      const above = y - bbox.top > 22 * ratio;
      ctx.textBaseline = above ? "bottom" : "top";
      ctx.fillText(`peak ${formatValue(peak.value, chart.unit)}`, x + (isRight ? -8 : 8) * ratio, y + (above ? -3 : 5) * ratio);
    }
    ctx.restore();
  }
}

/** "#0072b2" with a share of it let through. */
function withAlpha(colour: string, alpha: number): string {
  return /^#[0-9a-f]{6}$/i.test(colour) ? `${colour}${Math.round(alpha * 255).toString(16).padStart(2, "0")}` : colour;
}

/** Title, legend with the values at the crosshair, the drawing, and the numbers behind it. */
export function plotFrame(title: string, unit: string, label: string): { frame: HTMLElement; legend: HTMLElement; canvas: HTMLElement } {
  const legend = element("div", { class: "plot-legend" });
  const canvas = element("div", { class: "canvas", tabindex: "0", role: "img", "aria-label": label });
  const frame = element("div", { class: "plot" }, element("h3", {}, title, ...(unit === "" ? [] : [element("span", { class: "unit" }, ` ${unit}`)])), legend, canvas);
  return { frame, legend, canvas };
}
