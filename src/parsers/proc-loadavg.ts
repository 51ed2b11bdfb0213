import { unparsable } from "./unparsable.ts";

export interface ProcLoadavg {
  /** Tasks that ran or wanted to, or waited for a disk, averaged over 1, 5 and 15 minutes. */
  load1: number;
  load5: number;
  load15: number;
  /** Tasks, that is threads: running or ready, and all. */
  runnable: number | null;
  tasks: number | null;
  /** What the kernel gave out last, to a process or a thread. */
  lastPid: number | null;
}

/**
 * ```text
 * 0.41 0.12 0.04 1/81 6619
 * ```
 * null when it is empty. https://man7.org/linux/man-pages/man5/proc_loadavg.5.html
 */
export function parseProcLoadavg(text: string): ProcLoadavg | null {
  const line = text.trim();
  if (line === "") return null;
  const match = /^(\d+\.\d+)\s+(\d+\.\d+)\s+(\d+\.\d+)(?:\s+(\d+)\/(\d+)(?:\s+(\d+))?)?(?=\s|$)/.exec(line);
  if (match === null) throw unparsable("/proc/loadavg", line);
  const [, load1, load5, load15, runnable, tasks, lastPid] = match;
  return {
    load1: Number(load1),
    load5: Number(load5),
    load15: Number(load15),
    runnable: numberOrNull(runnable),
    tasks: numberOrNull(tasks),
    lastPid: numberOrNull(lastPid),
  };
}

function numberOrNull(digits: string | undefined): number | null {
  return digits === undefined ? null : Number(digits);
}
