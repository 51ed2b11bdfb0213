import type { Report } from "../../report/report.ts";
import { formatBytes, formatMemory } from "../bytes.ts";
import { formatDuration } from "../duration.ts";
import { type Figure, figuresOf } from "../figures.ts";
import { formatUsd } from "../recommend/money.ts";
import { html, type Markup } from "./markup.ts";

interface Tile {
  label: string;
  value: string;
  /** What the value is of, in small letters behind it. */
  unit?: string;
  detail: string;
  /** Share of all there is that was used at most; null where there is no such thing. */
  share: number | null;
}

/** The figures of a run at a glance. What is not known has no tile. */
export function tiles(report: Report): Markup {
  return html`<section class="tiles" aria-label="At a glance">${tilesOf(report).map(tile)}</section>`;
}

function tile({ label, value, unit, detail, share }: Tile): Markup {
  return html`<div class="tile"><h3>${label}</h3><p class="value">${value}${unit !== undefined && html` <small>${unit}</small>`}</p><p class="detail">${detail}</p>${
    share !== null && html`<meter min="0" max="1" low="0.8" high="0.95" optimum="0" value="${Math.min(1, share).toFixed(3)}">${Math.round(share * 100)} %</meter>`
  }</div>`;
}

export function tilesOf(report: Report): Tile[] {
  const { duration_seconds, peaks, limits, totals, cost, samples } = report;
  const figures = new Map(figuresOf(report).map((figure) => [figure.label, figure]));
  const share = (peak: number | null, limit: number | null): number | null => (peak === null || limit === null || limit <= 0 ? null : peak / limit);
  const cpu = figures.get("CPU");
  const gpu = figures.get("GPU");
  return [
    ...(duration_seconds === null ? [] : [{ label: "Duration", value: formatDuration(duration_seconds), detail: samples === 1 ? "1 sample" : `${samples} samples`, share: null }]),
    ...(cpu === undefined || peaks.cpu_cores === null ? [] : [{ label: "CPU", value: cpu.mean, unit: "cores", detail: `peak ${cpu.peak} ${cpu.unit}`, share: share(peaks.cpu_cores, limits.cpus) }]),
    ...(peaks.memory_mib === null
      ? []
      : [
          {
            label: "Memory peak",
            value: inMemory(peaks.memory_mib),
            detail: [limits.memory_mib === null ? "" : `of ${inMemory(limits.memory_mib)}`, report.memory_kind?.toUpperCase() ?? ""].filter(Boolean).join(", "),
            share: share(peaks.memory_mib, limits.memory_mib),
          },
        ]),
    ...twoWays("Disk", totals.read_bytes, "read", totals.write_bytes, "written"),
    ...twoWays("Network", totals.net_recv_bytes, "received", totals.net_sent_bytes, "sent"),
    ...(gpu === undefined ? [] : [gpuTile(gpu)]),
    ...(cost === null ? [] : [{ label: "Cost", value: formatUsd(cost.usd), detail: `${cost.server}, ${formatUsd(cost.usd_per_hour)}/h`, share: null }]),
  ];
}

function gpuTile({ mean, peak, notes }: Figure): Tile {
  return { label: "GPUs busy", value: mean, detail: [`peak ${peak}`, ...notes].join(", "), share: null };
}

function twoWays(label: string, first: number | null, firstVerb: string, second: number | null, secondVerb: string): Tile[] {
  if (first === null && second === null) return [];
  const ways = [
    { bytes: first, verb: firstVerb },
    { bytes: second, verb: secondVerb },
  ].flatMap(({ bytes, verb }) => (bytes === null ? [] : [{ bytes, verb }]));
  // The larger one in large letters.
  const [large, small] = ways.sort((a, b) => b.bytes - a.bytes);
  return [{ label, value: formatBytes(large!.bytes), unit: large!.verb, detail: small === undefined ? "" : `${formatBytes(small.bytes)} ${small.verb}`, share: null }];
}

const inMemory = (mib: number): string => formatMemory(mib * 2 ** 20);
