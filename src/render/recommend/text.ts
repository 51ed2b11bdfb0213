import type { Report } from "../../report/report.ts";
import { durationOf, outcomeOf, samplesOf } from "../figures.ts";
import { type Paint, painter } from "../paint.ts";
import { sentences, title } from "../text.ts";
import { cut, displayWidth, pad, visible, wrap } from "../visible.ts";
import { costWords } from "./cost-words.ts";
import { formatNeed } from "./need.ts";
import type { RecommendationOptions } from "./options.ts";
import { serverTable } from "./server-table.ts";

const LABEL_WIDTH = 14;
const FINDING_WIDTH = 9;

/** What the job needs and why, the servers it would run on, and what it could save. */
export function renderRecommendation(report: Report, { colour = false, width = 80, runs = 1, notes = [] }: RecommendationOptions = {}): string {
  const paint = painter(colour);
  const { recommended_resources: need, findings, warnings } = report;
  const bullets = (lines: readonly string[]): string[] => lines.flatMap((line) => hanging("", visible(line), width));
  const cost = costWords(report);
  const blocks = [
    [headline(report, runs, paint, width)],
    need === null ? [] : [...hanging("It would fit", formatNeed(need), width).map(need.memory_is_at_least ? paint.warn : paint.strong), ...bullets(need.reasons)],
    serverLines(report, paint, width),
    cost === null ? [] : hanging("It cost", cost, width),
    bullets(notes),
    findings.flatMap(({ message, hint }) => [...hanging("Finding:", visible(sentences(message, null)), width, FINDING_WIDTH), ...(hint === null ? [] : hanging("", `→ ${visible(hint)}`, width, FINDING_WIDTH))]),
    warnings.flatMap(({ message, hint }) => hanging("Warning:", visible(sentences(message, hint)), width, FINDING_WIDTH).map((line) => line.replace("Warning:", paint.warn("Warning:")))),
  ];
  return `${blocks.filter((lines) => lines.length > 0).map((lines) => lines.map((line) => line.trimEnd()).join("\n")).join("\n\n")}\n`;
}

function headline(report: Report, runs: number, paint: Paint, width: number): string {
  const rest = runs > 1 ? `${runs} runs, of which the first took ${durationOf(report)}` : `${durationOf(report)}   ${outcomeOf(report)}   ${samplesOf(report)}`;
  return `  ${paint.strong(cut(title(report), Math.max(20, width - 5 - displayWidth(rest))))}   ${rest}`;
}

function serverLines({ recommended_servers: servers }: Report, paint: Paint, width: number): string[] {
  if (servers === null || servers.length === 0) return [];
  const { head, servers: [best = [], ...others], below } = serverTable(servers, width);
  return [paint.dim(head), ...best.map((line) => paint.strong(line.trimEnd())), ...others.flat(), ...below.map(paint.dim)];
}

/** A label, and behind it text whose later lines stand below its first. */
function hanging(label: string, text: string, width: number, labelWidth = LABEL_WIDTH): string[] {
  const room = width - labelWidth - 2;
  return wrap(text, room).map((line, index) => `  ${pad(index === 0 ? label : "", labelWidth)}${cut(line, room)}`);
}
