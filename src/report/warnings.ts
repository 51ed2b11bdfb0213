import type { Warning } from "./report.ts";

/**
 * Every warning that a run can end with. Each is a fact with its number, what it means for the figures, and, where there is something
 * to do, what.
 */
export const warnings = {
  lateSamples: (count: number, seconds: number): Warning => ({
    code: "late_samples",
    message: `${counted(count, "sample was", "samples were")} late by more than ${plain(seconds)} s. The machine was busy; shorter peaks may be missed`,
    hint: null,
  }),

  missedSamples: (count: number): Warning => ({
    code: "missed_samples",
    message: `${counted(count, "sample", "samples")} could not be taken in time; ${count === 1 ? "its" : "their"} time is part of the row after ${count === 1 ? "it" : "them"}. Totals are not affected`,
    hint: "was restrack stopped, or the machine suspended?",
  }),

  memoryEstimated: (rows: number, total: number): Warning => ({
    code: "memory_estimated",
    message: `Memory is partly estimated in ${rows} of ${counted(total, "row", "rows")}: reading all of it would have disturbed the job`,
    hint: "--memory rss is cheaper to read, and counts shared pages in every process",
  }),

  /** Asked for one kind of memory and got another. */
  memoryKindMissing: (wanted: string, got: string): Warning => ({
    code: "memory_kind",
    message: `Memory is ${got.toUpperCase()}, not ${wanted.toUpperCase()}: this system does not tell it`,
    hint: null,
  }),

  cpuSampled: (seconds: number): Warning => ({
    code: "cpu_sampled",
    message: `${plain(seconds)} s of CPU are of processes that nobody waited for: only sampling has seen them, and they may have used more`,
    hint: null,
  }),

  /** SIGCHLD is ignored: whatever children use is dropped by the kernel when they end. */
  childrenIgnored: (names: readonly string[]): Warning => ({
    code: "children_ignored",
    message: `${shortList(names)} ignores SIGCHLD, so the kernel drops what its children used: only sampling sees them, and CPU is at least what stands here`,
    hint: "where restrack may make a cgroup (as root, or with a delegated one) it is exact",
  }),

  processesHidden: (count: number): Warning => ({
    code: "processes_hidden",
    message: `${counted(count, "process", "processes")} of the job could not be read (another user's?); ${count === 1 ? "it is" : "they are"} not counted in memory and disk`,
    hint: "run restrack as the same user, or as root",
  }),

  leftBehind: (count: number, names: readonly string[]): Warning => ({
    code: "left_behind",
    message: `${counted(count, "process", "processes")} of the job still ${count === 1 ? "runs" : "run"} (${shortList(names)}); what ${count === 1 ? "it uses" : "they use"} from now on is not counted`,
    hint: "--wait-children stays until they have ended",
  }),

  oomKilled: (count: number): Warning => ({
    code: "oom_kill",
    message: `Out of memory: the kernel killed ${counted(count, "process", "processes")} in this cgroup during the run`,
    hint: "give the job more memory, or let it use less",
  }),

  throttled: (seconds: number | null, periods: number): Warning => ({
    code: "cpu_throttled",
    message: `The CPU limit held the job back ${seconds === null ? counted(periods, "time", "times") : `for ${plain(seconds)} s, ${counted(periods, "time", "times")}`}`,
    hint: "give the job more CPU, or let it start fewer threads",
  }),

  outputFailed: (option: string, path: string, reason: string): Warning => ({
    code: "output_failed",
    message: `Cannot write ${option} "${path}": ${reason}`,
    hint: null,
  }),

  rowsLost: (path: string, rows: number, reason: string): Warning => ({
    code: "rows_lost",
    message: `${counted(rows, "row is", "rows are")} missing in "${path}": ${reason}. The totals here hold all of them`,
    hint: null,
  }),

  ruleUnknown: (sentence: string): Warning => ({ code: "fail_if_unknown", message: sentence, hint: null }),

  // Of recorded runs.

  lineCut: (sentence: string): Warning => ({ code: "line_cut", message: sentence, hint: null }),

  notEnded: (): Warning => ({
    code: "not_ended",
    message: "This run has no end: it is still running, or restrack was killed. Exit code, programs and limits are not known",
    hint: null,
  }),

  metaUnreadable: (reason: string): Warning => ({
    code: "meta_unreadable",
    message: `${reason}. Only what the rows tell is shown`,
    hint: null,
  }),
};

/** "1 row", "1204 rows" */
function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Two digits that count: 0.5, 1.2, 12, 1204. */
function plain(value: number): string {
  return String(value >= 10 ? Math.round(value) : Number(value.toPrecision(2)));
}

function shortList(names: readonly string[]): string {
  const different = [...new Set(names)];
  return different.length <= 3 ? different.join(", ") : `${different.slice(0, 3).join(", ")} and ${different.length - 3} more`;
}
