import assert from "node:assert/strict";
import { test } from "node:test";
import { type Asked, Ticker, type Clock, type RowTime } from "../../src/run/ticker.ts";

const START_MS = 5_000;
const START_WALL_MS = 1_700_000_000_000;

/** A clock that stands still until a test moves it; what a test does to it while a callback runs, counts as that callback's time. */
class ManualClock implements Clock {
  now = START_MS;
  wall = START_WALL_MS;
  cpu = 0;
  wakeUps = 0;
  /** How much later (or, below 0, earlier) than asked for a timer fires. */
  jitterMs = 0;
  #timer: { atMs: number; call: () => void } | null = null;

  monotonicMs(): number {
    return this.now;
  }

  wallMs(): number {
    return this.wall;
  }

  cpuMs(): number {
    return this.cpu;
  }

  after(ms: number, call: () => void): () => void {
    assert.equal(this.#timer, null, "two timers at once");
    const timer = { atMs: this.now + ms, call };
    this.#timer = timer;
    return () => {
      if (this.#timer === timer) this.#timer = null;
    };
  }

  runUntil(untilMs: number): void {
    for (let timer = this.#timer; timer && timer.atMs + this.jitterMs <= untilMs; timer = this.#timer) {
      this.#timer = null;
      this.now = Math.max(this.now, timer.atMs + this.jitterMs);
      this.wakeUps++;
      timer.call();
    }
    this.now = Math.max(this.now, untilMs);
  }
}

interface Ticking {
  clock: ManualClock;
  ticker: Ticker;
  rows: RowTime[];
  /** When looks were taken, in ms since the start. */
  looks: number[];
  runFor(ms: number): void;
}

function startTicking(options: { intervalMs?: number; asked?: Asked; onLook?: (clock: ManualClock) => boolean; onRow?: (clock: ManualClock) => void } = {}): Ticking {
  const { intervalMs = 1000, asked, onLook = () => false, onRow } = options;
  const clock = new ManualClock();
  const rows: RowTime[] = [];
  const looks: number[] = [];
  const ticker = new Ticker({
    clock,
    startMs: START_MS,
    startWallMs: START_WALL_MS,
    intervalMs,
    onRow: (time) => {
      rows.push(time);
      onRow?.(clock);
    },
    onLook: () => {
      looks.push(clock.now - START_MS);
      return onLook(clock);
    },
    asked,
  });
  return { clock, ticker, rows, looks, runFor: (ms) => clock.runUntil(START_MS + ms) };
}

const gapsOf = (times: readonly number[]): number[] => times.map((time, index) => time - (times[index - 1] ?? 0));

/** What lies between looks that have no row between them. */
const gapsWithin = (looks: readonly number[], fromMs: number, untilMs: number): number[] => gapsOf(looks.filter((look) => look > fromMs && look < untilMs)).slice(1);

test("Ticker puts rows at start + k · interval, however long each row takes and however late each timer fires", () => {
  const { clock, ticker, rows, runFor } = startTicking({ onRow: (clock) => void (clock.now += 30) });
  clock.jitterMs = 7;
  runFor(100_500);
  assert.equal(rows.length, 100);
  assert.deepEqual(rows.map((row) => row.elapsedSeconds), rows.map((_, index) => (1_007 + 1_000 * index) / 1_000));
  for (const row of rows) assert.equal(row.lateSeconds, 0.007);
  const total = rows.reduce((sum, row) => sum + row.durationSeconds, 0);
  assert.ok(Math.abs(total - 100.007) < 1e-9, "the intervals leave no gap");
  assert.deepEqual([ticker.rowsLate, ticker.rowsMissed], [0, 0]);
});

test("Ticker counts a row that comes more than half an interval late, and takes the next one when it is due", () => {
  const { clock, ticker, rows, runFor } = startTicking();
  runFor(2_900);
  clock.now = START_MS + 3_600; // the machine was stopped for a while
  runFor(5_500);
  assert.deepEqual(rows.map((row) => row.elapsedSeconds), [1, 2, 3.6, 4, 5]);
  assert.deepEqual(rows.map((row) => row.durationSeconds), [1, 1, 1.6, 0.4, 1]);
  assert.deepEqual(rows.map((row) => row.lateSeconds), [0, 0, 0.6, 0, 0]);
  assert.deepEqual([ticker.rowsLate, ticker.rowsMissed], [1, 0]);
});

test("Ticker does not make up for missed rows: one long row stands for all of them", () => {
  const { clock, ticker, rows, runFor } = startTicking();
  runFor(1_500);
  clock.now = START_MS + 5_400;
  runFor(7_500);
  assert.deepEqual(rows.map((row) => row.elapsedSeconds), [1, 5.4, 6, 7]);
  assert.deepEqual(rows.map((row) => row.durationSeconds), [1, 4.4, 0.6, 1]);
  assert.deepEqual([ticker.rowsLate, ticker.rowsMissed], [1, 3]);
  clock.now = START_MS + 9_100;
  runFor(10_500);
  assert.deepEqual(rows.slice(4).map((row) => row.elapsedSeconds), [9.1, 10]);
  assert.deepEqual([ticker.rowsLate, ticker.rowsMissed], [2, 4]);
});

test("Ticker's timestamps follow the monotonic clock: setting the wall clock does not move them", () => {
  const { clock, rows, runFor } = startTicking();
  runFor(1_500);
  clock.wall -= 3_600_000;
  runFor(2_500);
  clock.wall += 86_400_000;
  runFor(4_500);
  assert.deepEqual(rows.map((row) => row.timestamp), [1, 2, 3, 4].map((seconds) => 1_700_000_000 + seconds));
});

test("Ticker looks 5, 10, 20, 40, 80 and 100 ms apart at first, so that a short command is seen", () => {
  const { looks, runFor } = startTicking();
  runFor(255);
  assert.deepEqual(gapsOf(looks), [5, 10, 20, 40, 80, 100]);
});

test("Ticker looks ten times a second as long as things change", () => {
  const { looks, runFor } = startTicking({ onLook: () => true });
  runFor(3_500);
  assert.deepEqual(gapsWithin(looks, 1_000, 2_000), Array(8).fill(100));
  assert.deepEqual(gapsWithin(looks, 2_000, 3_000), Array(8).fill(100));
});

test("Ticker looks more and more rarely while nothing changes, and often again as soon as something does", () => {
  let changes = false;
  const { looks, runFor } = startTicking({ onLook: () => changes });
  runFor(3_000);
  assert.deepEqual(gapsWithin(looks, 2_000, 3_000), [250, 250]);
  runFor(60_000);
  assert.equal(looks.filter((look) => look > 50_000).length, 30, "three between two rows");
  changes = true;
  runFor(63_500);
  assert.deepEqual(gapsWithin(looks, 62_000, 63_000), Array(8).fill(100));
});

test("Ticker looks once a second between rows that lie far apart", () => {
  const { looks, runFor } = startTicking({ intervalMs: 60_000 });
  runFor(59_000);
  assert.deepEqual(gapsWithin(looks, 20_000, 59_000), Array(38).fill(1_000));
});

test("Ticker spends at most half a percent of a core on looks, whatever each one costs", () => {
  const cost = 4;
  const { clock, looks, runFor } = startTicking({
    intervalMs: 60_000,
    onLook: (clock) => {
      clock.cpu += cost;
      return true;
    },
  });
  runFor(2_000);
  const [before, usedBefore] = [looks.length, clock.cpu];
  runFor(52_000);
  assert.ok(looks.length - before > 40, "it uses what it may");
  assert.ok(clock.cpu - usedBefore <= 50_000 * 0.005 + cost, `${clock.cpu - usedBefore} ms in 50 s`);
});

test("Ticker does not slow down for one look that was dear", () => {
  let dearLooks = 0;
  const { looks, runFor } = startTicking({
    onLook: (clock) => {
      if (dearLooks === 0 && clock.now > START_MS + 1_250) clock.cpu += 200 * ++dearLooks;
      return true;
    },
  });
  runFor(2_500);
  assert.deepEqual(gapsWithin(looks, 1_000, 2_000), Array(8).fill(100));
});

test("Ticker takes no look just before a row, which sees the same", () => {
  const { looks, rows, runFor } = startTicking({ intervalMs: 1_010, onLook: () => true });
  runFor(10_500);
  assert.equal(rows.length, 10);
  assert.deepEqual(looks.filter((look) => look > 1_010 && look < 2_020).map((look) => look - 1_010), [100, 200, 300, 400, 500, 600, 700, 800, 900]);
});

test("Ticker takes a row or a look whose timer fires a millisecond early instead of waking up again", () => {
  const { clock, rows, looks, runFor } = startTicking();
  runFor(1_100);
  const [wakeUps, ticks] = [clock.wakeUps, rows.length + looks.length];
  clock.jitterMs = -0.6;
  runFor(9_100);
  assert.equal(rows.length, 9);
  assert.equal(clock.wakeUps - wakeUps, rows.length + looks.length - ticks);
});

test("Ticker.stop() ends the ticking, and rowTime() tells the last row, which ends early", () => {
  const { clock, ticker, rows, looks, runFor } = startTicking();
  runFor(1_300);
  ticker.stop();
  const seen = looks.length;
  assert.deepEqual(ticker.rowTime(), { timestamp: 1_700_000_001.3, elapsedSeconds: 1.3, durationSeconds: 0.3, lateSeconds: 0 });
  clock.runUntil(START_MS + 10_000);
  assert.deepEqual([rows.length, looks.length], [1, seen]);
  assert.equal(ticker.rowsLate, 0);
});

test("Ticker asks programs once before each row, as early as their answer takes", () => {
  const { looks, rows, runFor } = startTicking({ asked: { leadMs: 300, costMs: 300 } });
  runFor(5_500);
  assert.deepEqual(rows.map(({ elapsedSeconds }) => elapsedSeconds), [1, 2, 3, 4, 5]);
  // The first looks of a run come close together; they are one question, as long as it has not been answered.
  assert.deepEqual(looks.filter((look) => look > 500), [700, 1700, 2700, 3700, 4700]);
});

test("Ticker asks cheap programs in between as well, within their budget", () => {
  const { looks, runFor } = startTicking({ asked: { leadMs: 20, costMs: 8 } });
  runFor(5_000);
  const later = looks.filter((look) => look > 2000);
  assert.ok(later.includes(2980) && later.includes(3980), `${later.join(" ")}`);
  const between = later.filter((look) => look % 1000 !== 980).length / 3;
  assert.ok(between >= 1 && between <= 2, `${between} a second`);
});

test("Ticker asks no earlier than after the row before, however long the answer takes", () => {
  const { looks, runFor } = startTicking({ asked: { leadMs: 5000, costMs: 5000 } });
  runFor(3_500);
  assert.deepEqual(looks.filter((look) => look > 1000), [1200, 2200, 3200]);
});
