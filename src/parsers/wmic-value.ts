import { refuseWmicJunk, wmicLines, type WmicRow } from "./wmic-bytes.ts";

/**
 * ```text
 * FreePhysicalMemory=9216000
 * TotalVisibleMemorySize=16651264
 * ```
 * wmic os get … /value. Empty lines stand between objects and elsewhere, so an object ends where a property comes again.
 * https://learn.microsoft.com/en-us/windows/win32/wmisdk/wmic
 */
export function parseWmicValues(text: string): WmicRow[] {
  const rows: Record<string, string>[] = [];
  let row: Record<string, string> = {};
  for (const line of wmicLines(text)) {
    const [, name, value] = /^\s*(\w+)=(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) continue;
    if (rows.length === 0 || Object.hasOwn(row, name)) rows.push((row = {}));
    row[name] = value.trim();
  }
  if (rows.length === 0) refuseWmicJunk(text, "wmic values");
  return rows;
}
