import { decimalBetween, skipBlanks, skipDigits } from "./decimal.ts";
import { unparsable } from "./unparsable.ts";
import { decodeTaskName } from "./utf8.ts";

export interface ProcPidStat {
  pid: number;
  /** At most 15 bytes (kernel workers: 63), may hold blanks, parentheses and newlines. */
  comm: string;
  state: string;
  ppid: number;
  pgrp: number;
  session: number;
  ttyNr: number;
  /** -1 without a terminal. */
  tpgid: number;
  minflt: number;
  cminflt: number;
  majflt: number;
  cmajflt: number;
  /** Ticks. */
  utime: number;
  stime: number;
  cutime: number;
  cstime: number;
  threads: number;
  /** Ticks after boot. */
  starttime: number;
  vsizeBytes: number;
  rssPages: number;
  rssBytes: number;
}

/**
 * ```text
 * 4711 (python3) S 4690 4711 4690 34821 4711 4194304 8123 120 3 0 251 48 12 4 20 0 9 0 182001 412348416 18231 …
 * 4712 (my (odd) job) R 4711 4711 4690 34821 4711 4194304 95 0 0 0 0 0 0 0 20 0 1 0 182044 8388608 412 …
 * 31 (kworker/0:1-events) I 2 0 0 0 -1 69238880 0 0 0 0 0 17 0 0 20 0 1 0 61 0 0 …
 * ```
 * Times in ticks, vsize in bytes, rss in pages. The name is not escaped and may imitate the fields behind it, so it
 * ends at the last `)`. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
export function parseProcPidStat(text: string, pageBytes: number): ProcPidStat {
  const open = text.indexOf("(");
  const close = findNameEnd(text, open);
  const pid = decimalBetween(text, skipBlanks(text, 0), skipDigits(text, skipBlanks(text, 0)));
  if (close === -1 || !(pid >= 0) || readFields(text, close + 3, FIELDS_TO_RSS) < FIELDS_TO_RSS) {
    throw unparsable("/proc/PID/stat", text.trimEnd());
  }
  const rssPages = fields[20] as number;
  return {
    pid,
    comm: decodeTaskName(text.slice(open + 1, close)),
    state: text.charAt(close + 2),
    ppid: fields[0] as number,
    pgrp: fields[1] as number,
    session: fields[2] as number,
    ttyNr: fields[3] as number,
    tpgid: fields[4] as number,
    minflt: fields[6] as number,
    cminflt: fields[7] as number,
    majflt: fields[8] as number,
    cmajflt: fields[9] as number,
    utime: fields[10] as number,
    stime: fields[11] as number,
    cutime: fields[12] as number,
    cstime: fields[13] as number,
    threads: fields[16] as number,
    starttime: fields[18] as number,
    vsizeBytes: fields[19] as number,
    rssPages,
    // The kernel adds the pages up without a lock; old ones told a sum below zero.
    rssBytes: rssPages > 0 ? rssPages * pageBytes : 0,
  };
}

/** Two fields far behind: reading up to them takes half as long again, and nobody asks for them many times a second. */
export function parseProcPidStatProcessor(text: string): { processor: number | null; rtPriority: number | null } {
  const close = findNameEnd(text, text.indexOf("("));
  if (close === -1) throw unparsable("/proc/PID/stat", text.trimEnd());
  const count = readFields(text, close + 3, FIELDS_TO_RT_PRIORITY);
  return {
    processor: count > 35 ? (fields[35] as number) : null,
    rtPriority: count > 36 ? (fields[36] as number) : null,
  };
}

/** Counted from ppid on, field 4 of proc_pid_stat(5). */
const FIELDS_TO_RSS = 21;
const FIELDS_TO_RT_PRIORITY = 37;

/** Filled anew by each call; one array for all of them, since nothing waits in between. */
const fields: number[] = new Array(FIELDS_TO_RT_PRIORITY).fill(0);

/** Reads numbers into `fields`; how many there were before the end, or before something that is no number. */
function readFields(text: string, start: number, count: number): number {
  let at = start;
  for (let field = 0; field < count; field++) {
    let code = text.charCodeAt(at);
    while (code === 32 || code === 9) code = text.charCodeAt(++at);
    const isNegative = code === 45;
    if (isNegative) code = text.charCodeAt(++at);
    const digits = at;
    let number = 0;
    while (code >= 48 && code <= 57) {
      number = number * 10 + (code - 48);
      code = text.charCodeAt(++at);
    }
    if (at === digits || code > 32) return field;
    fields[field] = isNegative ? -number : number;
  }
  return count;
}

/** The last `)` that a state and a number follow: behind the line may stand what is none of ours. */
function findNameEnd(text: string, open: number): number {
  if (open === -1) return -1;
  for (let close = text.lastIndexOf(")"); close > open; close = text.lastIndexOf(")", close - 1)) {
    const hasNumber = skipDigits(text, close + 4) > close + 4;
    if (hasNumber && isBlank(text, close + 1) && !isBlank(text, close + 2) && isBlank(text, close + 3)) return close;
  }
  return -1;
}

function isBlank(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 32 || code === 9;
}
