import type { StreamedProgram, StreamListener } from "../../host/stream-program.ts";
import type { RoundReader } from "./gpu-source.ts";

export interface ToolStreamOptions<T> {
  program: string;
  args: readonly string[];
  stream: (program: string, args: readonly string[], listener: StreamListener) => StreamedProgram;
  makeReader: () => RoundReader<T>;
  monotonicMs: () => number;
  /** Calls back after so many milliseconds, unless that is undone. */
  later: (ms: number, act: () => void) => () => void;
  /** A round is good for so long. */
  freshMs: number;
  /** What it means when it runs and has told something, but nothing for so long; left out: nothing is known. */
  whenQuiet?: readonly T[];
  /** It has ended, for whatever reason. */
  onEnded: () => void;
  /** It could not be kept running. */
  onBroken: (problem: string) => void;
}

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;
/** After so many starts in a row that told nothing, it is left alone. */
const MOST_FAILURES = 4;
/** What prints more than that within so long is no such tool; reading it would take all of a core. */
const MOST_CHARS = 2 ** 24;
const COUNTED_MS = 10_000;

/** A tool that goes on telling, started once; when it dies it is started again, each time after a longer pause. */
export class ToolStream<T> {
  readonly #options: ToolStreamOptions<T>;
  #program: StreamedProgram | null = null;
  #latest: T[] | null = null;
  #latestMs = -Infinity;
  #failures = 0;
  #hasTold = false;
  #isClosed = false;
  #undoLater: () => void = () => undefined;

  constructor(options: ToolStreamOptions<T>) {
    this.#options = options;
    this.#start();
  }

  /** The last whole round; null before the first, and when it is too old. */
  read(): readonly T[] | null {
    const { monotonicMs, freshMs, whenQuiet = null } = this.#options;
    if (monotonicMs() - this.#latestMs <= freshMs) return this.#latest;
    return this.#program !== null && this.#hasTold ? whenQuiet : null;
  }

  /** It has ended since it last told anything. */
  get hasFailed(): boolean {
    return this.#failures > 0;
  }

  get pid(): number | null {
    return this.#program?.pid ?? null;
  }

  close(): void {
    this.#isClosed = true;
    this.#undoLater();
    this.#program?.stop();
    this.#program = null;
  }

  #start(): void {
    const { program, args, stream, makeReader, monotonicMs } = this.#options;
    const reader = makeReader();
    this.#hasTold = false;
    let chars = 0;
    let sinceMs = monotonicMs();
    this.#program = stream(program, args, {
      onText: (text) => {
        if (monotonicMs() - sinceMs > COUNTED_MS) {
          chars = 0;
          sinceMs = monotonicMs();
        }
        chars += text.length;
        if (chars > MOST_CHARS) {
          this.#program?.stop();
          this.#failures = MOST_FAILURES - 1;
          this.#restart("it prints without end");
          return;
        }
        const round = reader.push(text).at(-1);
        if (round === undefined) return;
        this.#latest = round;
        this.#latestMs = monotonicMs();
        this.#failures = 0;
        this.#hasTold = true;
      },
      onEnd: (problem) => this.#restart(problem),
    });
  }

  #restart(problem: string): void {
    this.#program = null;
    if (this.#isClosed) return;
    this.#options.onEnded();
    this.#failures++;
    if (this.#failures === MOST_FAILURES) {
      this.#options.onBroken(problem);
      return;
    }
    this.#undoLater = this.#options.later(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (this.#failures - 1)), () => this.#start());
  }
}
