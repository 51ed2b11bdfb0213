import { roundUpToSize } from "../../recommend/resources.ts";
import { memoryKillOf } from "../memory-kill.ts";
import type { Finding } from "../report.ts";
import { finding, type Run } from "./rule.ts";
import { mib, size } from "./words.ts";

export function killedForMemory(run: Run): Finding | null {
  const { report, memoryPeakMib: peak, memoryLimitMib: limit } = run;
  const kill = memoryKillOf(report, run.trace);
  if (kill === null) return null;
  const told = kill === "told";
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
