import { keyedBytes, keyedNumber, keyedText } from "./keyed-lines.ts";
import { unlessJunk, unparsable } from "./unparsable.ts";
import { decodeTaskName } from "./utf8.ts";

/** null where there is no such line: kernel threads have no memory, old kernels fewer lines. */
export interface ProcPidStatus {
  name: string | null;
  /** One letter, as in /proc/PID/stat. */
  state: string | null;
  tgid: number | null;
  pid: number | null;
  ppid: number | null;
  /** Real and effective user. */
  uid: number | null;
  effectiveUid: number | null;
  /** The pid in each pid namespace, this one first, its own last. */
  nspid: number[] | null;
  vmSizeBytes: number | null;
  vmHwmBytes: number | null;
  vmRssBytes: number | null;
  rssAnonBytes: number | null;
  rssFileBytes: number | null;
  rssShmemBytes: number | null;
  vmSwapBytes: number | null;
  threads: number | null;
  /** Bit n-1 is set when signal n is ignored. */
  sigIgn: bigint | null;
  /** "0-3,8" */
  cpusAllowedList: string | null;
}

/**
 * ```text
 * Name:	node
 * VmHWM:	   71204 kB
 * SigIgn:	0000000000001000
 * ```
 * "kB" is 1024 bytes; masks in base 16. https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
 */
export function parseProcPidStatus(text: string): ProcPidStatus {
  const uids = numbersBehind(text, "Uid");
  const name = keyedText(text, "Name");
  const status: ProcPidStatus = {
    name: name === null ? null : decodeTaskName(unescape(name)),
    state: keyedText(text, "State")?.charAt(0) || null,
    tgid: keyedNumber(text, "Tgid", source),
    pid: keyedNumber(text, "Pid", source),
    ppid: keyedNumber(text, "PPid", source),
    uid: uids?.[0] ?? null,
    effectiveUid: uids?.[1] ?? null,
    nspid: numbersBehind(text, "NSpid"),
    vmSizeBytes: keyedBytes(text, "VmSize", source),
    vmHwmBytes: parseVmHwmBytes(text),
    vmRssBytes: keyedBytes(text, "VmRSS", source),
    rssAnonBytes: keyedBytes(text, "RssAnon", source),
    rssFileBytes: keyedBytes(text, "RssFile", source),
    rssShmemBytes: keyedBytes(text, "RssShmem", source),
    vmSwapBytes: keyedBytes(text, "VmSwap", source),
    threads: keyedNumber(text, "Threads", source),
    sigIgn: parseSigIgn(text),
    cpusAllowedList: keyedText(text, "Cpus_allowed_list"),
  };
  return unlessJunk(status, text, source);
}

/** High-water mark of resident memory alone: asked for many times a second. */
export function parseVmHwmBytes(text: string): number | null {
  return keyedBytes(text, "VmHWM", source);
}

/** The mask of ignored signals alone. */
export function parseSigIgn(text: string): bigint | null {
  const mask = keyedText(text, "SigIgn");
  if (mask === null) return null;
  if (!/^[\da-f]+$/i.test(mask)) throw unparsable(source, `SigIgn: ${mask}`);
  return BigInt(`0x${mask}`);
}

const source = "/proc/PID/status";

function numbersBehind(text: string, key: string): number[] | null {
  const words = keyedText(text, key);
  if (!words) return null;
  const numbers = words.split(/\s+/).map(Number);
  if (numbers.some(Number.isNaN)) throw unparsable(source, `${key}: ${words}`);
  return numbers;
}

/** Other than in /proc/PID/stat, a newline in the name is written as \n and a backslash as \\. */
function unescape(name: string): string {
  return name.includes("\\") ? name.replace(/\\([\\n])/g, (_, escaped: string) => (escaped === "n" ? "\n" : "\\")) : name;
}
