import type { Host } from "../../host/host.ts";
import type { StreamedProgram, StreamListener } from "../../host/stream-program.ts";
import { PowerShellLines, type PowerShellAnswer } from "../../parsers/powershell-lines.ts";
import { powerShellQuestion, powerShellScript } from "./powershell-script.ts";

export interface PowerShellSessionOptions {
  host: Host;
  program: string;
  stream: (program: string, args: readonly string[], listener: StreamListener, options: { input: boolean }) => StreamedProgram;
  patienceMs: number;
}

const ARGS = ["-NoProfile", "-NonInteractive", "-NoLogo", "-InputFormat", "Text", "-Command", "-"];
/** It may take its time to begin with, on a machine that is busy. */
const LONGEST_MS = 30_000;
const FIRST_PAUSE_MS = 1000;
/** After so many sessions in a row that have ended without a word, or answers without a process, there is none to be had. */
const MOST_FAILURES = 3;

/** One PowerShell for the whole run, which is asked a question a round and answers with a line. When it dies, another one is begun. */
export class PowerShellSession {
  readonly #options: PowerShellSessionOptions;
  #program: StreamedProgram | null = null;
  #seq = 0;
  /** The question that is not answered yet, and since when. */
  #askedSeq: number | null = null;
  #askedAtMs = 0;
  #latest: PowerShellAnswer | null = null;
  #told: () => void = () => undefined;
  #failures = 0;
  #notBeforeMs = -Infinity;
  #hasAnswered = false;
  #isClosed = false;

  constructor(options: PowerShellSessionOptions) {
    this.#options = options;
  }

  /** None is to be had: it is not installed, forbidden, or ends each time without having told anything. */
  get isUnusable(): boolean {
    return this.#failures >= (this.#hasAnswered ? MOST_FAILURES * 2 : MOST_FAILURES);
  }

  /** The answer to this question, or to one before that has come since; null when there is none in time. */
  async ask(slow: boolean, pids: readonly number[]): Promise<PowerShellAnswer | null> {
    const { host, patienceMs } = this.#options;
    const untilMs = host.monotonicMs() + patienceMs;
    if (this.#askedSeq !== null && host.monotonicMs() - this.#askedAtMs > LONGEST_MS) this.#end("it does not answer");
    do {
      if (this.#program === null && !this.#isClosed && host.monotonicMs() >= this.#notBeforeMs) this.#start();
      if (this.#program !== null && this.#askedSeq === null) {
        this.#askedSeq = ++this.#seq;
        this.#askedAtMs = host.monotonicMs();
        this.#program.write(powerShellQuestion(this.#seq, slow, pids));
      }
      if (this.#askedSeq !== null) await this.#wait(untilMs - host.monotonicMs());
      // One that has ended without ever a word is begun again at once: a short job has no time to lose.
    } while (this.#program === null && this.#latest === null && !this.#isClosed && !this.isUnusable && host.monotonicMs() >= this.#notBeforeMs && host.monotonicMs() < untilMs);
    const latest = this.#latest;
    this.#latest = null;
    return latest;
  }

  close(): void {
    this.#isClosed = true;
    this.#program?.stop();
    this.#program = null;
    this.#told();
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const callOff = this.#options.host.after(ms, resolve);
      this.#told = () => {
        callOff();
        resolve();
      };
    });
  }

  #start(): void {
    const { program, stream } = this.#options;
    const lines = new PowerShellLines();
    let isCurrent = true;
    this.#askedSeq = null;
    const started = stream(program, ARGS, {
      onText: (text) => {
        if (!isCurrent) return;
        for (const answer of lines.read(text)) this.#take(answer);
      },
      onEnd: (problem) => {
        if (!isCurrent) return;
        isCurrent = false;
        this.#end(problem);
      },
    }, { input: true });
    // It may not have begun at all.
    if (!isCurrent) return;
    this.#program = started;
    started.write(`${powerShellScript}\n`);
  }

  #take(answer: PowerShellAnswer): void {
    // PowerShell itself is a process: where none is told of, nobody was asked.
    const processes = answer.processes?.length ? answer.processes : null;
    // One that came late makes way for this one; but of an end is told only once.
    const ended = this.#latest?.ended ? [...this.#latest.ended, ...(answer.ended ?? [])] : answer.ended;
    this.#latest = { ...answer, processes, ended };
    if (processes === null) this.#failures++;
    else {
      this.#failures = 0;
      this.#hasAnswered = true;
    }
    if (answer.seq !== this.#askedSeq) return;
    this.#askedSeq = null;
    this.#told();
  }

  #end(problem: string): void {
    this.#program?.stop();
    this.#program = null;
    this.#askedSeq = null;
    if (this.#isClosed) return;
    this.#failures += !this.#hasAnswered && problem.includes("ENOENT") ? MOST_FAILURES : 1;
    // One that never said a word will not say one later.
    this.#notBeforeMs = this.#options.host.monotonicMs() + (this.#hasAnswered ? FIRST_PAUSE_MS * 2 ** (this.#failures - 1) : 0);
    this.#told();
  }
}
