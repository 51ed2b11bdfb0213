import { RestrackError } from "../errors.ts";
import { columns } from "./columns.ts";
import type { Row } from "./csv.ts";

/**
 * The columns that resource-tracker knows, too; a file that lacks one of them is another tool's, or was cut. Those of GPUs may have been
 * left out where there are none.
 */
const required = columns.slice(0, 32).filter(({ name }) => !name.includes("_gpu_"));
/** A header is far shorter; what has no line end within this is no CSV. */
const LONGEST_LINE = 2 ** 20;

/**
 * Reads a recorded run piece by piece: push() the text as it comes, in pieces of any size, then end(). Each row goes to `take`, which
 * must not keep it: the next row is written into the same place.
 */
export class CsvReader {
  /** What was wrong and could be left out. */
  readonly warnings: string[] = [];
  rows = 0;
  readonly #source: string;
  readonly #take: (row: Row) => void;
  readonly #row: Row = new Float64Array(columns.length);
  /** For each field of a line, where it goes in a row; -1: a column that we do not know. */
  #targets: number[] | null = null;
  #line = 0;
  #rest = "";
  #blankLine = 0;

  /** `source` is the file's name in messages. */
  constructor(source: string, take: (row: Row) => void) {
    this.#source = source;
    this.#take = take;
  }

  push(chunk: string): void {
    const text = this.#rest + chunk;
    let start = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
      this.#readLine(text.slice(start, end));
      start = end + 1;
    }
    this.#rest = text.slice(start);
    if (this.#rest.length > LONGEST_LINE) throw this.#cannot(`line ${this.#line + 1} does not end`, notOurs);
  }

  end(): void {
    if (this.#rest !== "") this.#readLastLine(this.#rest);
    if (this.#line === 0) throw this.#cannot("it is empty", "was the run ended before its first row?");
    if (this.rows === 0) throw this.#cannot("it has a header and no rows", "was the run ended before its first row?");
  }

  /** Without a line end: whole if whoever wrote it leaves the last one out, cut if its writer was killed or the disk was full. */
  #readLastLine(line: string): void {
    if (this.#targets === null) return this.#readLine(line);
    try {
      this.#readLine(line);
    } catch {
      this.warnings.push(`Line ${this.#line} of "${this.#source}" is cut off and was left out`);
    }
  }

  #readLine(ended: string): void {
    const line = ended.endsWith("\r") ? ended.slice(0, -1) : ended;
    this.#line++;
    if (this.#targets === null) {
      this.#targets = this.#readHeader(line.startsWith("\uFEFF") ? line.slice(1) : line);
    } else if (line === "") {
      this.#blankLine ||= this.#line;
    } else {
      if (this.#blankLine > 0) throw this.#cannot(`line ${this.#blankLine} is empty`, "remove it");
      this.#readFields(line, this.#targets);
      if (Number.isNaN(this.#row[0])) throw this.#cannot(`line ${this.#line} has no timestamp`, "remove the line");
      this.rows++;
      this.#take(this.#row);
    }
  }

  #readHeader(line: string): number[] {
    const names = splitQuoted(line)?.map((name) => name.trim());
    if (names === undefined) throw this.#cannot("a quote of line 1 is not closed", notOurs);
    const targets = names.map((name) => columns.findIndex((column) => column.name === name));
    const has = (name: string) => names.includes(name);
    const missing = required.filter(({ name }) => !has(name));
    if (missing.length > required.length / 2) throw this.#cannot("line 1 is not the header of a recorded run", foreignHint(line, has));
    if (missing.length > 0) throw this.#cannot(`line 1 has no column "${missing[0]!.name}"`, "all columns that resource-tracker writes are needed; unknown values may be empty");
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) throw this.#cannot(`line 1 has the column "${twice}" twice`, "remove one of them");
    return targets;
  }

  #readFields(line: string, targets: readonly number[]): void {
    this.#row.fill(NaN);
    if (line.includes('"')) {
      const fields = splitQuoted(line);
      if (fields === undefined) throw this.#cannot(`a quote of line ${this.#line} is not closed`, "quotes are needed for text only");
      if (fields.length !== targets.length) throw this.#wrongCount(fields.length, targets.length);
      fields.forEach((field, index) => this.#keep(field, 0, field.length, targets[index]!));
      return;
    }
    let start = 0;
    for (let index = 0; index < targets.length; index++) {
      const comma = line.indexOf(",", start);
      const last = index === targets.length - 1;
      if ((comma < 0) !== last) throw this.#wrongCount(line.split(",").length, targets.length);
      const end = last ? line.length : comma;
      this.#keep(line, start, end, targets[index]!);
      start = end + 1;
    }
  }

  #keep(text: string, start: number, end: number, target: number): void {
    if (target < 0 || start === end) return;
    const value = parseNumber(text, start, end);
    if (Number.isNaN(value)) throw this.#cannot(`"${text.slice(start, end).slice(0, 40)}" in line ${this.#line}, column "${columns[target]!.name}", is not a number`, "an unknown value is written as nothing at all");
    this.#row[target] = value;
  }

  #wrongCount(found: number, wanted: number): RestrackError {
    return this.#cannot(`line ${this.#line} has ${found} fields, the header has ${wanted}`, "remove the line, or read the part before it");
  }

  #cannot(state: string, hint: string): RestrackError {
    return new RestrackError("ERR_INPUT", `Cannot read "${this.#source}": ${state}`, { hint });
  }
}

const notOurs = 'a CSV of restrack or of resource-tracker begins with "timestamp","system_processes"';

function foreignHint(line: string, has: (name: string) => boolean): string {
  if (has("timestamp") && has("pid") && has("children")) return "these are resource-tracker's process metrics; write get_combined_metrics().to_csv(…) instead";
  if (has("timestamp") && has("processes") && has("utime")) return "these are resource-tracker's system metrics; write get_combined_metrics().to_csv(…) instead";
  if (/[;\t]/.test(line) && !line.includes(",")) return "the fields must be separated by commas";
  return notOurs;
}

/** Fields of a line with quotes, "" being a quote; undefined when a quote is left open. */
function splitQuoted(line: string): string[] | undefined {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    let field = "";
    if (line[at] === '"') {
      for (at++; ; at += 2) {
        const close = line.indexOf('"', at);
        if (close < 0) return undefined;
        field += line.slice(at, close);
        at = close;
        if (line[close + 1] !== '"') break;
        field += '"';
      }
      at++;
    }
    const comma = line.indexOf(",", at);
    field += line.slice(at, comma < 0 ? undefined : comma);
    fields.push(field);
    if (comma < 0) return fields;
    at = comma + 1;
  }
}

const powersOfTen = Float64Array.from({ length: 16 }, (_, power) => 10 ** power);

/**
 * A decimal number from text[start..end), NaN when it is none. Number() takes "", " 1", "0x1" and "Infinity" as well, and needs the text cut out;
 * up to 15 digits, whole number and power of ten are exact and so is their quotient's rounding.
 */
function parseNumber(text: string, start: number, end: number): number {
  let at = start;
  const negative = text.charCodeAt(at) === 45; // -
  if (negative) at++;
  let digits = 0;
  let value = 0;
  let point = -1;
  for (; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) {
      value = value * 10 + code - 48;
      digits++;
    } else if (code === 46 && point < 0) {
      point = at;
    } else {
      break;
    }
  }
  const decimals = point < 0 ? 0 : at - point - 1;
  if (at < end || digits > 15) return parseUnusual(text.slice(start, end));
  if (digits === 0 || (point >= 0 && decimals === 0) || point === start + (negative ? 1 : 0)) return NaN;
  value /= powersOfTen[decimals]!;
  return negative ? -value : value;
}

/** Python writes 1e-05, and sixteen digits and more. */
function parseUnusual(field: string): number {
  const value = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(field) ? Number(field) : NaN;
  return Number.isFinite(value) ? value : NaN;
}
