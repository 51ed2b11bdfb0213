import { fewestCores } from "../../recommend/replay.ts";
import type { Finding } from "../report.ts";
import { gpuStarved } from "./gpu.ts";
import { finding, type Run } from "./rule.ts";
import { counted, percent, plain } from "./words.ts";

/** As far as ticks and a short last row let it be seen. */
const ONE_CORE = { from: 0.85, to: 1.15 };

export function oneCoreBusy(run: Run): Finding | null {
  const { cores, trace } = run;
  const share = trace.shareOfRows(ONE_CORE.from, ONE_CORE.to);
  // What waits for that core wants more of them, not fewer.
  if (cores === null || cores < 2 || share < 0.8 || gpuStarved(run) !== null) return null;
  const others = Math.floor(cores) - 1;
  return finding(
    "one_core_busy",
    `One core was busy in ${percent(share)} of the time, and ${others === 1 ? "the other one" : `${others} others`} stood by: it does one thing after the other`,
    "let it work in several threads or processes, or give it one core: more do not make it faster",
    { share_of_time: share, cores },
  );
}

const MAX_SLOWDOWN = 0.1;
/** On a machine as busy as this, nobody knows how many cores the job would have used. */
const MACHINE_FULL = 0.9;

export function coresIdle(run: Run): Finding | null {
  const { trace, recorded, cores, cpuMean, machineCores, systemCores } = run;
  if (cores === null || cpuMean === null || trace.busy.length === 0 || !(recorded.durationSeconds > 0) || oneCoreBusy(run) !== null || gpuStarved(run) !== null) return null;
  if (machineCores !== null && systemCores !== null && systemCores >= MACHINE_FULL * machineCores) return null;
  const needed = fewestCores(recorded, MAX_SLOWDOWN);
  // The second of two cores is hardly ever for sale without the first.
  if (cores < 2 * needed || cores - needed < 2) return null;
  return finding(
    "cores_idle",
    `${counted(needed, "core")} would have done, of the ${plain(cores)} it may use: on average ${counted(cpuMean, "core")} ${plain(cpuMean) === "1" ? "was" : "were"} busy`,
    `give it ${needed}: it takes at most ${percent(MAX_SLOWDOWN)} longer there`,
    { cores_needed: needed, cores, cpu_mean: cpuMean },
  );
}

/** Being held back now and then is what a limit is for. */
const LEAST_THROTTLED = 0.05;

export function cpuThrottled({ report, cores, durationSeconds }: Run): Finding | null {
  const warning = report.warnings.find(({ code }) => code === "cpu_throttled");
  if (warning === undefined) return null;
  // The counters themselves are not kept; a kernel that does not tell the seconds tells only how often.
  const told = /for ([\d.]+) s\b/.exec(warning.message)?.[1];
  const seconds = told === undefined ? null : Number(told);
  if (seconds !== null && durationSeconds !== null && seconds < LEAST_THROTTLED * durationSeconds) return null;
  return finding("cpu_throttled", `${warning.message}${cores === null ? "" : `: it wanted more than the ${counted(cores, "core")} it may use`}`, "raise its CPU limit, or start no more threads than it has cores", { throttled_seconds: seconds, cores, duration_seconds: durationSeconds });
}
