import type { Poll } from "../poll.ts";

export interface RoundPollOptions {
  /** Asks all tools once and keeps what they tell; true when they told something. `endedPid` has ended, whatever they say. */
  askAll: (endedPid: number | null) => Promise<boolean>;
  memoryKind: Poll["memoryKind"];
  monotonicMs: () => number;
}

/** Of the last rounds: one that was held up once is not waited for each time. */
const RECENT_ROUNDS = 5;
const FIRST_LEAD_MS = 150;
const SPARE_MS = 10;

/** One question at a time to whatever tells. */
export class RoundPoll implements Poll {
  toldAtMs: number | null = null;
  readonly memoryKind: Poll["memoryKind"];
  readonly #options: RoundPollOptions;
  readonly #tookMs: number[] = [];
  #round: Promise<boolean> | null = null;

  constructor(options: RoundPollOptions) {
    this.#options = options;
    this.memoryKind = options.memoryKind;
  }

  ask(): Promise<boolean> {
    return (this.#round ??= this.#askNow(null));
  }

  async askAgain(endedPid: number | null): Promise<boolean> {
    await this.#round;
    return (this.#round = this.#askNow(endedPid));
  }

  get isAsked(): boolean {
    return this.#round !== null;
  }

  get leadMs(): number {
    return this.#tookMs.length === 0 ? FIRST_LEAD_MS : Math.max(...this.#tookMs) * 1.25 + SPARE_MS;
  }

  get costMs(): number {
    return this.#tookMs.length === 0 ? FIRST_LEAD_MS : Math.min(...this.#tookMs);
  }

  async #askNow(endedPid: number | null): Promise<boolean> {
    const { askAll, monotonicMs } = this.#options;
    const startMs = monotonicMs();
    const told = await askAll(endedPid).catch(() => false);
    const nowMs = monotonicMs();
    // Tools read somewhere between being started and being done.
    if (told) this.toldAtMs = (startMs + nowMs) / 2;
    this.#tookMs.push(nowMs - startMs);
    if (this.#tookMs.length > RECENT_ROUNDS) this.#tookMs.shift();
    this.#round = null;
    return told;
  }
}
