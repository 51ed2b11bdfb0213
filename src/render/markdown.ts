import type { GpuUse, ProgramUse, Report, Warning } from "../report/report.ts";
import { formatMemory } from "./bytes.ts";
import { formatCpuTime } from "./duration.ts";
import { accountingOf, durationOf, type Figure, figuresOf, outcomeOf, samplesOf } from "./figures.ts";
import { gpuCells } from "./hardware.ts";
import { sentences, title } from "./text.ts";
import { cut, visible } from "./visible.ts";

const MIB = 2 ** 20;

/** The summary for a pull request or $GITHUB_STEP_SUMMARY. Nothing of a command or a name is taken for Markdown or HTML. */
export function renderMarkdown(report: Report): string {
  const words = accountingOf(report);
  const blocks = [
    `### ${codeSpan(cut(title(report), 100))}`,
    `${durationOf(report)} · **${outcomeOf(report)}** · ${samplesOf(report)}${tags(report)}`,
    table(["", "mean", "peak", ""], figuresOf(report).flatMap(figureRows)),
    ...(words.length === 0 ? [] : [escapeMarkdown(`${words.join(", ")}.`)]),
    ...(report.programs.length === 0 ? [] : [table(["program", "processes", "CPU", "peak memory"], report.programs.slice(0, 5).map(programRow))]),
    ...(report.gpus.length < 2 ? [] : [table(["GPU", "busy", "memory", "power", ""], report.gpus.map(gpuRow))]),
    ...report.warnings.map(warning),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function tags({ tags: all }: Report): string {
  return Object.entries(all).map(([key, value]) => ` · ${codeSpan(visible(`${key}=${value}`))}`).join("");
}

function figureRows({ label, mean, peak, unit, notes, second }: Figure): string[][] {
  const words = (of: string) => escapeMarkdown([of, ...notes].filter(Boolean).join("; "));
  if (second === undefined) return [[label, mean, peak, words(unit)]];
  const scale = /^\S+\/s/.exec(unit)?.[0] ?? "";
  return [
    [label, mean, peak, words(unit)],
    [label, second.mean, second.peak, words(`${scale} ${second.unit}`.trim())],
  ];
}

function programRow({ name, count, cpu_seconds, memory_peak_mib }: ProgramUse): string[] {
  return [tableCode(cut(visible(name), 60)), String(count), formatCpuTime(cpu_seconds), memory_peak_mib === null ? "n/a" : formatMemory(memory_peak_mib * MIB)];
}

function gpuRow(gpu: GpuUse): string[] {
  const [busy = "", ...rest] = gpuCells(gpu);
  return [String(gpu.index), busy.replace(" busy", ""), ...rest].map(escapeMarkdown);
}

function warning({ message, hint }: Warning): string {
  return `> [!WARNING]\n> ${escapeMarkdown(visible(sentences(message, hint)))}`;
}

/** First column left, the numbers right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rules = head.map((cell, index) => (index > 0 && cell !== "" ? "---:" : "---"));
  return [line(head), `|${rules.join("|")}|`, ...rows.map(line)].join("\n");
}

/** Code that may hold backticks: the fence is longer than any run of them. */
export function codeSpan(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return longest === 0 && text.trim() !== "" ? `\`${text}\`` : `${fence} ${text} ${fence}`;
}

/** In a table a | ends the cell even inside code, and \| there is a |. */
export const tableCode = (text: string): string => codeSpan(text).replaceAll("|", "\\|");

export function escapeMarkdown(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replace(/[\\`*_{}[\]#|~@]/g, "\\$&");
}
