import { keyedBytes, sumKeyedBytes } from "./keyed-lines.ts";
import { refuseJunk } from "./unparsable.ts";

export interface ProcPidSmaps {
  rssBytes: number;
  /** Resident, each shared page divided by how many share it. */
  pssBytes: number;
  /** Shared with nobody; huge pages are counted here and, as the kernel counts, neither in rss nor in pss. */
  ussBytes: number;
  swapBytes: number;
  /** Swapped, each shared page divided; null before Linux 4.3. */
  swapPssBytes: number | null;
}

/**
 * ```text
 * 559dc2a4e000-7ffd0f1b2000 ---p 00000000 00:00 0                          [rollup]
 * Pss:                8124 kB
 * Private_Dirty:      6380 kB
 * ```
 * "kB" is 1024 bytes. null when there is nothing in it: a kernel thread, a process that has ended.
 * https://docs.kernel.org/filesystems/proc.html (smaps_rollup)
 */
export function parseProcPidSmapsRollup(text: string): ProcPidSmaps | null {
  return readTotals(text, keyedBytes, "/proc/PID/smaps_rollup");
}

/** The long form, the same lines once per mapping: for kernels before 4.14. */
export function parseProcPidSmaps(text: string): ProcPidSmaps | null {
  return readTotals(text, sumKeyedBytes, "/proc/PID/smaps");
}

function readTotals(text: string, bytesOf: typeof keyedBytes, source: string): ProcPidSmaps | null {
  const rssBytes = bytesOf(text, "Rss", source);
  const pssBytes = bytesOf(text, "Pss", source);
  if (rssBytes === null || pssBytes === null) {
    if (rssBytes === pssBytes) refuseJunk(text, source);
    return null;
  }
  const ussBytes = ["Private_Clean", "Private_Dirty", "Private_Hugetlb"].reduce((sum, key) => sum + (bytesOf(text, key, source) ?? 0), 0);
  return {
    rssBytes,
    pssBytes,
    ussBytes,
    swapBytes: bytesOf(text, "Swap", source) ?? 0,
    swapPssBytes: bytesOf(text, "SwapPss", source),
  };
}
