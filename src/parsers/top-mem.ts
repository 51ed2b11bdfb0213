import { decimalOrNull, sizeOrNull, wholeOrNull } from "./counted.ts";
import { refuseJunk } from "./unparsable.ts";
import { linesOf, wordsOf } from "./words.ts";

/** null where top does not tell. Sizes are rounded to what is printed: "15G" is anything from 14.5 to 15.5 GiB. */
export interface TopMem {
  usedBytes: number | null;
  wiredBytes: number | null;
  compressorBytes: number | null;
  unusedBytes: number | null;
  /** Pages since boot. */
  swapins: number | null;
  swapouts: number | null;
  /** Of all disks since boot. */
  diskReadBytes: number | null;
  diskWriteBytes: number | null;
  /** Since boot in the first sample, in the interval in later ones. */
  userPercent: number | null;
  systemPercent: number | null;
  idlePercent: number | null;
  processes: TopMemRow[];
}

export interface TopMemRow {
  pid: number;
  /** What Activity Monitor calls memory: with compressed and swapped pages and those of the GPU, without shared ones. */
  footprintBytes: number | null;
}

/**
 * `top -l 1 -stats pid,mem` of macOS:
 * ```text
 * CPU usage: 18.25% user, 20.50% sys, 61.25% idle
 * PhysMem: 15G used (2400M wired, 7000M compressor), 96M unused.
 * VM: 250T vsize, 5000M framework vsize, 410100(0) swapins, 810200(0) swapouts.
 * Disks: 5200300/120G read, 4100200/140G written.
 *
 * PID    MEM
 * 614    1066M+
 * 1*     24M
 * ```
 * K, M and G are powers of 1024; + and - say that it grew or shrank, * stands behind numbers of processes that may be
 * ended at once. Of several samples the last counts. The first one's %CPU is 0.0 for every process and is not read.
 * https://keith.github.io/xcode-man-pages/top.1.html
 */
export function parseTopMem(text: string): TopMem {
  const top: TopMem = { ...nothing, processes: [] };
  let layout: Layout | null = null;
  for (const line of linesOf(text)) {
    if (isSummary(line)) readSummary(line, top);
    const header = readHeader(line);
    if (header !== null) {
      layout = header;
      top.processes = [];
    } else if (layout !== null) {
      const row = readRow(line, layout);
      if (row !== null) top.processes.push(row);
    }
  }
  if (layout === null && Object.keys(nothing).every((key) => top[key as keyof TopMem] === null)) refuseJunk(text, "top");
  return top;
}

const nothing = {
  usedBytes: null,
  wiredBytes: null,
  compressorBytes: null,
  unusedBytes: null,
  swapins: null,
  swapouts: null,
  diskReadBytes: null,
  diskWriteBytes: null,
  userPercent: null,
  systemPercent: null,
  idlePercent: null,
};

/** Where the columns stand: counted from the left before the command, which may hold blanks, and from the right behind it. */
interface Layout {
  columns: number;
  pid: number;
  mem: number | null;
  command: number;
}

function readHeader(line: string): Layout | null {
  if (!line.includes("PID")) return null;
  const names = wordsOf(line);
  const pid = names.indexOf("PID");
  const mem = names.indexOf("MEM");
  const command = names.indexOf("COMMAND");
  if (pid === -1 || (mem === -1 && command === -1)) return null;
  return { columns: names.length, pid, mem: mem === -1 ? null : mem, command: command === -1 ? names.length : command };
}

function readRow(line: string, { columns, pid, mem, command }: Layout): TopMemRow | null {
  const words = wordsOf(line);
  if (words.length < columns || (words.length > columns && command === columns)) return null;
  const shift = words.length - columns;
  const cell = (column: number): string => words[column > command ? column + shift : column] as string;
  const number = wholeOrNull(cell(pid).replace(/[*+-]$/, ""));
  if (number === null) return null;
  return { pid: number, footprintBytes: mem === null ? null : sizeOrNull(cell(mem).replace(/[*+-]$/, "")) };
}

function isSummary(line: string): boolean {
  return line.length < 400 && /^\s*(?:Load Avg:.*\s)?(?:PhysMem|CPU usage|VM|Disks):/.test(line);
}

/** "30G used (2600M wired, 15G compressor), 250M unused." in any order; up to OS X 10.8 "… 4096M used, 100M free." */
function readSummary(line: string, top: TopMem): void {
  const words = wordsOf(line.replace(/[(),:]/g, " "));
  for (const [at, word] of words.entries()) {
    const before = words[at - 1];
    const name = word.replace(/\.$/, "");
    if (name === "used") top.usedBytes = sizeOrNull(before) ?? top.usedBytes;
    else if (name === "wired") top.wiredBytes = sizeOrNull(before) ?? top.wiredBytes;
    else if (name === "compressor") top.compressorBytes = sizeOrNull(before) ?? top.compressorBytes;
    else if (name === "unused" || name === "free") top.unusedBytes = sizeOrNull(before) ?? top.unusedBytes;
    // What came since the last sample stands between: "410100(0) swapins".
    else if (name === "swapins") top.swapins = wholeOrNull(words[at - 2]) ?? top.swapins;
    else if (name === "swapouts") top.swapouts = wholeOrNull(words[at - 2]) ?? top.swapouts;
    // "5200300/120G read": how often, and how much.
    else if (name === "read") top.diskReadBytes = sizeOrNull(before?.split("/")[1]) ?? top.diskReadBytes;
    else if (name === "written") top.diskWriteBytes = sizeOrNull(before?.split("/")[1]) ?? top.diskWriteBytes;
    else if (name === "user") top.userPercent = percentOrNull(before) ?? top.userPercent;
    else if (name === "sys") top.systemPercent = percentOrNull(before) ?? top.systemPercent;
    else if (name === "idle") top.idlePercent = percentOrNull(before) ?? top.idlePercent;
  }
}

function percentOrNull(word: string | undefined): number | null {
  return word?.endsWith("%") === true ? decimalOrNull(word.slice(0, -1)) : null;
}
