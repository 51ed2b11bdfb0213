import type { Sample } from "../sample/sample.ts";
import { formatMemory, formatRate } from "./bytes.ts";
import { formatCpuTime, formatDuration } from "./duration.ts";
import { cut } from "./visible.ts";

/** What the run has come to so far; null where unknown. */
export interface ProgressTotals {
  cpuSeconds: number | null;
  memoryPeakBytes: number | null;
}

/** One line for a terminal of `width` columns, without its end: what the job does now, and in brackets what it came to. */
export function renderProgress({ elapsedSeconds, durationSeconds, tree }: Sample, totals: ProgressTotals, width: number): string {
  const perSecond = (bytes: number | null) => (bytes === null || durationSeconds <= 0 ? null : formatRate(bytes / durationSeconds));
  const inBrackets = (text: string | null) => (text === null ? "" : ` (${text})`);
  const parts = [
    formatDuration(elapsedSeconds),
    tree.cpuCores === null ? null : `CPU ${tree.cpuCores.toFixed(2)}${inBrackets(totals.cpuSeconds === null ? null : formatCpuTime(totals.cpuSeconds))}`,
    tree.memoryBytes === null ? null : `memory ${formatMemory(tree.memoryBytes)}${inBrackets(totals.memoryPeakBytes === null ? null : `peak ${formatMemory(totals.memoryPeakBytes)}`)}`,
    tree.children === null ? null : tree.children === 0 ? "1 process" : `${tree.children + 1} processes`,
    labelled("read", perSecond(tree.readBytes)),
    labelled("written", perSecond(tree.writeBytes)),
  ];
  // One column stays free: a full line would make some terminals begin a new one.
  return cut(parts.filter((part) => part !== null).join("  "), Math.max(1, width - 1));
}

const labelled = (label: string, rate: string | null): string | null => (rate === null ? null : `${rate} ${label}`);
