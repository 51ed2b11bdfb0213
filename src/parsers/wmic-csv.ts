import { refuseWmicJunk, wmicLines, type WmicRow } from "./wmic-bytes.ts";

/**
 * ```text
 * Node,CommandLine,KernelModeTime,Name,ProcessId
 * BUILD-07,node -e "f(1,2)",3125000,node.exe,4216
 * ```
 * wmic process get … /format:csv. The columns are sorted by name and Node comes first. Nothing is quoted: a command line
 * may hold commas, quotes and ends of lines as they are, so the figures say where it ends.
 * A figure that is none is empty.
 * https://learn.microsoft.com/en-us/windows/win32/wmisdk/wmic
 */
export function parseWmicCsv(text: string): WmicRow[] {
  const lines = wmicLines(text).map((line) => line.trim());
  const headerAt = lines.findIndex((line) => /^Node(?:,\w+)+$/.test(line));
  const header = lines[headerAt];
  if (header === undefined) {
    refuseWmicJunk(text, "wmic CSV");
    return [];
  }
  const columns = toColumns(header);
  const rows: WmicRow[] = [];
  const rest = lines.slice(headerAt + 1).filter((line) => line !== header);
  // Every row begins with the same machine, which has no blanks in its name; what does not goes on with the command line before.
  const node = rest.map((line) => /^([^\s"'(),;=]+),/.exec(line)?.[1]).find((name) => name !== undefined);
  let pieces: string[] = [];
  const finish = (): void => {
    const reading = readPieces(pieces, columns);
    pieces = [];
    if (reading !== null) rows.push(reading.row);
  };
  for (const line of rest) {
    const isNew = line.startsWith(`${node},`);
    if (isNew) finish();
    if (isNew || pieces.length > 0) pieces.push(line);
  }
  finish();
  return rows;
}

interface Columns {
  names: readonly string[];
  /** Numbers and times, by how Microsoft names them. */
  isFigure: readonly boolean[];
  /** Which ones surplus commas may belong to: the command line before all others. */
  takers: readonly number[];
}

function toColumns(header: string): Columns {
  const names = header.split(",");
  const isFigure = names.map((name) => /(?:Id|Time|Date|Size|Space|Count|Usage|DriveType|Memory|Files|Processes|Persec|100NS)$/.test(name));
  const texts = names.flatMap((_, index) => (index === 0 || isFigure[index] ? [] : [index]));
  const takers = texts.sort((a, b) => Number(names[b] === "CommandLine") - Number(names[a] === "CommandLine"));
  return { names, isFigure, takers };
}

/** The lines of one row. What comes behind a row that is whole is no part of it. */
function readPieces(pieces: readonly string[], columns: Columns): Reading | null {
  const whole = readRow(pieces.join("\n"), columns);
  if (whole?.broken === 0 || pieces.length < 2) return whole;
  const firstAlone = readRow(pieces[0] as string, columns);
  return firstAlone?.broken === 0 ? firstAlone : whole ?? firstAlone;
}

/** In characters, and so in commas. */
const LONGEST_COMMAND_LINE = 32767;

interface Reading {
  row: WmicRow;
  /** Figures that are none: many when the row was cut in the wrong place. */
  broken: number;
}

function readRow(text: string, columns: Columns): Reading | null {
  const cells = text.split(",");
  const excess = cells.length - columns.names.length;
  if (excess < 0 || excess > LONGEST_COMMAND_LINE) return null;
  if (excess === 0) return toReading(cells, columns);
  let best: Reading | null = null;
  for (const taker of columns.takers) {
    const joined = [...cells.slice(0, taker), cells.slice(taker, taker + excess + 1).join(","), ...cells.slice(taker + excess + 1)];
    const reading = toReading(joined, columns);
    if (best === null || reading.broken < best.broken) best = reading;
  }
  return best;
}

function toReading(cells: readonly string[], columns: Columns): Reading {
  let broken = 0;
  const values = columns.names.map((name, index) => {
    const value = (cells[index] as string).trim();
    if (columns.isFigure[index] !== true || /^(?:\d[\d.+*-]*)?$/.test(value)) return [name, value];
    broken++;
    return [name, ""];
  });
  return { row: Object.fromEntries(values) as WmicRow, broken };
}
