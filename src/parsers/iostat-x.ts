import { decimalOrNull } from "./counted.ts";
import { refuseJunk } from "./unparsable.ts";
import { linesOf, wordsOf } from "./words.ts";

/** Since boot, or since the disk was there. null where iostat has no such column. */
export interface IostatXDisk {
  /** Cut to eight characters. */
  name: string;
  reads: number | null;
  writes: number | null;
  /** To a tenth of a KiB. */
  readBytes: number | null;
  writeBytes: number | null;
}

/**
 * `iostat -Ix` of FreeBSD:
 * ```text
 *                         extended device statistics
 * device           r/i         w/i         kr/i         kw/i qlen   tsvc_t/i      sb/i
 * ada0         40210.0     90877.0    1203345.5    4410022.0    0      310.4     122.9
 * ```
 * KB are powers of 1024. Of terminals and processors (-T, -C) something may stand behind. Only the first table counts: later
 * ones tell what was added. Without -I there are rates, and none of them is read.
 * https://man.freebsd.org/iostat(8)
 */
export function parseIostatX(text: string): IostatXDisk[] {
  const disks: IostatXDisk[] = [];
  let header: string[] | null = null;
  for (const line of linesOf(text)) {
    const words = wordsOf(line, 32);
    if (words[0] === "device" && words.includes("kr/i")) {
      if (header !== null) break;
      header = words;
    } else if (header !== null) {
      const disk = readRow(words, header);
      if (disk !== null) disks.push(disk);
    }
  }
  if (header === null) refuseJunk(text, "iostat -Ix");
  return disks;
}

/** null: not a row, or one that was cut off. */
function readRow(words: readonly string[], header: readonly string[]): IostatXDisk | null {
  const [name, ...numbers] = words;
  const needed = header.indexOf("sb/i") === -1 ? header.length : header.indexOf("sb/i") + 1;
  if (name === undefined || words.length < needed || numbers.some((word) => decimalOrNull(word) === null)) return null;
  const column = (title: string): number | null => (header.includes(title) ? decimalOrNull(words[header.indexOf(title)]) : null);
  const bytes = (title: string): number | null => {
    const kib = column(title);
    return kib === null ? null : Math.round(kib * 1024);
  };
  return { name, reads: column("r/i"), writes: column("w/i"), readBytes: bytes("kr/i"), writeBytes: bytes("kw/i") };
}
