import { keyedNumber } from "./keyed-lines.ts";
import { unlessJunk } from "./unparsable.ts";

export interface Cgroup1CpuacctStat {
  userTicks: number | null;
  systemTicks: number | null;
}

/**
 * ```text
 * user 30712
 * system 4096
 * ```
 * Ticks. https://docs.kernel.org/admin-guide/cgroup-v1/cpuacct.html
 */
export function parseCgroup1CpuacctStat(text: string): Cgroup1CpuacctStat {
  const stat = { userTicks: keyedNumber(text, "user", source), systemTicks: keyedNumber(text, "system", source) };
  return unlessJunk(stat, text, source);
}

const source = "cpuacct.stat";
