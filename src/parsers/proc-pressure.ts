import { unlessJunk } from "./unparsable.ts";

/** null where the kernel has no such line: "full" of the CPU came with Linux 5.13. */
export interface ProcPressure {
  some: PressureLine | null;
  full: PressureLine | null;
}

export interface PressureLine {
  /** Share of the time in percent over the last 10, 60 and 300 seconds. */
  avg10: number | null;
  avg60: number | null;
  avg300: number | null;
  /** Counted up since boot, or since the group was made. */
  totalMicroseconds: number | null;
}

/**
 * ```text
 * some avg10=0.35 avg60=0.29 avg300=0.09 total=2548075
 * full avg10=0.00 avg60=0.00 avg300=0.00 total=0
 * ```
 * The time in which some, or all, tasks waited for the resource. Averages in percent, total in microseconds.
 * Also cpu.pressure, io.pressure and memory.pressure of a cgroup. https://docs.kernel.org/accounting/psi.html
 */
export function parseProcPressure(text: string): ProcPressure {
  return unlessJunk({ some: readLine(text, "some"), full: readLine(text, "full") }, text, "/proc/pressure");
}

function readLine(text: string, kind: string): PressureLine | null {
  let start = text.indexOf(`${kind} avg`);
  if (start === -1) return null;
  let end = text.indexOf("\n", start);
  if (end === -1) end = text.length;
  const line = text.slice(start, end);
  return {
    avg10: readValue(line, " avg10="),
    avg60: readValue(line, " avg60="),
    avg300: readValue(line, " avg300="),
    totalMicroseconds: readValue(line, " total="),
  };
}

function readValue(line: string, key: string): number | null {
  const at = line.indexOf(key);
  const value = at === -1 ? NaN : Number.parseFloat(line.slice(at + key.length));
  return Number.isNaN(value) ? null : value;
}
