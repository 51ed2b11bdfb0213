import type { Report } from "../../report/report.ts";
import { formatDuration } from "../duration.ts";
import { outcomeOf } from "../figures.ts";
import { visible } from "../visible.ts";
import type { RecommendationOptions } from "./options.ts";

/** What every scheduler is told, in whole numbers. */
export interface Paste {
  /** Letters, digits, "-", "_" and "." only: safe wherever a name may stand. */
  name: string;
  /** null, here and below: the run does not tell. */
  cpus: number | null;
  memoryMib: number | null;
  gpus: number;
  /** Rounded up, with more than the run took. */
  minutes: number | null;
  /** Lines of a comment: what it rests on, and what speaks against it. */
  remarks: string[];
}

const TIME_HEADROOM = 0.2;

export function pasteOf(report: Report, { runs = 1, longestSeconds, timeHeadroom = TIME_HEADROOM }: RecommendationOptions = {}): Paste {
  const { name, recommended_resources: need, duration_seconds: duration } = report;
  const seconds = longestSeconds ?? duration;
  if (need === null) return { name: safeName(name), cpus: null, memoryMib: null, gpus: 0, minutes: null, remarks: ["the run does not tell what it needs"] };
  return {
    name: safeName(name),
    cpus: need.cpu,
    memoryMib: need.memory,
    gpus: need.gpu,
    // What lies on a minute but for the last bits of a number is not a minute more.
    minutes: seconds === null ? null : Math.max(1, Math.ceil((seconds * (1 + timeHeadroom)) / 60 - 1e-9)),
    remarks: [
      origin(report, seconds, runs, longestSeconds !== undefined),
      ...need.reasons.map(visible),
      ...(endedEarly(report) ? [`that run did not end by itself (${visible(outcomeOf(report))}): a whole one may take longer and need more`] : []),
      ...(need.memory === null ? ["memory is left out: the run does not tell it"] : []),
      ...(need.memory_is_at_least ? ["the memory below is a lower bound: ask for more than that"] : []),
      ...(seconds === null ? ["a time limit is left out: the run does not tell how long it took"] : []),
    ],
  };
}

function origin({ samples }: Report, seconds: number | null, runs: number, longest: boolean): string {
  const took = seconds === null ? "of unknown length" : `of ${formatDuration(seconds)}`;
  return runs > 1 ? `from ${runs} runs, the ${longest ? "longest" : "first"} ${took}` : `from a run ${took}, ${samples} ${samples === 1 ? "sample" : "samples"}`;
}

/** What it had used by then is less than a whole run uses. */
const endedEarly = ({ signal, timed_out }: Report): boolean => signal !== null || timed_out;

/** "my job\nrm -rf" becomes "my-job-rm--rf". */
function safeName(name: string): string {
  const safe = name.replace(/[^A-Za-z0-9._-]/g, "-").replace(/^[^A-Za-z0-9]+/, "").slice(0, 60);
  return safe === "" ? "job" : safe;
}

/** "8G", or "512M" where it is no whole number of them. */
export function inUnits(mib: number, gib: string, mibUnit: string): string {
  return mib % 1024 === 0 ? `${mib / 1024}${gib}` : `${mib}${mibUnit}`;
}

/** A line each. No backslash: Groovy takes \u000a for a line end even in a comment. */
export const comments = (sign: string, { remarks }: Paste): string[] => remarks.map((remark) => `${sign} restrack: ${remark.replaceAll("\\", "/")}`);
