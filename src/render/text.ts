import type { ProgramUse, Report, Warning } from "../report/report.ts";
import { formatIn, formatMemory, memoryUnit, type Unit } from "./bytes.ts";
import { formatCommand } from "./command-line.ts";
import { accountingOf, durationOf, type Figure, figuresOf, outcomeOf, samplesOf } from "./figures.ts";
import { type Paint, painter } from "./paint.ts";
import { cut, displayWidth, pad, visible, wrap } from "./visible.ts";

export interface TextOptions {
  /** Only for a terminal that understands it; whoever prints knows. */
  colour?: boolean;
  width?: number;
}

const MIB = 2 ** 20;
/** Where numbers end and words begin. */
const LABEL_WIDTH = 14;
const UNIT_WIDTH = 15;
const NOTE_COLUMN = 2 + LABEL_WIDTH + 6 + 9 + 2 + UNIT_WIDTH;
const WORDS_COLUMN = 18;

/** The summary as `run` and `stats` print it: a blank line between its blocks, a line end at its end. */
export function renderText(report: Report, { colour = false, width = 80 }: TextOptions = {}): string {
  const paint = painter(colour);
  const figures = figuresOf(report);
  const blocks = [
    [headline(report, paint, width)],
    [paint.dim(`${" ".repeat(2 + LABEL_WIDTH)}${"mean".padStart(6)}${"peak".padStart(9)}`), ...figures.map((figure) => figureLine(figure, figures, paint, width)), ...accounting(report, width)],
    programs(report, width),
    report.warnings.flatMap((warning) => warningLines(warning, paint, width)),
  ];
  return `${blocks.filter((lines) => lines.length > 0).map((lines) => lines.map((line) => line.trimEnd()).join("\n")).join("\n\n")}\n`;
}

function headline(report: Report, paint: Paint, width: number): string {
  const rest = [durationOf(report), outcomeOf(report), samplesOf(report)];
  const room = width - 2 - rest.reduce((sum, part) => sum + 3 + part.length, 0);
  const outcome = report.exit_code === 0 && report.signal === null && !report.timed_out ? paint.good(rest[1]!) : report.exit_code === null && report.signal === null && !report.timed_out ? rest[1]! : paint.bad(rest[1]!);
  return `  ${paint.strong(cut(title(report), Math.max(20, room)))}   ${rest[0]}   ${outcome}   ${rest[2]}`;
}

/** The command, and before it the name when that says something else. */
export function title({ name, command }: Report): string {
  const line = visible(formatCommand(command));
  const program = command[0]?.split(/[\\/]/).at(-1);
  if (line === "") return visible(name);
  return name === program || name === "" ? line : `${visible(name)}: ${line}`;
}

function figureLine(figure: Figure, all: readonly Figure[], paint: Paint, width: number): string {
  const peak = figure.peak.padStart(9);
  const numbers = `  ${figure.label.padEnd(LABEL_WIDTH)}${figure.mean.padStart(6)}${figure.nearLimit ? paint.bad(peak) : peak}`;
  const unit = figure.unit.length > UNIT_WIDTH - 2 ? `${figure.unit}  ` : figure.unit.padEnd(UNIT_WIDTH);
  const line = `${numbers}  ${unit}`;
  if (figure.second === undefined) return line + cut(figure.notes.join(", "), width - Math.max(NOTE_COLUMN, 33 + unit.length));
  const { mean, peak: secondPeak, unit: verb } = figure.second;
  // Right-aligned over all lines that have two directions.
  const pairs = all.flatMap(({ second }) => second ?? []);
  const meanWidth = Math.max(...pairs.map((pair) => pair.mean.length));
  const peakWidth = Math.max(7, 2 + Math.max(...pairs.map((pair) => pair.peak.length)));
  const noted = figure.notes.length > 0 ? `${verb} (${figure.notes.join(", ")})` : verb;
  const room = width - NOTE_COLUMN - meanWidth - peakWidth - 2;
  return `${line}${mean.padStart(meanWidth)}${secondPeak.padStart(peakWidth)}  ${noted.length <= room ? noted : noted.replace("whole ", "")}`;
}

function accounting(report: Report, width: number): string[] {
  const words = accountingOf(report);
  return words.length === 0 ? [] : labelled("Accounting", wrap(words.join(", "), width - WORDS_COLUMN));
}

/** The programs that used most of the CPU, as many as fit. */
function programs({ programs: all, totals }: Report, width: number): string[] {
  const total = totals.cpu_user_seconds !== null && totals.cpu_system_seconds !== null ? totals.cpu_user_seconds + totals.cpu_system_seconds : all.reduce((sum, program) => sum + program.cpu_seconds, 0);
  const unit = memoryUnit(...all.slice(0, 3).map(({ memory_peak_mib }) => (memory_peak_mib ?? 0) * MIB));
  let line = "";
  for (const program of all.slice(0, 3)) {
    const share = total > 0 ? (100 * program.cpu_seconds) / total : null;
    if (line !== "" && (share ?? 0) < 0.5) break;
    const entry = programEntry(program, share, line === "", unit);
    if (displayWidth(line) + displayWidth(entry) + 4 > width - WORDS_COLUMN && line !== "") break;
    line += line === "" ? entry : `    ${entry}`;
  }
  return line === "" ? [] : labelled("Most of it", [line]);
}

function programEntry({ name, memory_peak_mib }: ProgramUse, share: number | null, first: boolean, unit: Unit): string {
  return [
    cut(visible(name), first ? 30 : 16),
    ...(share === null ? [] : [`${Math.min(100, share).toFixed(0)} %${first ? " of CPU" : ""}`]),
    ...(memory_peak_mib === null ? [] : [memoryIn(unit, memory_peak_mib * MIB)]),
  ].join("  ");
}

/** In the unit of the line, unless nothing would be left of it. */
function memoryIn(unit: Unit, bytes: number): string {
  return bytes < 0.05 * unit.bytes ? formatMemory(bytes) : `${formatIn(unit, bytes)} ${unit.name}`;
}

function warningLines({ message, hint }: Warning, paint: Paint, width: number): string[] {
  const [first = "", ...rest] = wrap(visible(sentences(message, hint)), width - 11);
  return [`  ${paint.warn("Warning:")} ${first}`, ...rest.map((line) => `           ${line}`)];
}

/** A message and what to do about it, each with its full stop. */
export function sentences(message: string, hint: string | null): string {
  const stopped = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);
  return hint === null ? stopped(message) : `${stopped(message)} ${stopped(/^restrack\b/.test(hint) ? hint : hint.charAt(0).toUpperCase() + hint.slice(1))}`;
}

function labelled(label: string, lines: readonly string[]): string[] {
  return lines.map((line, index) => `  ${pad(index === 0 ? label : "", WORDS_COLUMN - 2)}${line}`);
}
