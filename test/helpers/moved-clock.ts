/** A clock that a test moves, and what waits for it. */
export class MovedClock {
  nowMs = 0;
  readonly waiting: { atMs: number; act: () => void }[] = [];

  readonly monotonicMs = (): number => this.nowMs;

  readonly later = (ms: number, act: () => void): (() => void) => {
    const entry = { atMs: this.nowMs + ms, act };
    this.waiting.push(entry);
    return () => {
      const at = this.waiting.indexOf(entry);
      if (at >= 0) this.waiting.splice(at, 1);
    };
  };

  /** Lets time pass, and what is due happen; then what follows from it without time. */
  async pass(ms: number): Promise<void> {
    this.nowMs += ms;
    for (const entry of this.waiting.filter(({ atMs }) => atMs <= this.nowMs)) {
      const at = this.waiting.indexOf(entry);
      if (at < 0) continue;
      this.waiting.splice(at, 1);
      entry.act();
    }
    await settle();
  }
}

/** All promises that wait for nothing but each other. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}
