import { roundUpToSize } from "../../recommend/resources.ts";
import type { Finding } from "../report.ts";
import { finding, type Run } from "./rule.ts";
import { mib, size } from "./words.ts";

/** So near to all that it may have, SIGKILL is the kernel's. */
const AT_ITS_LIMIT = 0.9;
/** What a shell says of a child that SIGKILL has ended. */
const SHELLS_SIGKILL = 137;
/** Share of the machine's memory that is left when the kernel begins to kill. */
const NOTHING_LEFT = 0.03;

export function killedForMemory(run: Run): Finding | null {
  const { report, memoryPeakMib: peak, memoryLimitMib: limit } = run;
  const told = report.warnings.some(({ code }) => code === "oom_kill");
  if (!told && !wasLikelyKilled(run)) return null;
  const had = peak === null ? "" : `${mib(peak)}${limit === null ? "" : ` of the ${mib(limit)} it may have`}`;
  const unseen = peak !== null && limit !== null && peak < limit / 2;
  const evidence = { memory_peak_mib: peak, memory_limit_mib: limit };
  return finding(
    "killed_for_memory",
    told
      ? `Memory ran out, and the kernel killed a process of this job or of its group${had === "" ? "" : `. It was seen to use ${had}${unseen ? "; what came after was too sudden to be seen, or others had taken the rest" : ", and needs more"}`}`
      : `It was killed (SIGKILL) when ${had === "" ? "the machine's memory was used up" : `it used ${had}`}: memory ran out, it seems, and it needs more`,
    limit === null || !run.memoryLimitIsChosen ? "run it where there is twice the memory, and record it again" : `give it ${size(roundUpToSize(2 * limit))} and record it again: nobody knows yet how much it needs`,
    evidence,
  );
}

function wasLikelyKilled({ report, course, memoryPeakMib: peak, memoryLimitMib: limit }: Run): boolean {
  if (report.timed_out || (report.signal !== "SIGKILL" && report.exit_code !== SHELLS_SIGKILL)) return false;
  if (peak !== null && limit !== null && peak >= AT_ITS_LIMIT * limit) return true;
  const available = course("system_memory_available_mib").at(-1);
  const used = course("system_memory_used_mib").at(-1);
  // Beside a job that holds little, something else has used it up.
  return available !== undefined && used !== undefined && available < NOTHING_LEFT * (used + available) && peak !== null && peak > used / 2;
}
