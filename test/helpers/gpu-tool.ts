import type { ProgramResult, RunOptions } from "../../src/host/host.ts";
import { MovedClock } from "./moved-clock.ts";

export type Answer = string | Partial<ProgramResult> | "hangs";

/** Programs that take their time and answer as a test says, by name and arguments; on a clock that it moves. */
export class GpuTool {
  readonly clock = new MovedClock();
  readonly asked: string[] = [];
  ended = 0;
  readonly broken: string[] = [];
  tookMs = 0;
  answer: (commandLine: string) => Answer;

  constructor(answer: (commandLine: string) => Answer) {
    this.answer = answer;
  }

  /** What every source that asks programs wants to have. */
  get options() {
    return {
      run: (program: string, args: readonly string[], options: RunOptions) => this.#run(program, args, options),
      intervalSeconds: 1,
      monotonicMs: this.clock.monotonicMs,
      later: this.clock.later,
      onEnded: () => void this.ended++,
      onBroken: (problem: string) => void this.broken.push(problem),
    };
  }

  /** How often it was asked since this was asked last. */
  takeAsked(): string[] {
    return this.asked.splice(0);
  }

  async #run(program: string, args: readonly string[], { signal }: RunOptions): Promise<ProgramResult> {
    const commandLine = [program, ...args].join(" ");
    this.asked.push(commandLine);
    const answer = this.answer(commandLine);
    const nothing = { exitCode: 0, stdout: "", stderr: "", timedOut: false, missing: false };
    if (answer === "hangs") return new Promise((resolve) => signal?.addEventListener("abort", () => resolve({ ...nothing, exitCode: null })));
    if (this.tookMs > 0) await new Promise<void>((resolve) => this.clock.later(this.tookMs, resolve));
    return typeof answer === "string" ? { ...nothing, stdout: answer } : { ...nothing, ...answer };
  }
}
