/**
 * Figures that come from programs, which take their time. They are asked between rows; what reads meanwhile answers with
 * what was told last.
 */
export interface Poll {
  /** Asks anew, unless a question is on its way: then for its answer. Resolves when it is there, or (false) nobody waits any longer. Never rejects. */
  ask(): Promise<boolean>;
  /** As ask(), but of now, and `endedPid` has ended whatever is told. */
  askAgain(endedPid: number | null): Promise<boolean>;
  /** An answer is on its way. */
  readonly isAsked: boolean;
  /** When was told what reads answer now, on the monotonic clock; null: nothing was told yet. */
  readonly toldAtMs: number | null;
  /** How long before a row to ask, so that the answer is there. */
  readonly leadMs: number;
  /** What an answer costs the machine, in milliseconds of one CPU. */
  readonly costMs: number;
  /** Which kind of memory stands in for the one that was asked for; null: none has to. */
  memoryKind(wanted: "pss" | "rss" | "uss" | "footprint"): "rss" | "uss" | "footprint" | null;
}
