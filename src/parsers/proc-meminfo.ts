import { keyedBytes } from "./keyed-lines.ts";
import { unlessJunk } from "./unparsable.ts";

/** null where the kernel has no such line. */
export interface ProcMeminfo {
  totalBytes: number | null;
  freeBytes: number | null;
  /** Since Linux 3.14. */
  availableBytes: number | null;
  buffersBytes: number | null;
  cachedBytes: number | null;
  activeBytes: number | null;
  inactiveBytes: number | null;
  swapTotalBytes: number | null;
  swapFreeBytes: number | null;
  /** Shared memory and tmpfs; contained in cached. */
  shmemBytes: number | null;
  sReclaimableBytes: number | null;
}

/**
 * ```text
 * MemTotal:       24682416 kB
 * MemAvailable:   24382172 kB
 * Active(anon):       1024 kB
 * ```
 * "kB" is 1024 bytes. https://man7.org/linux/man-pages/man5/proc_meminfo.5.html
 */
export function parseProcMeminfo(text: string): ProcMeminfo {
  const meminfo: ProcMeminfo = {
    totalBytes: keyedBytes(text, "MemTotal", source),
    freeBytes: keyedBytes(text, "MemFree", source),
    availableBytes: keyedBytes(text, "MemAvailable", source),
    buffersBytes: keyedBytes(text, "Buffers", source),
    cachedBytes: keyedBytes(text, "Cached", source),
    activeBytes: keyedBytes(text, "Active", source),
    inactiveBytes: keyedBytes(text, "Inactive", source),
    swapTotalBytes: keyedBytes(text, "SwapTotal", source),
    swapFreeBytes: keyedBytes(text, "SwapFree", source),
    shmemBytes: keyedBytes(text, "Shmem", source),
    sReclaimableBytes: keyedBytes(text, "SReclaimable", source),
  };
  return unlessJunk(meminfo, text, source);
}

const source = "/proc/meminfo";
