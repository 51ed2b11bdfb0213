import { decimalBetween, decimalsFrom, endsWord, skipBlanks, skipDigits } from "./decimal.ts";
import { refuseJunk } from "./unparsable.ts";

/** Counted up since boot. */
export interface DiskstatsRow {
  major: number;
  minor: number;
  /** May hold a slash: "cciss/c0d0". */
  name: string;
  readsCompleted: number;
  sectorsRead: number;
  readBytes: number;
  writesCompleted: number;
  sectorsWritten: number;
  writeBytes: number;
}

/**
 * ```text
 *  254       0 vda 28556 5995 2277298 4844 6105 14765 938224 1767 0 2756 6706 3335 1 143816 88 272 5
 *  104       1 cciss/c0d0p1 351 80 9120 111 23 4 216 20 0 115 131
 *    8       1 sda1 20417 163336 5108 40864
 * ```
 * A sector is 512 bytes on every disk. 14 fields, 18 since Linux 4.18, 20 since 5.5; partitions of Linux 2.6 had 7:
 * reads, sectors read, writes, sectors written. Rows of another shape are left out.
 * https://docs.kernel.org/admin-guide/iostats.html
 */
export function parseProcDiskstats(text: string): DiskstatsRow[] {
  const rows: DiskstatsRow[] = [];
  for (let start = 0, end = 0; start < text.length; start = end + 1) {
    end = text.indexOf("\n", start);
    if (end === -1) end = text.length;
    const row = readRow(text, start);
    if (row !== null) rows.push(row);
  }
  if (rows.length === 0) refuseJunk(text, "/proc/diskstats");
  return rows;
}

const SECTOR_BYTES = 512;

function readRow(text: string, start: number): DiskstatsRow | null {
  const majorAt = skipBlanks(text, start);
  const majorEnd = skipDigits(text, majorAt);
  const minorAt = skipBlanks(text, majorEnd);
  const minorEnd = skipDigits(text, minorAt);
  const nameAt = skipBlanks(text, minorEnd);
  const nameEnd = findNameEnd(text, nameAt);
  if (majorAt === majorEnd || minorAt === minorEnd || minorAt === majorEnd || nameAt === minorEnd || nameEnd === nameAt) return null;
  const numbers = decimalsFrom(text, nameEnd, 7);
  const isOldPartition = numbers.length === 4;
  if (!isOldPartition && numbers.length < 7) return null;
  const sectorsRead = numbers[isOldPartition ? 1 : 2] as number;
  const sectorsWritten = numbers[isOldPartition ? 3 : 6] as number;
  return {
    major: decimalBetween(text, majorAt, majorEnd),
    minor: decimalBetween(text, minorAt, minorEnd),
    name: text.slice(nameAt, nameEnd),
    readsCompleted: numbers[0] as number,
    sectorsRead,
    readBytes: sectorsRead * SECTOR_BYTES,
    writesCompleted: numbers[isOldPartition ? 2 : 4] as number,
    sectorsWritten,
    writeBytes: sectorsWritten * SECTOR_BYTES,
  };
}

/** The name is not escaped: it goes on, over blanks, until a number comes. */
function findNameEnd(text: string, start: number): number {
  for (let at = start; ; ) {
    let end = at;
    while (!endsWord(text, end)) end++;
    at = skipBlanks(text, end);
    const isLast = at === end || endsWord(text, at);
    if (isLast || endsWord(text, skipDigits(text, at))) return end;
  }
}
