import type { Report } from "../../report/report.ts";

/** What every scheduler is told, in whole numbers. */
export interface Paste {
  /** Letters, digits, "-", "_" and "." only: safe wherever a name may stand. */
  name: string;
  cpus: number;
  /** null: the run does not tell. */
  memoryMib: number | null;
  gpus: number;
  /** Rounded up, with a fifth more than the run took. */
  minutes: number | null;
  /** Lines of a comment. */
  remarks: string[];
}

const TIME_HEADROOM = 0.2;

export function pasteOf({ name, recommended_resources: need, duration_seconds: seconds, samples }: Report): Paste {
  if (need === null) return { name: safeName(name), cpus: 1, memoryMib: null, gpus: 0, minutes: null, remarks: ["the run does not tell what it needs"] };
  return {
    name: safeName(name),
    cpus: need.cpu,
    memoryMib: need.memory,
    gpus: need.gpu,
    minutes: seconds === null ? null : Math.max(1, Math.ceil((seconds * (1 + TIME_HEADROOM)) / 60 - 1e-9)),
    remarks: [
      `from a run of ${seconds === null ? "unknown length" : `${Number(seconds.toFixed(1))} s`}, ${samples} samples`,
      ...(need.memory === null ? ["memory is left out: the run does not tell it"] : []),
      ...(need.memory_is_at_least ? ["it was killed for memory: it needs more than this, and nobody knows how much"] : []),
    ],
  };
}

/** "my job\nrm -rf" becomes "my-job-rm--rf". */
function safeName(name: string): string {
  const safe = name.replace(/[^A-Za-z0-9._-]/g, "-").replace(/^[^A-Za-z0-9]+/, "").slice(0, 60);
  return safe === "" ? "job" : safe;
}

/** "8G", or "512M" where it is no whole number of them. */
export function inUnits(mib: number, gib: string, mibUnit: string): string {
  return mib % 1024 === 0 ? `${mib / 1024}${gib}` : `${mib}${mibUnit}`;
}

export const comments = (sign: string, { remarks }: Paste): string[] => remarks.map((remark) => `${sign} restrack: ${remark}`);
