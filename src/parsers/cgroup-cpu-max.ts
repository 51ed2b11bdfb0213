import { unparsable } from "./unparsable.ts";

export interface CgroupCpuMax {
  /** CPU time that the group may use in each period. */
  quotaMicroseconds: number | "max";
  periodMicroseconds: number;
  /** Both in one: CPUs that the group may keep busy, a fraction too. */
  cpus: number | "max";
}

/**
 * ```text
 * 150000 100000
 * max 100000
 * ```
 * Quota and period in microseconds. null when the file is empty.
 * https://docs.kernel.org/admin-guide/cgroup-v2.html (cpu.max)
 */
export function parseCgroupCpuMax(text: string): CgroupCpuMax | null {
  const line = text.trim();
  if (line === "") return null;
  const match = /^(max|\d+)(?:\s+(\d+))?$/.exec(line);
  const periodMicroseconds = Number(match?.[2] ?? DEFAULT_PERIOD_MICROSECONDS);
  if (match === null || periodMicroseconds === 0) throw unparsable("cpu.max", line);
  const quotaMicroseconds = match[1] === "max" ? "max" : Number(match[1]);
  const cpus = quotaMicroseconds === "max" ? "max" : quotaMicroseconds / periodMicroseconds;
  return { quotaMicroseconds, periodMicroseconds, cpus };
}

const DEFAULT_PERIOD_MICROSECONDS = 100_000;
