import type { Host } from "../../host/host.ts";
import type { OnHelperEnded } from "../source.ts";
import type { Warn } from "../source-warning.ts";

/** What all tools of a system share. */
export interface ToolContext {
  host: Host;
  warn: Warn;
  onHelperEnded: OnHelperEnded;
  /** So long an answer is waited for in a round; it may come for a later one. */
  patienceMs: number;
}

export interface ToolOptions<T> extends ToolContext {
  program: string;
  args: readonly string[];
  /** null, or a SyntaxError: makes no sense. */
  parse: (stdout: string) => T | null;
  /** Asked no more often than that; in between the last answer holds. 0: in each round. */
  everyMs?: number;
  /** Of one CPU: the more it costs, the rarer it is asked, and in rounds without it there is no answer. */
  budget?: number;
  /** Not asked before. */
  firstAfterMs?: number;
  encoding?: "utf8" | "latin1";
  recordAs?: (stdout: string) => string;
}

/** A tool that has not answered by then is ended. */
const LONGEST_MS = 10_000;
const LONGEST_BYTES = 2 ** 24;
/** After so many failures in a row it is said, and the tool is left alone for a while. */
const MOST_FAILURES = 3;
const PAUSE_MS = 60_000;

/** A program that tells something and ends, asked once a round. A missing one is silence, a broken one is one warning. */
export class Tool<T> {
  /** There is no such program. */
  isMissing = false;
  readonly #options: ToolOptions<T>;
  #running: Promise<void> | null = null;
  #latest: T | null = null;
  #isNew = false;
  #failures = 0;
  #hasWarned = false;
  #notBeforeMs = -Infinity;
  readonly #abort = new AbortController();

  constructor(options: ToolOptions<T>) {
    this.#options = options;
    if (options.firstAfterMs !== undefined) this.#notBeforeMs = options.host.monotonicMs() + options.firstAfterMs;
  }

  /** It was asked, and may still answer. */
  get isRunning(): boolean {
    return this.#running !== null;
  }

  /** Its answer; null when there is none in time. `anew`: none to what it was asked before. Never rejects. */
  async read(anew = false): Promise<T | null> {
    const { host, patienceMs, everyMs = 0 } = this.#options;
    if (anew) {
      if (this.#running !== null) await inTime(host, this.#running, patienceMs);
      if (this.#running !== null) return null;
      this.#isNew = false;
    }
    if (this.#running !== null || host.monotonicMs() >= this.#notBeforeMs) {
      this.#running ??= this.#run().finally(() => (this.#running = null));
      await inTime(host, this.#running, patienceMs);
    }
    const latest = this.#isNew || everyMs > 0 ? this.#latest : null;
    this.#isNew = false;
    return latest;
  }

  /** Nobody waits for it any more. */
  close(): void {
    this.#notBeforeMs = Infinity;
    this.#abort.abort();
  }

  async #run(): Promise<void> {
    const { host, program, args, parse, onHelperEnded, everyMs = 0, budget, recordAs, encoding = "utf8" } = this.#options;
    const startMs = host.monotonicMs();
    const { exitCode, stdout, stderr, missing, timedOut } = await host.run(program, args, { timeoutMs: LONGEST_MS, maxBytes: LONGEST_BYTES, encoding, signal: this.#abort.signal, ...(recordAs && { recordAs }) });
    onHelperEnded();
    if (this.#abort.signal.aborted) return;
    const nowMs = host.monotonicMs();
    this.#notBeforeMs = nowMs + Math.max(everyMs, budget === undefined ? 0 : (nowMs - startMs) / budget);
    if (missing) {
      this.isMissing = true;
      this.#notBeforeMs = Infinity;
      return;
    }
    try {
      // Some exit with an error and have told all the same.
      this.#latest = parse(stdout);
      if (this.#latest === null) throw new SyntaxError("it tells nothing");
      this.#isNew = true;
      this.#failures = 0;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      this.#latest = null;
      this.#fail(timedOut ? "it does not answer" : exitCode === 0 ? error.message : stderr.trim().split("\n")[0] || `it exits with ${exitCode}`, nowMs);
    }
  }

  #fail(problem: string, nowMs: number): void {
    this.#failures++;
    if (this.#failures < MOST_FAILURES) return;
    this.#failures = 0;
    this.#notBeforeMs = nowMs + PAUSE_MS;
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    const { program, args, warn } = this.#options;
    warn({ code: "tool_broken", message: `${program} does not tell what it should: ${problem.slice(0, 200)}`, hint: `what does it say to: ${[program, ...args].join(" ")}` });
  }
}

function inTime(host: Host, promise: Promise<void>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const callOff = host.after(ms, resolve);
    void promise.catch(() => undefined).then(() => {
      callOff();
      resolve();
    });
  });
}
