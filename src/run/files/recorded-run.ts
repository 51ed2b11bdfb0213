import { closeSync, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import { basename } from "node:path";
import { RestrackError } from "../../errors.ts";
import { type Frame, RowCollector } from "../../frame/frame.ts";
import { CsvReader } from "../../frame/read-csv.ts";
import { buildReport, type KnownOfRun } from "../../report/build-report.ts";
import { metaPathOf, parseMeta, parseReport } from "../../report/meta.ts";
import type { Report, Warning } from "../../report/report.ts";
import { warnings } from "../../report/warnings.ts";
import type { Envelope } from "../../stats/envelope.ts";
import { Aggregate } from "../../stats/aggregate.ts";
import { Trace } from "../../stats/trace.ts";
import { findRun } from "./store.ts";

type Environment = Readonly<Record<string, string | undefined>>;

const CHUNK_BYTES = 2 ** 18;

/**
 * The report of a recorded run: a CSV (with its meta file, if that is there), a JSON report, the id of a kept run, "last", or "-" for
 * standard input. Rows are not kept, so a long run needs no more memory than a short one.
 *
 * @throws RestrackError ERR_INPUT
 */
export function loadRun(word: string, env: Environment): Report {
  return loadRunWithTrace(word, env).report;
}

/** The same with the shape of its rows, for whoever replays it, and their curves in `envelope`. Those of a JSON report are empty: it has no rows. */
export function loadRunWithTrace(word: string, env: Environment, envelope: Envelope | null = null): { report: Report; trace: Trace } {
  return withInput(word, env, ({ source, name, metaPath, chunks }) => {
    const first = chunks.next().value ?? "";
    if (/^\uFEFF?\s*\{/.test(first)) return { report: parseReport([first, ...chunks].join(""), source, name), trace: new Trace() };
    const { known, found } = readMeta(metaPath);
    const start = known.start == null ? NaN : Date.parse(known.start) / 1000;
    const aggregate = new Aggregate(Number.isNaN(start) ? null : start, envelope);
    const reader = new CsvReader(source, (row) => aggregate.add(row));
    reader.push(first);
    for (const chunk of chunks) reader.push(chunk);
    reader.end();
    const report = buildReport(aggregate, { ...known, warnings: [...(known.warnings ?? []), ...found, ...reader.warnings.map(warnings.lineCut)] }, name);
    return { report, trace: aggregate.trace };
  });
}

/**
 * Reads the rows of a recorded run into memory, column by column.
 *
 * @param file path of a CSV that restrack has written, or resource-tracker's combined metrics
 * @throws RestrackError ERR_INPUT, naming the line that cannot be read
 *
 * @example
 * const frame = readCsv("out.csv");
 * console.log(Math.max(...frame.values("process_memory_mib")));
 */
export function readCsv(file: string): Frame {
  return withInput(file, {}, ({ source, chunks }) => {
    const rows = new RowCollector();
    const reader = new CsvReader(source, (row) => rows.add(row));
    for (const chunk of chunks) reader.push(chunk);
    reader.end();
    return rows.toFrame(reader.warnings);
  });
}

/** Which file such a word means; null: none that something could lie beside. */
export function pathOfRun(word: string, env: Environment): string | null {
  if (word === "-") return null;
  const { path, fd } = openRun(word, env);
  closeSync(fd);
  return path;
}

interface Input {
  /** For messages. */
  source: string;
  /** For a run that has no name of its own. */
  name: string;
  metaPath: string | null;
  chunks: Generator<string, void>;
}

function withInput<T>(word: string, env: Environment, read: (input: Input) => T): T {
  const standardInput = word === "-";
  const { path, fd } = standardInput ? { path: "standard input", fd: openStandardInput() } : openRun(word, env);
  try {
    return read({ source: path, name: standardInput ? "stdin" : basename(path).replace(/\.(csv|json)$/i, ""), metaPath: standardInput ? null : metaPathOf(path), chunks: readChunks(path, fd) });
  } finally {
    if (!standardInput) closeSync(fd);
  }
}

/** A file of that name, else a kept run. */
function openRun(word: string, env: Environment): { path: string; fd: number } {
  const found = tryOpen(word) ?? tryOpen(findRun(word, env)?.csvPath);
  if (found !== undefined) return found;
  throw word === "last"
    ? new RestrackError("ERR_INPUT", "Cannot find the last run: none is kept", { hint: "restrack run -- python train.py" })
    : new RestrackError("ERR_INPUT", `Cannot read "${word}": there is no such file, and no kept run of that id`, { hint: "restrack list" });
}

function tryOpen(path: string | undefined): { path: string; fd: number } | undefined {
  if (path === undefined || path === "") return undefined;
  try {
    return { path, fd: openSync(path, "r") };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw cannotRead(path, error);
  }
}

function cannotRead(path: string, error: unknown): RestrackError {
  const { code, message } = error as NodeJS.ErrnoException;
  const state = code === "EACCES" || code === "EPERM" ? "permission denied" : code === "EISDIR" ? "it is a folder" : message;
  return new RestrackError("ERR_INPUT", `Cannot read "${path}": ${state}`, { ...(code === "EISDIR" ? { hint: `name the files in it: '${path.replace(/\/$/, "")}/*.csv'` } : {}), cause: error });
}

/** Not a terminal: whoever typed "-" there would wait for us while we wait for them. */
function openStandardInput(): number {
  const nothing = () => new RestrackError("ERR_INPUT", "Cannot read standard input: there is nothing on it", { hint: "restrack stats - < run.csv" });
  try {
    if (fstatSync(0).isCharacterDevice()) throw nothing();
  } catch (error) {
    throw error instanceof RestrackError ? error : nothing();
  }
  return 0;
}

function* readChunks(path: string, fd: number): Generator<string, void> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  for (;;) {
    const count = readSome(path, fd, buffer);
    if (count === 0) break;
    // What the PowerShell of Windows writes for ">".
    decoder ??= new TextDecoder(count > 1 && buffer[0] === 0xff && buffer[1] === 0xfe ? "utf-16le" : "utf-8");
    yield decoder.decode(buffer.subarray(0, count), { stream: true });
  }
  if (decoder) yield decoder.decode();
}

function readSome(path: string, fd: number, buffer: Buffer): number {
  for (;;) {
    try {
      return readSync(fd, buffer);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EOF") return 0; // a pipe's end on Windows
      if (code !== "EAGAIN") throw cannotRead(path, error);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

/** What stands beside the CSV. A run that was killed has left an empty meta file, or one without an end. */
export function readMeta(path: string | null): { known: KnownOfRun; found: Warning[] } {
  if (path === null) return { known: {}, found: [] };
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    return { known: {}, found: (error as NodeJS.ErrnoException).code === "ENOENT" ? [] : [warnings.metaUnreadable(cannotRead(path, error).message)] };
  }
  if (text.trim() === "") return { known: {}, found: [warnings.notEnded()] };
  try {
    const known = parseMeta(text, path);
    return { known, found: known.end == null ? [warnings.notEnded()] : [] };
  } catch (error) {
    return { known: {}, found: [warnings.metaUnreadable((error as Error).message)] };
  }
}
