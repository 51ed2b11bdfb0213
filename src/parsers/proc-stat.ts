import { decimalBetween, decimalsFrom, skipBlanks, skipDigits } from "./decimal.ts";
import { keyedNumber } from "./keyed-lines.ts";
import { refuseJunk, unparsable } from "./unparsable.ts";

/** Ticks since boot; null for columns that the kernel does not have. */
export interface CpuTicks {
  userTicks: number;
  niceTicks: number;
  systemTicks: number;
  idleTicks: number;
  iowaitTicks: number | null;
  irqTicks: number | null;
  softirqTicks: number | null;
  stealTicks: number | null;
  /** Contained in user. */
  guestTicks: number | null;
  /** The first eight columns. */
  totalTicks: number;
  /** Everything but idle and iowait. */
  busyTicks: number;
}

export interface ProcStat extends CpuTicks {
  /** Rows cpuN: the CPUs that are online. */
  cpus: number;
  /** Processes and threads created since boot. */
  processes: number | null;
  procsRunning: number | null;
  /** Unix time of the boot. */
  btimeSeconds: number | null;
}

/**
 * ```text
 * cpu  5389 0 1095 245588 224 0 77 12 0 0
 * cpu0 2938 0 617 122412 179 0 31 10 0 0
 * btime 1731001122
 * ```
 * Ticks: user nice system idle iowait irq softirq steal guest guest_nice, over all CPUs and for each. Linux 2.6 has
 * seven columns and fewer. null without such rows: some sandboxes show an empty file.
 * https://man7.org/linux/man-pages/man5/proc_stat.5.html
 */
export function parseProcStat(text: string): ProcStat | null {
  let sum: CpuTicks | null = null;
  let cpus = 0;
  let at = firstCpuRow(text);
  for (; text.startsWith("cpu", at); at = nextLine(text, at)) {
    if (isDigit(text, at + 3)) cpus++;
    else sum ??= readTicks(text, at);
  }
  if (sum === null) {
    refuseJunk(text, source);
    return null;
  }
  // The line of interrupts may have 30 KB; these searches only look for letters there.
  const rest = text.slice(at);
  // Spreading `sum` into a new object takes three times as long as all the rest.
  return Object.assign(sum, {
    cpus,
    processes: keyedNumber(rest, "processes", source),
    procsRunning: keyedNumber(rest, "procs_running", source),
    btimeSeconds: keyedNumber(rest, "btime", source),
  });
}

/** The row of each CPU that is online, by its number: there are gaps where CPUs are offline. */
export function parseProcStatCpus(text: string): Map<number, CpuTicks> {
  const cpus = new Map<number, CpuTicks>();
  for (let at = firstCpuRow(text); text.startsWith("cpu", at); at = nextLine(text, at)) {
    if (isDigit(text, at + 3)) cpus.set(decimalBetween(text, at + 3, skipDigits(text, at + 3)), readTicks(text, at));
  }
  return cpus;
}

const source = "/proc/stat";

function firstCpuRow(text: string): number {
  const at = text.search(/^[ \t]*cpu[ \t\d]/m);
  return at === -1 ? text.length : skipBlanks(text, at);
}

function nextLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : skipBlanks(text, end + 1);
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

function readTicks(text: string, at: number): CpuTicks {
  const columns = decimalsFrom(text, skipDigits(text, at + 3), 10);
  if (columns.length < 4) throw unparsable(source, text.slice(at, nextLine(text, at)).trimEnd());
  let totalTicks = 0;
  for (let column = 0; column < columns.length && column < 8; column++) totalTicks += columns[column] as number;
  const idleTicks = columns[3] as number;
  const iowaitTicks = columns[4] ?? null;
  return {
    userTicks: columns[0] as number,
    niceTicks: columns[1] as number,
    systemTicks: columns[2] as number,
    idleTicks,
    iowaitTicks,
    irqTicks: columns[5] ?? null,
    softirqTicks: columns[6] ?? null,
    stealTicks: columns[7] ?? null,
    guestTicks: columns[8] ?? null,
    totalTicks,
    busyTicks: totalTicks - idleTicks - (iowaitTicks ?? 0),
  };
}
