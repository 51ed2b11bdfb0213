import { unparsable } from "./unparsable.ts";

/**
 * ```text
 * 2147483648
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
  return number !== null && (number >= UNLIMITED || number === UNLIMITED_32_BIT) ? "max" : number;
}

/** What a group uses or has used, which no number is too large for: memory.current, memory.peak, cpuacct.usage. */
export function parseCgroupCounter(text: string): number | null {
  const value = text.trim();
  if (value === "") return null;
  if (!/^\d+$/.test(value)) throw unparsable("a cgroup's value", value);
  return Number(value);
}

/** 2^63 bytes, rounded down to pages; or 2^64 − 1 before Linux 3.19. Nobody has as much. */
export const UNLIMITED = 2 ** 60;

/** The largest number of pages where a long has 32 bits. */
const UNLIMITED_32_BIT = (2 ** 31 - 1) * 4096;
