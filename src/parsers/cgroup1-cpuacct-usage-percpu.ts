import { unparsable } from "./unparsable.ts";

/**
 * ```text
 * 7340113 2250077 9120345 610992
 * ```
 * Nanoseconds of each CPU that the machine could have, in order. https://docs.kernel.org/admin-guide/cgroup-v1/cpuacct.html
 */
export function parseCgroup1CpuacctUsagePercpu(text: string): number[] {
  const line = text.trim();
  if (line === "") return [];
  const nanoseconds = line.split(/\s+/).map(Number);
  if (!nanoseconds.every(Number.isInteger)) throw unparsable("cpuacct.usage_percpu", line);
  return nanoseconds;
}
