import { columns } from "../frame/columns.ts";
import type { Row } from "../frame/csv.ts";

/** The shape of a run in constant memory: enough to replay its CPU use on other servers, and to see what changed over time. */
export class Trace {
  /**
   * At k: the rows in which more than k − 1 and at most k cores were busy. On n cores a row takes as long as it took, or as long
   * as its CPU seconds take there; so a sum over these is exact for every whole n. The last one that there may be holds all above it.
   */
  readonly busy: { seconds: number; cpuSeconds: number }[] = [];
  /** Rows by hundredths of a core that were busy. */
  readonly rowsByHundredths = new Map<number, number>();
  /** Of equally many rows each (the last may have fewer), in order. */
  readonly slices: Slice[] = [];
  #rowsPerSlice = 1;
  /** Cores busy, weighted by the CPU seconds used on them, and those weights. */
  #coreSeconds = 0;
  #cpuWeight = 0;

  /** `seconds` is the time of the row, `covered` that of each of its amounts: longer where rows before did not tell it. */
  add(row: Row, seconds: number, covered: Float64Array = evenly(seconds)): void {
    if (!(seconds > 0)) return;
    this.#addCpu(row, covered[USER]!);
    let slice = this.slices.at(-1);
    if (slice === undefined || slice.rows === this.#rowsPerSlice) {
      if (this.slices.length === MOST_SLICES) this.#mergePairs();
      this.slices.push((slice = new Slice()));
    }
    slice.add(row, seconds, covered);
  }

  /** Share of the rows in which between `from` and `to` cores were busy; 0 without rows. */
  shareOfRows(from: number, to: number): number {
    let rows = 0;
    let within = 0;
    for (const [hundredths, count] of this.rowsByHundredths) {
      rows += count;
      if (hundredths >= from * 100 && hundredths <= to * 100) within += count;
    }
    return rows === 0 ? 0 : within / rows;
  }

  /** A rate or a reading over the whole run: of watts joules; null where it is never known. */
  integral(column: string): number | null {
    return this.slices.some((slice) => !Number.isNaN(slice.mean(column))) ? this.slices.reduce((sum, slice) => sum + slice.integral(column), 0) : null;
  }

  #addCpu(row: Row, seconds: number): void {
    const cpuSeconds = row[USER]! + row[SYSTEM]!;
    if (Number.isNaN(cpuSeconds)) return;
    const told = row[USAGE]!;
    // What is made up for in a row that does not tell how many cores it kept busy was used as it was until then.
    const isMadeUpFor = Number.isNaN(told) && this.#coreSeconds > 0;
    const cores = isMadeUpFor ? this.#coreSeconds / this.#cpuWeight : cpuSeconds / seconds;
    if (!Number.isNaN(told)) {
      this.#coreSeconds += cpuSeconds * told;
      this.#cpuWeight += cpuSeconds;
    }
    // Ticks and clocks are read one after the other: a whole number of busy cores may come out a little above it.
    const bucket = Math.min(MOST_CORES, Math.max(0, Math.ceil(cores - ROUNDING_CORES)));
    while (this.busy.length <= bucket) this.busy.push({ seconds: 0, cpuSeconds: 0 });
    this.busy[bucket]!.seconds += seconds;
    this.busy[bucket]!.cpuSeconds += cpuSeconds;
    const hundredths = Math.round(cores * 100);
    this.rowsByHundredths.set(hundredths, (this.rowsByHundredths.get(hundredths) ?? 0) + 1);
  }

  #mergePairs(): void {
    for (let index = 0; index + 1 < this.slices.length; index += 2) {
      this.slices[index]!.merge(this.slices[index + 1]!);
      this.slices[index / 2] = this.slices[index]!;
    }
    this.slices.length /= 2;
    this.#rowsPerSlice *= 2;
  }
}

/** Some rows that follow on each other. */
export class Slice {
  rows = 0;
  seconds = 0;
  readonly #sums = new Float64Array(columns.length);
  readonly #known = new Float64Array(columns.length);

  add(row: Row, seconds: number, covered: Float64Array): void {
    this.rows++;
    this.seconds += seconds;
    for (let index = 0; index < row.length; index++) {
      const value = row[index]!;
      if (Number.isNaN(value)) continue;
      this.#sums[index]! += isAmount[index] ? value : value * seconds;
      this.#known[index]! += isAmount[index] ? covered[index]! : seconds;
    }
  }

  /** Per second of what is an amount, else the mean over time; NaN where unknown. */
  mean(column: string): number {
    const index = indexOf.get(column) ?? -1;
    return this.#known[index]! > 0 ? this.#sums[index]! / this.#known[index]! : NaN;
  }

  /** Over its time: cores become core seconds, watts joules. */
  integral(column: string): number {
    return this.#sums[indexOf.get(column) ?? -1] ?? 0;
  }

  merge(other: Slice): void {
    this.rows += other.rows;
    this.seconds += other.seconds;
    for (let index = 0; index < columns.length; index++) {
      this.#sums[index]! += other.#sums[index]!;
      this.#known[index]! += other.#known[index]!;
    }
  }
}

const evenly = (seconds: number): Float64Array => new Float64Array(columns.length).fill(seconds);

const MOST_SLICES = 256;
/** More than any machine has; but a row of a millisecond may bring along the CPU seconds of an hour, when a process is accounted for late. */
const MOST_CORES = 4096;
/** 0.5 % of a core. */
const ROUNDING_CORES = 0.005;

const indexOf = new Map(columns.map(({ name }, index) => [name, index]));
const isAmount = columns.map(({ kind }) => kind === "delta");
const USER = indexOf.get("process_utime")!;
const SYSTEM = indexOf.get("process_stime")!;
const USAGE = indexOf.get("process_cpu_usage")!;
