export interface ProcPidAuxv {
  pageBytes: number | null;
  /** Clock ticks of /proc/PID/stat and /proc/stat per second. */
  ticksPerSecond: number | null;
}

/**
 * ```text
 * 06 00 00 00 00 00 00 00  00 10 00 00 00 00 00 00     AT_PAGESZ 4096
 * 11 00 00 00 00 00 00 00  64 00 00 00 00 00 00 00     AT_CLKTCK 100
 * 00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00     AT_NULL
 * ```
 * Pairs of machine words, here 64 bits, little-endian. The file does not say which words: the layout in which all
 * types are small and the page size is one is the right one. Both null when there is none.
 * https://man7.org/linux/man-pages/man3/getauxval.3.html
 */
export function parseProcPidAuxv(text: string): ProcPidAuxv {
  for (const wordBytes of [8, 4]) {
    for (const littleEndian of [true, false]) {
      const entries = readEntries(text, wordBytes, littleEndian);
      const pageBytes = entries?.get(AT_PAGESZ);
      if (pageBytes !== undefined && isPageSize(pageBytes)) {
        return { pageBytes, ticksPerSecond: entries?.get(AT_CLKTCK) || null };
      }
    }
  }
  return { pageBytes: null, ticksPerSecond: null };
}

const AT_NULL = 0;
const AT_PAGESZ = 6;
const AT_CLKTCK = 17;
/** The kernel's own end at 51, the rest is room for what comes. */
const LARGEST_TYPE = 0xffff;

/** null when a type is too large to be one: words read in the wrong layout. */
function readEntries(text: string, wordBytes: number, littleEndian: boolean): Map<number, number> | null {
  const entries = new Map<number, number>();
  for (let at = 0; at + 2 * wordBytes <= text.length; at += 2 * wordBytes) {
    const type = readWord(text, at, wordBytes, littleEndian);
    if (type === AT_NULL) break;
    if (type > LARGEST_TYPE) return null;
    entries.set(type, readWord(text, at + wordBytes, wordBytes, littleEndian));
  }
  return entries;
}

function readWord(text: string, at: number, wordBytes: number, littleEndian: boolean): number {
  let word = 0;
  for (let i = 0; i < wordBytes; i++) {
    word = word * 256 + text.charCodeAt(littleEndian ? at + wordBytes - 1 - i : at + i);
  }
  return word;
}

function isPageSize(bytes: number): boolean {
  return bytes >= 1024 && bytes <= 2 ** 24 && Number.isInteger(Math.log2(bytes));
}
