import { sizeOrNull, wholeOrNull } from "./counted.ts";
import { refuseJunk } from "./unparsable.ts";
import { findGap, findGapBack, linesOf, skipGap, skipGapBack, wordsOf } from "./words.ts";

/** null where the table has no such column, or no value in it. */
export interface PsRow {
  pid: number;
  ppid: number | null;
  /** User and system time since it began; BusyBox and procps round it down to whole seconds. */
  cpuSeconds: number | null;
  userSeconds: number | null;
  systemSeconds: number | null;
  rssBytes: number | null;
  /** Of addresses, not of memory: no measure of use. */
  vszBytes: number | null;
  /** A name, cut at a few letters, or a number. */
  user: string | null;
  threads: number | null;
  /** As it is printed: only good to tell a process from a later one with its number. */
  startText: string | null;
  /** As it is printed: "S+", "SW<", "Z". */
  state: string | null;
  /** With its arguments, its blanks and whatever else it holds. */
  command: string | null;
}

/**
 * ```text
 *   PID  PPID      TIME    RSS STAT STARTED                      COMMAND            macOS, BSD
 *   614     1   7:38.41 420096 S    Mon Jan  5 09:12:44 2026     /opt/my app/run me --fast
 * PID   PPID  TIME  RSS  STAT COMMAND                                               BusyBox
 *    12     1 28h14  12m SW<  {MainThread} node server.js
 * ```
 * Sizes without a letter are KiB. Columns are found by the names above them, which may come again; `columns` names
 * them, by the same words or those of -o, where nothing stands above them (-o pid=,ppid=). Blanks are part of the
 * command, of "Mon Jan  5 09:12:44 2026" and "Jan 05", and of the BusyBox state "S <". Rows without a process number
 * or with too few cells are left out. https://man.freebsd.org/ps(1), https://pubs.opengroup.org/onlinepubs/9799919799/utilities/ps.html
 */
export function parsePs(text: string, columns: readonly string[] = []): PsRow[] {
  const rows: PsRow[] = [];
  let layout = columns.length === 0 ? null : layOut(columns);
  let hasHeader = false;
  const lines = linesOf(text);
  for (const [number, line] of lines.entries()) {
    const header = readHeader(line);
    if (header !== null) {
      layout = layOut(header);
      hasHeader = true;
    } else if (layout !== null) {
      const row = readRow(line, layout, number === lines.length - 1);
      if (row !== null) rows.push(row);
    }
  }
  if (rows.length === 0 && !hasHeader) refuseJunk(text, "ps");
  return rows;
}

/**
 * "0:01.23" and "1234:56" (minutes), "00:00:05", "1-02:03:04" (days), "28h14", "3d05" and "120d" (BusyBox), "75"
 * (seconds): in seconds; null for anything else.
 */
export function parsePsTime(word: string): number | null {
  if (word.length > 32) return null;
  const busyBox = /^(?:(\d+)d(\d\d)?|(\d+)h(\d\d))$/.exec(word);
  if (busyBox !== null) {
    const [, days = "0", hoursOfDay = "0", hours = "0", minutes = "0"] = busyBox;
    return Number(days) * 86_400 + (Number(hoursOfDay) + Number(hours)) * 3600 + Number(minutes) * 60;
  }
  const clock = /^(?:(?:(?:(\d+)-)?(\d+):)?(\d+):)?(\d+)(?:[.,](\d{1,6}))?$/.exec(word);
  if (clock === null) return null;
  const [, days = "0", hours = "0", minutes = "0", seconds = "0", fraction = ""] = clock;
  const whole = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
  // One division at the end, so that 7:38.41 is 458.41 and not the nearest thing to 420 + 38.41.
  const scale = 10 ** fraction.length;
  return (whole * scale + Number(fraction || "0")) / scale;
}

type Field = "pid" | "ppid" | "time" | "user" | "system" | "rss" | "vsz" | "owner" | "threads" | "start" | "stat" | "state" | "command" | null;

interface Layout {
  beforeCommand: Field[];
  hasCommand: boolean;
  /** How many words stand behind the command. */
  afterCommand: Field[];
}

const fields: Readonly<Record<string, Field>> = {
  PID: "pid",
  PPID: "ppid",
  TIME: "time",
  TIMES: "time",
  CPUTIME: "time",
  CPUTIMES: "time",
  UTIME: "user",
  USERTIME: "user",
  SYSTIME: "system",
  RSS: "rss",
  RSZ: "rss",
  RSSIZE: "rss",
  VSZ: "vsz",
  VSIZE: "vsz",
  USER: "owner",
  UID: "owner",
  NLWP: "threads",
  THCNT: "threads",
  THR: "threads",
  START: "start",
  STARTED: "start",
  LSTART: "start",
  STIME: "start",
  STAT: "stat",
  STATE: "state",
  S: "state",
  COMMAND: "command",
  CMD: "command",
  ARGS: "command",
  COMM: "command",
  UCOMM: "command",
  NAME: "command",
};

/** The names of the columns; null when the line is not the one that names them. A row always has a number of its own. */
function readHeader(line: string): string[] | null {
  if (!line.includes("PID")) return null;
  const words = wordsOf(line);
  const isHeader = words.includes("PID") && words.every((word) => /^[%#]?[A-Z][\w+-]*$/i.test(word)) && (words.length === 1 || words.some((word) => word !== "PID" && Object.hasOwn(fields, word)));
  return isHeader ? words : null;
}

function layOut(columns: readonly string[]): Layout {
  const names = columns.map((column) => column.toUpperCase());
  // "STIME" is the system time beside the user time of macOS, and when a process began everywhere else.
  const isSystemTime = names.includes("UTIME");
  const found = names.map((name) => (name === "STIME" && isSystemTime ? "system" : Object.hasOwn(fields, name) ? (fields[name] as Field) : null));
  const command = found.lastIndexOf("command");
  const singles = found.map((field, at) => (found.indexOf(field) === at && field !== "command" ? field : null));
  return {
    beforeCommand: command === -1 ? singles : singles.slice(0, command),
    hasCommand: command !== -1,
    afterCommand: command === -1 ? [] : singles.slice(command + 1),
  };
}

type Cells = Partial<Record<NonNullable<Field>, string>>;

function readRow(line: string, layout: Layout, isLast: boolean): PsRow | null {
  const cells: Cells = {};
  let at = 0;
  for (const field of layout.beforeCommand) {
    const start = skipGap(line, at);
    if (start === line.length) return null;
    at = findCellEnd(line, start, field);
    if (field !== null) cells[field] = line.slice(start, at);
    if (field === "pid" && !/^\d{1,10}$/.test(cells.pid ?? "")) return null;
  }
  let end = skipGapBack(line, line.length);
  for (const field of [...layout.afterCommand].reverse()) {
    const start = findGapBack(line, end);
    if (start <= at) return null;
    if (field !== null) cells[field] = line.slice(start, end);
    end = skipGapBack(line, start);
  }
  const command = line.slice(skipGap(line, at), end);
  // The text was cut off here: the cell before may be cut as well.
  if (layout.hasCommand && command === "" && isLast) return null;
  const pid = wholeOrNull(cells.pid);
  if (pid === null) return null;
  const userSeconds = timeOf(cells.user);
  const systemSeconds = timeOf(cells.system);
  return {
    pid,
    ppid: wholeOrNull(cells.ppid),
    cpuSeconds: timeOf(cells.time) ?? (userSeconds === null || systemSeconds === null ? null : userSeconds + systemSeconds),
    userSeconds,
    systemSeconds,
    rssBytes: sizeOrNull(cells.rss, 1024),
    vszBytes: sizeOrNull(cells.vsz, 1024),
    user: textOf(cells.owner),
    threads: wholeOrNull(cells.threads),
    startText: textOf(cells.start),
    state: textOf(cells.stat ?? cells.state),
    command: layout.hasCommand && command !== "" ? command : null,
  };
}

function findCellEnd(line: string, start: number, field: Field): number {
  const end = findGap(line, start);
  if (field === "start") return findStartEnd(line, start, end);
  // BusyBox has three places for a state: sleeping, without memory of its own, and nice or not nice.
  if (field === "stat" && end === start + 1 && /^ [<N](?=[ \t])/.test(line.slice(end, end + 3))) return end + 2;
  return end;
}

/** "Mon Jan  5 09:12:44 2026", the same in another language, "lun. 5 janv. 09:12:44 2026", and "Jan 05" are one cell. */
function findStartEnd(line: string, start: number, end: number): number {
  const text = line.slice(start, start + 64);
  const whole = /^\p{L}{1,6}[.,]?(?:[ \t]+[\p{L}\d./]{1,12},?){1,3}[ \t]+\d\d:\d\d:\d\d[ \t]+\d{4}(?=[ \t]|$)/u.exec(text);
  if (whole !== null) return start + whole[0].length;
  const hasDay = /^(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[ \t]/.test(text);
  return hasDay ? findGap(line, skipGap(line, end)) : end;
}

function timeOf(word: string | undefined): number | null {
  return word === undefined ? null : parsePsTime(word);
}

function textOf(cell: string | undefined): string | null {
  return cell === undefined || cell === "-" || cell === "?" ? null : cell;
}
