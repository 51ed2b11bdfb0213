import { keyedNumber } from "./keyed-lines.ts";
import { unlessJunk } from "./unparsable.ts";

/** How often since the group was made; null where the file has no such line. */
export interface CgroupMemoryEvents {
  /** Memory was taken back although the group was below memory.low; it was over memory.high; it was at memory.max. */
  low: number | null;
  high: number | null;
  max: number | null;
  /** At the limit and nothing to take back. */
  oom: number | null;
  /** Processes killed for it. */
  oomKill: number | null;
  /** Whole groups killed for it. */
  oomGroupKill: number | null;
}

/**
 * ```text
 * max 12
 * oom 1
 * oom_kill 1
 * ```
 * Also memory.oom_control of cgroup v1, which has oom_kill since Linux 4.13.
 * https://docs.kernel.org/admin-guide/cgroup-v2.html (memory.events)
 */
export function parseCgroupMemoryEvents(text: string): CgroupMemoryEvents {
  const events: CgroupMemoryEvents = {
    low: keyedNumber(text, "low", source),
    high: keyedNumber(text, "high", source),
    max: keyedNumber(text, "max", source),
    oom: keyedNumber(text, "oom", source),
    oomKill: keyedNumber(text, "oom_kill", source),
    oomGroupKill: keyedNumber(text, "oom_group_kill", source),
  };
  // Before Linux 4.13 memory.oom_control has two other lines, and tells none of these.
  return text.includes("under_oom") ? events : unlessJunk(events, text, source);
}

const source = "memory.events";
