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
 * 4711 (python3) S 4690 4711 4690 34816 4711 4194304 8123 120 3 0 251 48 12 4 20 0 9 0 182001 412348416 18231 …
 * 4712 (my (odd) job) R 4711 4711 4690 34816 4711 4194304 95 0 0 0 0 0 0 0 20 0 1 0 182044 8388608 412 …
 * 31 (kworker/0:1-events) I 2 0 0 0 -1 69238880 0 0 0 0 0 17 0 0 20 0 1 0 61 0 0 …
 * ```
 * Times in ticks, vsize in bytes, rss in pages. The name is not escaped and may imitate the fields behind it, so it
 * ends at the last `)`. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
export function parseProcPidStat(text: string, pageBytes: number): ProcPidStat {
  const open = text.indexOf("(");
  const close = findNameEnd(text, open);
  if (close === -1) throw unparsable("/proc/PID/stat", text.trimEnd());
  cursor = 0;
  const pid = next(text);
  cursor = close + 3;
  const stat: ProcPidStat = {
    pid,
    comm: decodeTaskName(text.slice(open + 1, close)),
    state: text.charAt(close + 2),
    ppid: next(text),
    pgrp: next(text),
    session: next(text),
    ttyNr: next(text),
    tpgid: next(text),
    minflt: skipOneThenNext(text), // behind flags
    cminflt: next(text),
    majflt: next(text),
    cmajflt: next(text),
    utime: next(text),
    stime: next(text),
    cutime: next(text),
    cstime: next(text),
    threads: skipTwoThenNext(text), // behind priority and nice
    starttime: skipOneThenNext(text), // behind itrealvalue
    vsizeBytes: next(text),
    rssPages: next(text),
    rssBytes: 0,
  };
  // A field that is no number leaves the cursor where it is, and so all behind it are none either.
  if (!(pid >= 0 && stat.rssPages === stat.rssPages)) throw unparsable("/proc/PID/stat", text.trimEnd());
  // The kernel adds the pages up without a lock; old ones told a sum below zero.
  stat.rssBytes = stat.rssPages > 0 ? stat.rssPages * pageBytes : 0;
  return stat;
}

/** The last `)` that a state and a number follow: behind the line may stand what is none of ours. */
function findNameEnd(text: string, open: number): number {
  if (open === -1) return -1;
  for (let close = text.lastIndexOf(")"); close > open; close = text.lastIndexOf(")", close - 1)) {
    const first = text.charCodeAt(close + 4);
    const isNumber = (first >= 48 && first <= 57) || first === 45;
    if (isNumber && isBlank(text, close + 1) && !isBlank(text, close + 2) && isBlank(text, close + 3)) return close;
  }
  return -1;
}

function isBlank(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 32 || code === 9;
}

/** Where next() goes on reading. One for all calls: nothing here waits, and a closure would cost more than the fields. */
let cursor = 0;

/** The number behind the blanks at the cursor; NaN, and the cursor stays, when there is none. */
function next(text: string): number {
  let at = cursor;
  let code = text.charCodeAt(at);
  while (code === 32 || code === 9) code = text.charCodeAt(++at);
  const negative = code === 45;
  if (negative) code = text.charCodeAt(++at);
  if (!(code >= 48 && code <= 57)) return NaN;
  let number = 0;
  do {
    number = number * 10 + (code - 48);
    code = text.charCodeAt(++at);
  } while (code >= 48 && code <= 57);
  // "12x" is no number.
  if (code > 32) return NaN;
  cursor = at;
  return negative ? -number : number;
}

function skipOneThenNext(text: string): number {
  next(text);
  return next(text);
}

function skipTwoThenNext(text: string): number {
  next(text);
  return skipOneThenNext(text);
}
