import { keyedNumber } from "./keyed-lines.ts";
import { unlessJunk } from "./unparsable.ts";

/** Of the process and of all children it has waited for. null where the kernel does not tell. */
export interface ProcPidIo {
  /** Characters passed through read(2) and write(2), also from caches and pipes. */
  rchar: number | null;
  wchar: number | null;
  /** Calls of read(2) and write(2). */
  syscr: number | null;
  syscw: number | null;
  /** Bytes that went to storage. */
  readBytes: number | null;
  writeBytes: number | null;
  /** Bytes counted as written that were thrown away before they were. May be negative. */
  cancelledWriteBytes: number | null;
}

/**
 * ```text
 * rchar: 7361512
 * read_bytes: 1019904
 * cancelled_write_bytes: 4096
 * ```
 * Bytes. https://man7.org/linux/man-pages/man5/proc_pid_io.5.html
 */
export function parseProcPidIo(text: string): ProcPidIo {
  const io: ProcPidIo = {
    rchar: keyedNumber(text, "rchar", source),
    wchar: keyedNumber(text, "wchar", source),
    syscr: keyedNumber(text, "syscr", source),
    syscw: keyedNumber(text, "syscw", source),
    readBytes: keyedNumber(text, "read_bytes", source),
    writeBytes: keyedNumber(text, "write_bytes", source),
    cancelledWriteBytes: keyedNumber(text, "cancelled_write_bytes", source),
  };
  return unlessJunk(io, text, source);
}

const source = "/proc/PID/io";
