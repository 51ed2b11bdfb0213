import { unparsable } from "./unparsable.ts";

/**
 * ```text
 * 4294967296
 * max
 * 9223372036854771712
 * ```
 * A limit: memory.max, pids.max, memory.limit_in_bytes, cpu.cfs_quota_us. cgroup v2 writes "max" for none; v1 writes
 * -1, or the largest number of pages of its machine. null when the file is empty.
 * https://docs.kernel.org/admin-guide/cgroup-v2.html
 */
export function parseCgroupValue(text: string): number | "max" | null {
  const value = text.trim();
  if (value === "max" || value === "-1") return "max";
  const number = parseCgroupCounter(text);
  return number !== null && isUnlimited(number) ? "max" : number;
}

/** What a group uses or has used, which no number is too large for: memory.current, memory.peak, cpuacct.usage. */
export function parseCgroupCounter(text: string): number | null {
  const value = text.trim();
  if (value === "") return null;
  if (!/^\d+$/.test(value)) throw unparsable("a cgroup's value", value);
  return Number(value);
}

/** Whether a limit of cgroup v1 stands for none. */
export function isUnlimited(limit: number): boolean {
  return limit >= 2 ** 60 || limit === LARGEST_32_BIT_LIMIT;
}

/** 2^31 - 1 pages. Where a long has 64 bits it is 2^63 bytes rounded down to pages, before Linux 3.19 2^64 - 1. */
const LARGEST_32_BIT_LIMIT = (2 ** 31 - 1) * 4096;
