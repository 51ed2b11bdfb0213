import { wholeOrNull } from "./counted.ts";
import { parsePsTime } from "./ps.ts";
import { quotedCells } from "./quoted-csv.ts";
import { refuseJunk } from "./unparsable.ts";
import { linesOf } from "./words.ts";

/** null where the table has no such column, or no value in it. */
export interface TasklistRow {
  name: string;
  pid: number;
  workingSetBytes: number | null;
  /** Only with /V. */
  cpuSeconds: number | null;
}

/**
 * `tasklist /FO CSV` of Windows, with /NH and /V or without, and the table that stands under a line of "=":
 * ```text
 * "Image Name","PID","Session Name","Session#","Mem Usage"
 * "node.exe","4216","Console","1","1,250,048 K"
 * "node.exe","4216","Console","1","1.250.048 K","Running","PC\ann","0:01:23","npm test"
 * ```
 * The names above are in the user's language and so is the sign between thousands: columns go by their place, which is the same
 * everywhere. KiB. Where no process fits, one line says so. https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/tasklist
 */
export function parseTasklist(text: string): TasklistRow[] {
  const rows: TasklistRow[] = [];
  let borders: number[] = [];
  let isTable = false;
  for (const line of linesOf(text)) {
    if (/^\s*={3,}(?: =+)+\s*$/.test(line)) borders = columnBorders(line);
    const cells = line.trimStart().startsWith('"') ? quotedCells(line.trim()) : borders.slice(1).map((end, column) => line.slice(borders[column], end).trim());
    const row = readRow(cells);
    if (row !== null) rows.push(row);
    isTable ||= row !== null || cells.length > 1;
  }
  // "INFO: No tasks are running which match the specified criteria.", in any language.
  if (!isTable && !/^\s*(?!ERROR)\p{L}+\s?[:：]/u.test(text)) refuseJunk(text, "tasklist");
  return rows;
}

function readRow([name = "", pid = "", , , memory, , , time]: readonly string[]): TasklistRow | null {
  if (!/^\d{1,10}$/.test(pid)) return null;
  return { name, pid: Number(pid), workingSetBytes: kibibytes(memory), cpuSeconds: time === undefined ? null : parsePsTime(time) };
}

/** "1,250,048 K", "1.250.048 kB", "1 250 048 КБ", "1'250'048 K": whatever stands between digits only parts thousands, and the unit is always the same. */
function kibibytes(cell = ""): number | null {
  const digits = /^(\d{1,3}(?:\D\d{3})*|\d{1,12})\s?\D{1,4}$/u.exec(cell.trim())?.[1];
  const kib = wholeOrNull(digits?.replace(/\D/g, ""));
  return kib === null ? null : kib * 1024;
}

/** Where each run of "=" begins, and where the last one ends. */
function columnBorders(ruler: string): number[] {
  return [...Array.from(ruler.matchAll(/=+/g), ({ index }) => index), ruler.length];
}
