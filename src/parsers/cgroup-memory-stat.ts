import { isUnlimited } from "./cgroup-value.ts";
import { keyedNumber } from "./keyed-lines.ts";
import { unlessJunk } from "./unparsable.ts";

/** Bytes; null where the file has no such line. */
export interface CgroupMemoryStat {
  /** v2: of the group and all below it. */
  anonBytes: number | null;
  /** Page cache, with shared memory and tmpfs in it. */
  fileBytes: number | null;
  shmemBytes: number | null;
  /** Since Linux 5.18; the sum of the next five, and more. */
  kernelBytes: number | null;
  kernelStackBytes: number | null;
  pageTablesBytes: number | null;
  percpuBytes: number | null;
  sockBytes: number | null;
  slabBytes: number | null;
  slabReclaimableBytes: number | null;
  inactiveFileBytes: number | null;
  activeFileBytes: number | null;
  /** v1: of the group alone. */
  rssBytes: number | null;
  cacheBytes: number | null;
  swapBytes: number | null;
  /** v1: of the group and all below it. */
  totalRssBytes: number | null;
  totalCacheBytes: number | null;
  totalShmemBytes: number | null;
  totalSwapBytes: number | null;
  totalInactiveFileBytes: number | null;
  /** v1: the least limit of the group and all above it. */
  hierarchicalMemoryLimitBytes: number | "max" | null;
}

/**
 * ```text
 * anon 805306368                          v2
 * rss 1207959552                          v1
 * hierarchical_memory_limit 4294967296    v1
 * ```
 * https://docs.kernel.org/admin-guide/cgroup-v2.html and cgroup-v1/memory.html (memory.stat)
 */
export function parseCgroupMemoryStat(text: string): CgroupMemoryStat {
  const bytes = (key: string): number | null => keyedNumber(text, key, source);
  const limit = bytes("hierarchical_memory_limit");
  const stat: CgroupMemoryStat = {
    anonBytes: bytes("anon"),
    fileBytes: bytes("file"),
    shmemBytes: bytes("shmem"),
    kernelBytes: bytes("kernel"),
    kernelStackBytes: bytes("kernel_stack"),
    pageTablesBytes: bytes("pagetables"),
    percpuBytes: bytes("percpu"),
    sockBytes: bytes("sock"),
    slabBytes: bytes("slab"),
    slabReclaimableBytes: bytes("slab_reclaimable"),
    inactiveFileBytes: bytes("inactive_file"),
    activeFileBytes: bytes("active_file"),
    rssBytes: bytes("rss"),
    cacheBytes: bytes("cache"),
    swapBytes: bytes("swap"),
    totalRssBytes: bytes("total_rss"),
    totalCacheBytes: bytes("total_cache"),
    totalShmemBytes: bytes("total_shmem"),
    totalSwapBytes: bytes("total_swap"),
    totalInactiveFileBytes: bytes("total_inactive_file"),
    hierarchicalMemoryLimitBytes: limit !== null && isUnlimited(limit) ? "max" : limit,
  };
  return unlessJunk(stat, text, source);
}

const source = "memory.stat";
