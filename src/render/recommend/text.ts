import type { RecommendedServer } from "../../recommend/servers.ts";
import type { Report } from "../../report/report.ts";
import { formatDuration } from "../duration.ts";
import { durationOf, outcomeOf, samplesOf } from "../figures.ts";
import { painter } from "../paint.ts";
import { sentences, title } from "../text.ts";
import { cut, displayWidth, pad, visible, wrap } from "../visible.ts";
import { formatUsd, runsPerPrice } from "./money.ts";
import { formatMib, formatNeed, marksOf } from "./need.ts";

export interface RecommendationOptions {
  colour?: boolean;
  width?: number;
  /** How many runs it rests on. */
  runs?: number;
  /** What else to say of how servers and prices were chosen, a sentence each. */
  notes?: readonly string[];
}

/** What the job needs and why, the servers it would run on, and what it could save. */
export function renderRecommendation(report: Report, { colour = false, width = 80, runs = 1, notes = [] }: RecommendationOptions = {}): string {
  const paint = painter(colour);
  const { recommended_resources: need, recommended_servers: servers, cost, findings } = report;
  const rest = runs > 1 ? `${runs} runs, of which the first took ${durationOf(report)}` : `${durationOf(report)}   ${outcomeOf(report)}   ${samplesOf(report)}`;
  const bullets = (lines: readonly string[]): string[] => lines.flatMap((line) => hanging("", visible(line), width));
  const blocks = [
    [`  ${paint.strong(cut(title(report), Math.max(20, width - 5 - rest.length)))}   ${rest}`],
    need === null ? [] : [...hanging("It would fit", paint.strong(formatNeed(need)), width), ...bullets(need.reasons)],
    servers === null || servers.length === 0 ? [] : serverTable(servers, width).map((line, index) => (index === 0 ? paint.dim(line) : index === 1 ? paint.strong(line) : line)),
    cost === null ? [] : costLines(report, width),
    bullets(notes),
    findings.flatMap((finding) => findingLines(finding, width)),
    report.warnings.flatMap(({ message, hint }) => hanging(paint.warn("Warning:"), visible(sentences(message, hint)), width, 9)),
  ];
  return `${blocks.filter((lines) => lines.length > 0).map((lines) => lines.map((line) => line.trimEnd()).join("\n")).join("\n\n")}\n`;
}

function costLines({ cost, recommended_servers: servers }: Report, width: number): string[] {
  if (cost === null) return [];
  const here = `${formatUsd(cost.usd)} for this run on ${visible(cost.server)} (${formatUsd(cost.usd_per_hour)}/h)`;
  const saved = cost.saving_usd > 0 ? `; elsewhere ${formatUsd(cost.saving_usd)} less (${cost.saving_percent.toFixed(0)} %), ${formatUsd(cost.saving_usd * 1000)} in 1,000 runs` : servers?.length ? "; nothing that keeps its time is cheaper" : "";
  return hanging("It cost", `${here}${saved}`, width);
}

function findingLines({ message, hint }: Report["findings"][number], width: number): string[] {
  return [...hanging("Finding:", visible(sentences(message, null)), width, 9), ...(hint === null ? [] : hanging("", `→ ${visible(hint)}`, width, 9))];
}

const RIGHT = new Set([2, 3, 4, 5, 6]);
const gap = (column: number): number => (column < 3 ? 1 : 2);

/** A line each, best first; marks stand at its end, and what they mean below. */
function serverTable(servers: readonly RecommendedServer[], width: number): string[] {
  const runs = runsPerPrice(servers);
  const head = ["server", "region", "vCPU", "memory", "$/hour", "time", runs === 1 ? "$/run" : "$/1000", ""];
  const rows = [head, ...servers.map((server) => cells(server, runs))];
  const widths = head.map((_, column) => Math.max(...rows.map((row) => displayWidth(row[column]!))));
  // Names are the vendors' own and may be long: they give way.
  const spare = 1 + widths.reduce((sum, size, column) => sum + size + gap(column), 0) - width;
  if (spare > 0) widths[0] = Math.max(12, widths[0]! - spare);
  const line = (row: readonly string[]): string => ` ${row.map((cell, column) => " ".repeat(gap(column)) + (RIGHT.has(column) ? cell.padStart(widths[column]!) : pad(cut(cell, widths[column]!), widths[column]!))).join("")}`;
  const below = [
    ...(runs === 1 ? [] : ["$/1000: of 1,000 such runs"]),
    ...(servers.some(({ pareto }) => pareto) ? ["* no other one is both cheaper and faster"] : []),
    ...servers.flatMap(({ gpu_model, gpu_count, name }) => (gpu_count > 0 ? [`${visible(name)}: ${gpu_count} × ${visible(gpu_model ?? "GPU")}`] : [])),
    ...servers.flatMap(({ spot_usd_per_hour, name }) => (spot_usd_per_hour === null ? [] : [`${visible(name)}: ${formatUsd(spot_usd_per_hour)}/h as spot, indicative`])),
  ];
  return [...rows.map(line).map((text) => cut(text, width)), ...new Set(below.map((text) => `  ${cut(text, width - 2)}`))];
}

function cells({ vendor, name, region, vcpus, memory_mib, usd_per_hour, seconds, usd, ...server }: RecommendedServer, runs: number): string[] {
  return [visible(`${vendor} ${name}`), visible(region), String(vcpus), formatMib(memory_mib), plainUsd(usd_per_hour), formatDuration(seconds), plainUsd(usd * runs), marksOf(server).join(" ")];
}

/** The head of the column says that it is dollars. */
const plainUsd = (usd: number): string => formatUsd(usd).slice(1);

/** A label, and behind it text whose later lines stand below its first. */
function hanging(label: string, text: string, width: number, labelWidth = 14): string[] {
  return wrap(text, width - labelWidth - 2).map((line, index) => `  ${index === 0 ? pad(label, labelWidth) : " ".repeat(labelWidth)}${line}`);
}
