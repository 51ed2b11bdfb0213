import { refuseWmicJunk, wmicLines, type WmicRow } from "./wmic-bytes.ts";

/**
 * ```text
 * CommandLine             CreationDate               KernelModeTime  ProcessId
 *                                                    388621186093    0
 * node  build.mjs --all   20250301120000.123456+060  3125000         4216
 * ```
 * wmic process get …, without a format: as wide as the longest value of each column, two blanks between. Values may hold
 * blanks or be empty, so only the header says where a column begins. `property` is one that was asked for: the header is
 * the first line of names with that one among them.
 * https://learn.microsoft.com/en-us/windows/win32/wmisdk/wmic
 */
export function parseWmicTable(text: string, property: string): WmicRow[] {
  const lines = wmicLines(text);
  const headerAt = lines.findIndex((line) => isHeader(line, property));
  const header = lines[headerAt];
  if (header === undefined) {
    refuseWmicJunk(text, "wmic table");
    return [];
  }
  const names = Array.from(header.matchAll(/\w+/g), ([name]) => name);
  const starts = Array.from(header.matchAll(/\w+/g), ({ index }) => index);
  return lines.slice(headerAt + 1).filter((line) => line.trim() !== header.trim()).map((line) => {
    const cells = cutRow(line, starts, isPadded(header) ? header.length : null);
    return Object.fromEntries(names.map((name, index) => [name, cells[index] as string]));
  });
}

function isHeader(line: string, property: string): boolean {
  // Case does not matter in WMI: Wine writes ProcessID.
  const wanted = property.toLowerCase();
  if (!line.toLowerCase().includes(wanted)) return false;
  const words = line.trim().split(/\s{2,}/);
  return words.some((word) => word.toLowerCase() === wanted) && words.every((word) => /^\w+$/.test(word));
}

/** `width` of the header; null when its blanks at the end are gone. */
function cutRow(line: string, starts: readonly number[], width: number | null): string[] {
  if (width === null || width === line.length || !isPadded(line) || fits(line, starts)) return cut(line, starts);
  // Lines are padded to one width: where a value is longer or shorter than it was counted (characters of two bytes, an
  // end of line within a command line), the columns right of it have kept their distance to the end.
  const shift = line.length - width;
  for (let from = 1; from < starts.length; from++) {
    const moved = starts.map((start, index) => (index < from ? start : start + shift));
    if ((moved[from] as number) > (moved[from - 1] as number) && fits(line, moved)) return cut(line, moved);
  }
  return cut(line, starts);
}

/** Every column that holds something begins with it, two blanks behind the one before. */
function fits(line: string, starts: readonly number[]): boolean {
  return starts.every((start, index) => {
    if (index === 0 || start >= line.length) return true;
    const isEmpty = line.slice(start, starts[index + 1]).trim() === "";
    return isBlank(line, start - 1) && isBlank(line, start - 2) && (isEmpty || !isBlank(line, start));
  });
}

/** A value that reaches over the border of its column is unknown, and so is the one behind the border. */
function cut(line: string, starts: readonly number[]): string[] {
  const isBroken = (index: number): boolean => index > 0 && index < starts.length && (starts[index] as number) < line.length && !isBlank(line, (starts[index] as number) - 1);
  return starts.map((start, index) => (isBroken(index) || isBroken(index + 1) ? "" : line.slice(index === 0 ? 0 : start, starts[index + 1]).trim()));
}

function isPadded(line: string): boolean {
  return isBlank(line, line.length - 1);
}

function isBlank(line: string, at: number): boolean {
  const code = line.charCodeAt(at);
  return code === 32 || code === 9;
}
