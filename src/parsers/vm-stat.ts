import { wholeOrNull } from "./counted.ts";
import { unlessJunk } from "./unparsable.ts";
import { linesOf, wordsOf } from "./words.ts";

/** Bytes; null where this macOS has no such line, or where the size of a page is not told. */
export interface VmStat {
  pageBytes: number | null;
  /** Without the speculative ones. */
  freeBytes: number | null;
  activeBytes: number | null;
  inactiveBytes: number | null;
  /** Read ahead from files, as good as free. */
  speculativeBytes: number | null;
  throttledBytes: number | null;
  wiredBytes: number | null;
  purgeableBytes: number | null;
  fileBackedBytes: number | null;
  anonymousBytes: number | null;
  /** What lies in the compressor, as large as it was before. */
  compressedBytes: number | null;
  /** What the compressor takes itself. */
  compressorBytes: number | null;
  /** Since boot, as the next three. */
  pageinBytes: number | null;
  pageoutBytes: number | null;
  swapinBytes: number | null;
  swapoutBytes: number | null;
}

/**
 * ```text
 * Mach Virtual Memory Statistics: (page size of 16384 bytes)
 * Pages free:                                    12288.
 * "Translation faults":                     1750300200.
 * Pages tag-storage free:                           80.
 * ```
 * Also of `vm_stat 1`, a row a second. Pages of the size in the first line: 4096 on Intel, 16384 on Apple silicon. Names are compared whole.
 * https://keith.github.io/xcode-man-pages/vm_stat.1.html
 */
export function parseVmStat(text: string): VmStat {
  const lines = linesOf(text);
  const pageBytes = readPageBytes(lines);
  const pages = new Map([...readPages(lines), ...readIntervals(lines)]);
  const bytes = (name: string): number | null => {
    const count = pages.get(name);
    return count === undefined || pageBytes === null ? null : count * pageBytes;
  };
  const stat: VmStat = {
    pageBytes,
    freeBytes: bytes("Pages free"),
    activeBytes: bytes("Pages active"),
    inactiveBytes: bytes("Pages inactive"),
    speculativeBytes: bytes("Pages speculative"),
    throttledBytes: bytes("Pages throttled"),
    wiredBytes: bytes("Pages wired down"),
    purgeableBytes: bytes("Pages purgeable"),
    fileBackedBytes: bytes("File-backed pages"),
    anonymousBytes: bytes("Anonymous pages"),
    compressedBytes: bytes("Pages stored in compressor"),
    compressorBytes: bytes("Pages occupied by compressor"),
    pageinBytes: bytes("Pageins"),
    pageoutBytes: bytes("Pageouts"),
    swapinBytes: bytes("Swapins"),
    swapoutBytes: bytes("Swapouts"),
  };
  return unlessJunk(stat, text, "vm_stat");
}

function readPageBytes(lines: readonly string[]): number | null {
  for (const line of lines) {
    const match = /page size of (\d{1,9}) bytes/.exec(line);
    if (match !== null) return Number(match[1]);
  }
  return null;
}

/** The names above the columns of `vm_stat 1`. */
const columns: Readonly<Record<string, string>> = {
  free: "Pages free",
  active: "Pages active",
  inactive: "Pages inactive",
  specul: "Pages speculative",
  throttle: "Pages throttled",
  wired: "Pages wired down",
  prgable: "Pages purgeable",
  "file-backed": "File-backed pages",
  anonymous: "Anonymous pages",
  cmprssed: "Pages stored in compressor",
  cmprssor: "Pages occupied by compressor",
};

/** `vm_stat 1` prints a row each second under names that come again: the last one, without what it has counted in that second. */
function readIntervals(lines: readonly string[]): Map<string, number> {
  const pages = new Map<string, number>();
  let names: string[] = [];
  for (const line of lines) {
    const words = wordsOf(line, 64);
    if (words[0] === "free" && words.includes("active")) names = words;
    else if (words.length === names.length && words.every((word) => /^\d+[KMG]?$/.test(word))) names.forEach((name, at) => Object.hasOwn(columns, name) && setCount(pages, columns[name] as string, words[at] as string));
  }
  return pages;
}

function setCount(pages: Map<string, number>, name: string, word: string): void {
  const count = wholeOrNull(word);
  // "1200K" is rounded: better unknown.
  if (count === null) pages.delete(name);
  else pages.set(name, count);
}

/** A number without its dot was cut off, and may be a tenth of what it should be. */
function readPages(lines: readonly string[]): Map<string, number> {
  const pages = new Map<string, number>();
  for (const line of lines) {
    const colon = line.indexOf(":");
    const value = colon === -1 ? "" : line.slice(colon + 1).trim();
    const count = value.endsWith(".") ? wholeOrNull(value.slice(0, -1)) : null;
    if (count !== null) pages.set(line.slice(0, colon).trim(), count);
  }
  return pages;
}
