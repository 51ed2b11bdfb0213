import { refuseJunk } from "./unparsable.ts";
import { wmicLines, type WmicRow } from "./wmic-bytes.ts";

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
    refuseJunk(text, "wmic CSV");
    return [];
  }
  const columns = header.split(",");
  const rows: WmicRow[] = [];
  let node: string | null = null;
  let pieces: string[] = [];
  const finish = (): void => {
    const reading = readPieces(pieces, columns);
    pieces = [];
    if (reading === null) return;
    if (node === null && reading.broken === 0) node = reading.row["Node"] as string;
    rows.push(reading.row);
  };
  for (const line of lines.slice(headerAt + 1)) {
    // Every row begins with the same machine; what does not goes on with the command line before.
    const isNew = node === null || line.startsWith(`${node},`);
    if (isNew) finish();
    if (line !== header && (isNew || pieces.length > 0)) pieces.push(line);
    if (node === null) finish();
  }
  finish();
  return rows;
}

/** The lines of one row. What comes behind a row that is whole is no part of it. */
function readPieces(pieces: readonly string[], columns: readonly string[]): Reading | null {
  const whole = readRow(pieces.join("\n"), columns);
  if (whole?.broken === 0 || pieces.length < 2) return whole;
  const firstAlone = readRow(pieces[0] as string, columns);
  return firstAlone?.broken === 0 ? firstAlone : whole ?? firstAlone;
}

interface Reading {
  row: WmicRow;
  /** Figures that are none: many when the row was cut in the wrong place. */
  broken: number;
}

function readRow(text: string, columns: readonly string[]): Reading | null {
  const cells = text.split(",");
  const excess = cells.length - columns.length;
  if (excess < 0) return null;
  if (excess === 0) return toReading(cells, columns);
  let best: Reading | null = null;
  for (const taker of takersOf(columns)) {
    const joined = [...cells.slice(0, taker), cells.slice(taker, taker + excess + 1).join(","), ...cells.slice(taker + excess + 1)];
    const reading = toReading(joined, columns);
    if (best === null || reading.broken < best.broken) best = reading;
  }
  return best;
}

/** The columns that surplus commas may belong to: the command line before all others. */
function takersOf(columns: readonly string[]): number[] {
  const texts = columns.flatMap((name, index) => (index === 0 || isFigure(name) ? [] : [index]));
  return texts.sort((a, b) => Number(columns[b] === "CommandLine") - Number(columns[a] === "CommandLine"));
}

function toReading(cells: readonly string[], columns: readonly string[]): Reading {
  let broken = 0;
  const values = columns.map((name, index) => {
    const value = (cells[index] as string).trim();
    if (!isFigure(name) || /^(?:\d[\d.+*-]*)?$/.test(value)) return [name, value];
    broken++;
    return [name, ""];
  });
  return { row: Object.fromEntries(values) as WmicRow, broken };
}

/** A column of numbers or times, by how Microsoft names them. */
function isFigure(name: string): boolean {
  return /(?:Id|Time|Date|Size|Space|Count|Usage|DriveType|Memory|Files|Processes|Persec|100NS)$/.test(name);
}
