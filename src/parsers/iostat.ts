import { decimalOrNull, wholeOrNull } from "./counted.ts";
import { refuseJunk } from "./unparsable.ts";
import { linesOf, wordsOf } from "./words.ts";

/** Reads and writes together; null where iostat was not asked for it. */
export interface IostatDisk {
  name: string;
  bytesPerTransfer: number | null;
  /** With -I: since boot, or since the disk was there. */
  transfers: number | null;
  /** With -I: to a hundredth of a MiB. */
  bytes: number | null;
  /** Without -I: on average since boot in the first row, in the interval in later ones. */
  transfersPerSecond: number | null;
  bytesPerSecond: number | null;
}

/**
 * `iostat -Id` and `iostat -d` of macOS and FreeBSD, with -K or without (it only changes the blocks of -o):
 * ```text
 *               disk0               disk4
 *     KB/t xfrs   MB     KB/t xfrs   MB
 *    26.50 4200128 109200.25   128.00  90 11.25
 * ```
 * KB and MB are powers of 1024. The numbers leave their columns when they get wide: they are counted, three to a disk,
 * between those of terminals (tin, tout) before them and of processors behind them. Totals of -I are in the first row,
 * as later ones count anew; rates are in the last.
 * https://keith.github.io/xcode-man-pages/iostat.8.html, https://man.freebsd.org/iostat(8)
 */
export function parseIostat(text: string): IostatDisk[] {
  let names: string[] = [];
  let header: string[] | null = null;
  let disks: IostatDisk[] | null = null;
  let above: string[] = [];
  for (const line of linesOf(text)) {
    // Sixteen disks are the most that it shows at once.
    const words = wordsOf(line, 256);
    if (words.includes("KB/t") || words.includes("msps")) {
      header = words;
      names = above[0] === "tty" ? above.slice(1) : above;
    } else if (header !== null && words.length === header.length && words.every((word) => decimalOrNull(word) !== null)) {
      const isTotal = header.includes("MB") || header.includes("blk");
      if (disks === null || !isTotal) disks = readRow(words, header, names);
    } else {
      above = words;
    }
  }
  if (header === null) refuseJunk(text, "iostat");
  return disks ?? [];
}

function readRow(words: readonly string[], header: readonly string[], names: readonly string[]): IostatDisk[] {
  const disks: IostatDisk[] = [];
  for (let at = 0; at < header.length; at++) {
    if (!["KB/t", "sps", "blk"].includes(header[at] as string)) continue;
    const name = names[disks.length];
    if (name === undefined) break;
    const columns = header.slice(at, at + 3);
    const value = (column: string): string | undefined => (columns.includes(column) ? words[at + columns.indexOf(column)] : undefined);
    disks.push({
      name,
      bytesPerTransfer: scaled(value("KB/t"), 1024),
      transfers: wholeOrNull(value("xfrs") ?? value("xfr")),
      bytes: scaled(value("MB"), 1024 ** 2),
      transfersPerSecond: decimalOrNull(value("tps")),
      bytesPerSecond: scaled(value("MB/s"), 1024 ** 2),
    });
  }
  return disks;
}

function scaled(word: string | undefined, unitBytes: number): number | null {
  const number = decimalOrNull(word);
  return number === null ? null : Math.round(number * unitBytes);
}
