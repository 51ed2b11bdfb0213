import type { Host, ProgramResult } from "../../host/host.ts";

/** Runs a program and gives what it printed; rejects with the reason where it failed. */
export type Tell = (program: string, args: readonly string[]) => Promise<string>;

export interface ToolPollOptions<T> {
  /** Ways to a reading, in the order in which they are tried: the first that leads to one is gone from then on. */
  ways: readonly ((tell: Tell) => Promise<T>)[];
  run: Host["run"];
  intervalSeconds: number;
  monotonicMs: () => number;
  /** Calls back after so many milliseconds, unless that is undone. */
  later: (ms: number, act: () => void) => () => void;
  /** A program has ended, for whatever reason. */
  onEnded: () => void;
  /** It never came to a reading. */
  onBroken: (problem: string) => void;
}

/** A tool that hangs is ended. */
const TIMEOUT_MS = 30_000;
const MOST_BYTES = 2 ** 24;
/** Of all time, a tool may run for a twentieth, and for a while more at the start: a short job has no other time. */
const MOST_OF_TIME = 1 / 20;
const START_MS = 3000;
const LEAST_FRESH_MS = 3000;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;
/** After so many failures in a row without ever a reading, it is left alone. */
const MOST_FAILURES = 4;

/** A tool that tells once and ends, run again and again in the background; the slower it is, the less often. */
export class ToolPoll<T> {
  readonly #options: ToolPollOptions<T>;
  #ways: ToolPollOptions<T>["ways"];
  readonly #closing = new AbortController();
  readonly #startMs: number;
  #spentMs = 0;
  #latest: T | null = null;
  #freshUntilMs = -Infinity;
  #failures = 0;
  #undoLater: () => void = () => undefined;

  constructor(options: ToolPollOptions<T>) {
    this.#options = options;
    this.#ways = options.ways;
    this.#startMs = options.monotonicMs();
    void this.#read();
  }

  /** The last reading; null before the first, and when it is too old. */
  read(): T | null {
    return this.#options.monotonicMs() <= this.#freshUntilMs ? this.#latest : null;
  }

  close(): void {
    this.#closing.abort();
    this.#undoLater();
  }

  async #read(): Promise<void> {
    const { monotonicMs, later } = this.#options;
    const beginMs = monotonicMs();
    let problem = "nothing was tried";
    let reading: { value: T } | null = null;
    for (const way of this.#ways) {
      try {
        reading = { value: await way((program, args) => this.#tell(program, args)) };
        this.#ways = [way];
        break;
      } catch (error) {
        problem = error instanceof Error ? error.message : String(error);
      }
      if (this.#closing.signal.aborted) return;
    }
    if (this.#closing.signal.aborted) return;
    this.#spentMs += monotonicMs() - beginMs;
    const pauseMs = reading === null ? this.#pauseAfter(problem) : this.#pauseUntilNext();
    if (reading !== null) this.#keep(reading.value, pauseMs + monotonicMs() - beginMs);
    if (pauseMs < Infinity) this.#undoLater = later(pauseMs, () => void this.#read());
  }

  #keep(value: T, untilNextMs: number): void {
    this.#latest = value;
    this.#freshUntilMs = this.#options.monotonicMs() + Math.max(LEAST_FRESH_MS, 2.5 * untilNextMs);
    this.#failures = 0;
  }

  #pauseUntilNext(): number {
    const elapsedMs = this.#options.monotonicMs() - this.#startMs;
    return Math.max(this.#options.intervalSeconds * 1000, (this.#spentMs - START_MS) / MOST_OF_TIME - elapsedMs);
  }

  #pauseAfter(problem: string): number {
    this.#failures++;
    if (this.#failures >= MOST_FAILURES && this.#latest === null) {
      this.#options.onBroken(problem);
      return Infinity;
    }
    return Math.max(this.#pauseUntilNext(), Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (this.#failures - 1)));
  }

  async #tell(program: string, args: readonly string[]): Promise<string> {
    const { run, later, onEnded } = this.#options;
    const ending = new AbortController();
    const end = (): void => ending.abort();
    const undo = later(TIMEOUT_MS, end);
    this.#closing.signal.addEventListener("abort", end, { once: true });
    try {
      const result = await run(program, args, { timeoutMs: 0, maxBytes: MOST_BYTES, signal: ending.signal, inBackground: true });
      if (!this.#closing.signal.aborted) onEnded();
      return textOf(result, ending.signal.aborted);
    } finally {
      undo();
      this.#closing.signal.removeEventListener("abort", end);
    }
  }
}

/** What it printed; some warn with their exit code and tell all the same. */
function textOf({ exitCode, stdout, stderr, missing }: ProgramResult, ended: boolean): string {
  if (ended) throw new Error(`it did not end within ${TIMEOUT_MS / 1000} s`);
  if (missing) throw new Error("it could not be started");
  if (exitCode === 0 || stdout.trim() !== "") return stdout;
  const [line = ""] = stderr.trim().split("\n").slice(-1);
  throw new Error(`it ended with ${exitCode}${line === "" ? "" : `: ${line.slice(0, 200)}`}`);
}
