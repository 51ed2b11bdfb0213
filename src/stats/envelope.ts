import { columns } from "../frame/columns.ts";
import type { Row } from "../frame/csv.ts";

const WIDTH = columns.length;
const DEFAULT_POINTS = 8192;
const FIRST_POINTS = 64;

/**
 * The curves of a run in at most so many points, however long it was: each point stands for equally many rows that follow on each
 * other, and keeps of every column what these come to, and the lowest and highest of them. A peak of one row keeps its height.
 *
 * What they come to: of a delta the sum, of a rate the mean by time, of an instant the last, of a peak the highest. Lowest and highest
 * of a delta are per second.
 *
 * @example
 * const envelope = new Envelope(2000);
 * envelope.add(row, 1);
 */
export class Envelope {
  points = 0;
  rowsPerPoint = 1;
  /** Unix seconds at which each point ends, and how many it covers. NaN: unknown, of the first row of a file alone. */
  timestamps = new Float64Array(FIRST_POINTS);
  seconds = new Float64Array(FIRST_POINTS);
  readonly #capacity: number;
  /** Of point p, column c it stands at p * WIDTH + c. */
  #values = new Float64Array(FIRST_POINTS * WIDTH);
  #lows = new Float64Array(FIRST_POINTS * WIDTH);
  #highs = new Float64Array(FIRST_POINTS * WIDTH);
  #rowsInLast = 0;

  /** `capacity`: an even number. */
  constructor(capacity = DEFAULT_POINTS) {
    this.#capacity = capacity;
  }

  /** `seconds` is the time of the row, `covered` that of each of its amounts: longer where rows before did not tell it. */
  add(row: Row, seconds: number, covered: Float64Array | null = null): void {
    if (this.points === 0 || this.#rowsInLast === this.rowsPerPoint) {
      if (this.points === this.#capacity) this.#halve();
      this.#grow();
      this.#write(this.points++, row, seconds, covered);
      this.#rowsInLast = 1;
      return;
    }
    // Behind the last point, where there is always room, and then into it.
    this.#write(this.points, row, seconds, covered);
    this.#merge(this.points - 1, this.points - 1, this.points);
    this.#rowsInLast++;
  }

  /** What the points come to in one column; NaN where unknown. */
  values(name: string): Float64Array {
    return this.#column(this.#values, name);
  }

  lows(name: string): Float64Array {
    return this.#column(this.#lows, name);
  }

  highs(name: string): Float64Array {
    return this.#column(this.#highs, name);
  }

  #column(table: Float64Array, name: string): Float64Array {
    const column = columns.findIndex((column) => column.name === name);
    return Float64Array.from({ length: this.points }, (_, point) => table[point * WIDTH + column]!);
  }

  #write(point: number, row: Row, seconds: number, covered: Float64Array | null): void {
    const start = point * WIDTH;
    this.timestamps[point] = row[0]!;
    this.seconds[point] = seconds;
    for (let column = 0; column < WIDTH; column++) {
      const value = row[column]!;
      const level = isDelta[column] === 1 ? value / (covered?.[column] ?? seconds) : value;
      this.#values[start + column] = value;
      this.#lows[start + column] = level;
      this.#highs[start + column] = level;
    }
  }

  /** Two neighbours into one; `into` may be the first of them. */
  #merge(into: number, first: number, second: number): void {
    const a = this.seconds[first]!;
    const b = this.seconds[second]!;
    for (let column = 0; column < WIDTH; column++) {
      const [at, one, two] = [into * WIDTH + column, first * WIDTH + column, second * WIDTH + column];
      this.#lows[at] = lowest(this.#lows[one]!, this.#lows[two]!);
      this.#highs[at] = highest(this.#highs[one]!, this.#highs[two]!);
      this.#values[at] = mergers[column]!(this.#values[one]!, this.#values[two]!, a, b);
    }
    this.timestamps[into] = this.timestamps[second]!;
    this.seconds[into] = plus(a, b);
  }

  #halve(): void {
    for (let point = 0; point + 1 < this.points; point += 2) this.#merge(point / 2, point, point + 1);
    this.points /= 2;
    this.rowsPerPoint *= 2;
  }

  /** Room for one point more than there will be. */
  #grow(): void {
    if (this.points + 2 <= this.timestamps.length) return;
    const room = Math.min(this.#capacity + 1, this.timestamps.length * 2);
    const longer = (values: Float64Array, length: number): Float64Array<ArrayBuffer> => {
      const copy = new Float64Array(length);
      copy.set(values);
      return copy;
    };
    this.timestamps = longer(this.timestamps, room);
    this.seconds = longer(this.seconds, room);
    this.#values = longer(this.#values, room * WIDTH);
    this.#lows = longer(this.#lows, room * WIDTH);
    this.#highs = longer(this.#highs, room * WIDTH);
  }
}

const isDelta = Uint8Array.from(columns, ({ kind }) => Number(kind === "delta"));

type Merge = (a: number, b: number, secondsA?: number, secondsB?: number) => number;
const orElse = (merge: Merge): Merge => (a, b, secondsA, secondsB) => (Number.isNaN(a) ? b : Number.isNaN(b) ? a : merge(a, b, secondsA, secondsB));
const plus = orElse((a, b) => a + b);
const lowest = orElse((a, b) => Math.min(a, b));
const highest = orElse((a, b) => Math.max(a, b));
const mergersByKind = {
  delta: plus,
  rate: orElse((a, b, secondsA = NaN, secondsB = NaN) => (secondsA > 0 && secondsB > 0 ? (a * secondsA + b * secondsB) / (secondsA + secondsB) : (a + b) / 2)),
  instant: orElse((_, b) => b),
  peak: highest,
};
const mergers = columns.map(({ kind }) => mergersByKind[kind]);
