import { columns } from "../frame/columns.ts";
import type { Row } from "../frame/csv.ts";
import type { Frame } from "../frame/frame.ts";
import type { Envelope } from "./envelope.ts";
import { ExactSum } from "./exact-sum.ts";
import { Trace } from "./trace.ts";

/** What is known of one column. Rows in which it is unknown do not count. */
export interface ColumnAggregate {
  count: number;
  min: number;
  max: number;
  sum: ExactSum;
  /** Most per second in one row; NaN for columns that are not amounts. */
  peakPerSecond: number;
}

const byteColumns = columns.flatMap(({ kind, unit }, index) => (kind === "delta" && unit === "bytes" ? [index] : []));

/** Statistics over rows of which none is kept: a run of a week needs no more memory than one of a second. */
export class Aggregate {
  rows = 0;
  readonly trace = new Trace();
  readonly #columns: ColumnAggregate[] = columns.map(() => ({ count: 0, min: Infinity, max: -Infinity, sum: new ExactSum(), peakPerSecond: NaN }));
  /** Seconds since each column was told last. */
  readonly #covered = new Float64Array(columns.length);
  #lastTimestamp: number;
  /** The first row, as long as nobody knows how much time it covers. */
  #first: Row | null = null;
  /** The first differences of timestamps, of which the middle one is the interval. */
  readonly #differences: number[] = [];

  /** The curves, where somebody wants to draw them. */
  readonly envelope: Envelope | null;

  /** `startTimestamp` is when the first row began, Unix seconds. */
  constructor(startTimestamp: number | null = null, envelope: Envelope | null = null) {
    this.#lastTimestamp = startTimestamp ?? NaN;
    this.envelope = envelope;
  }

  /** `durationSeconds` is the time the row covers; left out, the timestamps tell. */
  add(row: Row, durationSeconds = row[0]! - this.#lastTimestamp): void {
    for (let index = 0; index < row.length; index++) {
      const value = row[index]!;
      if (Number.isNaN(value)) continue;
      const column = this.#columns[index]!;
      column.count++;
      if (value < column.min) column.min = value;
      if (value > column.max) column.max = value;
      column.sum.add(value);
    }
    if (Number.isNaN(durationSeconds)) {
      this.#first = row.slice();
      this.envelope?.add(row, durationSeconds);
    } else this.#addRates(row, durationSeconds);
    this.#lastTimestamp = row[0]!;
    this.rows++;
  }

  column(name: string): ColumnAggregate {
    return this.#columns[columns.findIndex((column) => column.name === name)]!;
  }

  /** The interval as the rows show it: the last row is shorter, and a late one longer. */
  intervalSeconds(): number | null {
    const ordered = this.#differences.toSorted((a, b) => a - b);
    return ordered[ordered.length >> 1] ?? null;
  }

  #addRates(row: Row, seconds: number): void {
    if (!(seconds > 0)) {
      this.envelope?.add(row, seconds);
      return;
    }
    if (this.#differences.length < 101) this.#differences.push(Math.round(seconds * 1000) / 1000);
    const first = this.#first;
    this.#first = null;
    if (first !== null) this.#addSpread(first, seconds);
    this.#addSpread(row, seconds, this.envelope);
  }

  /** An amount is what has come since it was told last: rows that do not tell it are covered by the next that does. */
  #addSpread(row: Row, seconds: number, envelope: Envelope | null = null): void {
    const covered = this.#covered;
    for (let index = 0; index < covered.length; index++) covered[index]! += seconds;
    this.trace.add(row, seconds, covered);
    envelope?.add(row, seconds, covered);
    for (const index of byteColumns) {
      const column = this.#columns[index]!;
      const rate = row[index]! / covered[index]!;
      // A comparison with NaN is false: the first rate is always taken, an unknown one never.
      if (!(rate <= column.peakPerSecond) && !Number.isNaN(rate)) column.peakPerSecond = rate;
    }
    for (let index = 0; index < covered.length; index++) if (!Number.isNaN(row[index]!)) covered[index] = 0;
  }
}

/** All rows of a frame. */
export function aggregateFrame(frame: Frame): Aggregate {
  const aggregate = new Aggregate();
  const values = frame.names.map((name) => frame.values(name));
  for (let index = 0; index < frame.length; index++) aggregate.add(Float64Array.from(values, (column) => column[index]!));
  return aggregate;
}
