import { keyedNumber } from "./keyed-lines.ts";
import { unlessJunk } from "./unparsable.ts";

/** null where the file has no such line. */
export interface CgroupCpuStat {
  usageMicroseconds: number | null;
  userMicroseconds: number | null;
  systemMicroseconds: number | null;
  /** Periods in which the group wanted to run, and those in which its quota stopped it. */
  nrPeriods: number | null;
  nrThrottled: number | null;
  throttledMicroseconds: number | null;
}

/**
 * ```text
 * usage_usec 9120345                      v2
 * nr_throttled 12
 * throttled_time 8400120000               v1: nanoseconds
 * ```
 * Without a quota in v2, and always in v1, there are fewer lines.
 * https://docs.kernel.org/admin-guide/cgroup-v2.html (cpu.stat)
 */
export function parseCgroupCpuStat(text: string): CgroupCpuStat {
  const throttledNanoseconds = keyedNumber(text, "throttled_time", source);
  const stat: CgroupCpuStat = {
    usageMicroseconds: keyedNumber(text, "usage_usec", source),
    userMicroseconds: keyedNumber(text, "user_usec", source),
    systemMicroseconds: keyedNumber(text, "system_usec", source),
    nrPeriods: keyedNumber(text, "nr_periods", source),
    nrThrottled: keyedNumber(text, "nr_throttled", source),
    throttledMicroseconds: keyedNumber(text, "throttled_usec", source) ?? (throttledNanoseconds === null ? null : throttledNanoseconds / 1000),
  };
  return unlessJunk(stat, text, source);
}

const source = "cpu.stat";
