/**
 * The cells of one line that quotes them, as programs of Windows write tables: "a","b ""c""","1,024 K". A cell without quotes ends at the
 * next comma; of one whose quote does not end, what is there counts.
 */
export function quotedCells(line: string): string[] {
  const cells: string[] = [];
  for (const [, quoted, bare = ""] of line.matchAll(/(?<=^|,)(?:"((?:[^"]|"")*)"?|([^,]*))(?=,|$)/g)) {
    cells.push(quoted === undefined ? bare.trim() : quoted.replaceAll('""', '"'));
  }
  return cells;
}
