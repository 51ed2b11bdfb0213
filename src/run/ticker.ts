/** Time as a ticker needs it; tests put a clock in that they move by hand. */
export interface Clock {
  monotonicMs(): number;
  wallMs(): number;
  /** CPU time that this process has used. */
  cpuMs(): number;
  /** Calls back once after so many milliseconds; the returned function calls it off. */
  after(ms: number, call: () => void): () => void;
}

export const systemClock: Clock = {
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now(),
  cpuMs: () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};

export interface RowTime {
  /** Unix seconds. From the wall clock at the start and the monotonic one since: setting the clock does not move it. */
  timestamp: number;
  elapsedSeconds: number;
  durationSeconds: number;
  lateSeconds: number;
}

export interface TickerOptions {
  clock: Clock;
  startMs: number;
  startWallMs: number;
  intervalMs: number;
  onRow: (time: RowTime) => void;
  /** A cheap look between two rows. True when something has changed, so that the next one should come soon. */
  onLook: () => boolean;
  /** Where a look asks programs and is answered later. */
  asked?: Asked | undefined;
}

export interface Asked {
  /** So long before a row it must be asked. */
  readonly leadMs: number;
  /** What it costs, in milliseconds of one CPU. */
  readonly costMs: number;
}

/** While things change there are ten looks a second, and in the first moments of a run more. */
const BUSY_GAP_MS = 100;
const FIRST_GAP_MS = 5;
/** While nothing changes: four looks a second; long intervals need no more than one. */
const QUIET_GAP_MS = 250;
/** Share of one core that looks may take. */
const LOOK_BUDGET = 0.005;
const RECENT_LOOKS = 4;
/** Of programs that are asked: what they cost comes to one core, too, but nothing else tells. */
const ASK_BUDGET = 0.02;

/** Timers count whole milliseconds and may fire one early; waking up once more for it would cost more than it is worth. */
const EARLY_MS = 1;

/**
 * Rows stand at start + k · interval, without drift, and without a burst after one that was late. Looks lie in between:
 * close together while the job changes, far apart while it does not, rarer the more each one costs.
 */
export class Ticker {
  rowsLate = 0;
  /** Planned rows that were left out because an earlier one came so late. */
  rowsMissed = 0;

  readonly #options: TickerOptions;
  #lastRowMs: number;
  #nextRow = 1;
  #lookAtMs: number;
  /** When to ask for the next row, and the row that was asked for last. */
  #askAtMs = Infinity;
  #askedRow = 0;
  #gapMs = FIRST_GAP_MS;
  /** CPU time of the last looks. */
  readonly #lookCostsMs: number[] = [];
  #callOff: () => void = () => undefined;

  constructor(options: TickerOptions) {
    this.#options = options;
    this.#lastRowMs = options.startMs;
    this.#lookAtMs = options.clock.monotonicMs() + FIRST_GAP_MS;
    this.#plan();
  }

  /** Ends the ticking. The caller takes the last row with rowTime(). */
  stop(): void {
    this.#callOff();
  }

  /** Goes on after stop(). */
  resume(): void {
    this.#plan();
  }

  /** The row that ends now. */
  rowTime(): RowTime {
    const { clock, startMs, startWallMs, intervalMs } = this.#options;
    const nowMs = clock.monotonicMs();
    const dueMs = startMs + this.#nextRow * intervalMs;
    const time: RowTime = {
      timestamp: Math.round(startWallMs + nowMs - startMs) / 1000,
      elapsedSeconds: (nowMs - startMs) / 1000,
      durationSeconds: (nowMs - this.#lastRowMs) / 1000,
      lateSeconds: Math.max(0, nowMs - dueMs) / 1000,
    };
    this.#lastRowMs = nowMs;
    const lateBy = Math.floor((nowMs - dueMs) / intervalMs);
    if (nowMs - dueMs > intervalMs / 2) this.rowsLate++;
    if (lateBy > 0) this.rowsMissed += lateBy;
    this.#nextRow += 1 + Math.max(0, lateBy);
    return time;
  }

  readonly #tick = (): void => {
    const { clock, startMs, intervalMs, onRow, onLook, asked } = this.#options;
    const beganMs = clock.monotonicMs();
    if (beganMs >= startMs + this.#nextRow * intervalMs - EARLY_MS) {
      onRow(this.rowTime());
      this.#lookAtMs = clock.monotonicMs() + this.#gapMs;
    } else if (beganMs >= this.#lookAtMs - EARLY_MS) {
      const cpuMs = clock.cpuMs();
      const changed = onLook();
      if (beganMs >= this.#askAtMs - EARLY_MS) this.#askedRow = this.#nextRow;
      this.#lookCostsMs.push(asked ? (asked.costMs * LOOK_BUDGET) / ASK_BUDGET : clock.cpuMs() - cpuMs);
      if (this.#lookCostsMs.length > RECENT_LOOKS) this.#lookCostsMs.shift();
      this.#gapMs = this.#nextGapMs(changed);
      this.#lookAtMs = clock.monotonicMs() + this.#gapMs;
    }
    this.#plan();
  };

  #nextGapMs(changed: boolean): number {
    // The first looks of a run come 5, 10, 20, 40 ms apart: a command of 30 ms is to be seen, too.
    if (this.#gapMs < BUSY_GAP_MS) return Math.min(this.#gapMs * 2, BUSY_GAP_MS);
    const quietest = Math.max(QUIET_GAP_MS, Math.min(1000, this.#options.intervalMs / 4));
    const gapMs = changed ? BUSY_GAP_MS : Math.min(this.#gapMs * 1.5, quietest);
    // The least of the last few: one that had to find its code first, or found much that was new, says nothing of the next.
    return Math.max(gapMs, Math.min(...this.#lookCostsMs) / LOOK_BUDGET);
  }

  #plan(): void {
    const { clock, startMs, intervalMs, asked } = this.#options;
    const nowMs = clock.monotonicMs();
    const rowAtMs = startMs + this.#nextRow * intervalMs;
    if (asked) this.#planAsking(rowAtMs - Math.min(asked.leadMs, intervalMs * 0.8));
    // A look just before a row would see nothing that the row does not see.
    const atMs = this.#lookAtMs + (asked ? 0 : BUSY_GAP_MS / 4) < rowAtMs ? this.#lookAtMs : rowAtMs;
    this.#callOff = clock.after(Math.max(0, Math.ceil(atMs - nowMs)), this.#tick);
  }

  /** Once just before each row, and then not again until it is there. */
  #planAsking(askAtMs: number): void {
    this.#askAtMs = askAtMs;
    this.#lookAtMs = this.#askedRow === this.#nextRow ? Infinity : Math.min(this.#lookAtMs, askAtMs);
  }
}
