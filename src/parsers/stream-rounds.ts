/** So much without a line end is no table. */
const LONGEST_LINE = 2 ** 16;
/** Rows of one round; no machine has so many. */
const MOST_ROWS = 10_000;

/**
 * Text of a program that prints a table again and again, in pieces of any size. A round ends where the next one begins, which is
 * only known then; but once it holds every device that was ever told of, it is given at once, and again when it grows.
 */
export class StreamRounds<T> {
  readonly #readLine: (line: string) => T | null;
  readonly #deviceOf: (row: T) => number;
  readonly #keyOf: (row: T) => string;
  readonly #devices = new Set<number>();
  #rest = "";
  #rows: T[] = [];
  #keys = new Set<string>();
  #seen = new Set<number>();

  /** `readLine` gives null for what is no row; `keyOf` says by which rows of one round differ. */
  constructor(readLine: (line: string) => T | null, deviceOf: (row: T) => number, keyOf: (row: T) => string) {
    this.#readLine = readLine;
    this.#deviceOf = deviceOf;
    this.#keyOf = keyOf;
  }

  /** The rounds that this text ends, and the one that it may have ended. */
  push(text: string): T[][] {
    const rounds: T[][] = [];
    const lines = (this.#rest + text).split(/\r*\n/);
    this.#rest = lines.pop()!.slice(0, LONGEST_LINE);
    for (const line of lines) {
      const row = line.length > LONGEST_LINE ? null : this.#readLine(line);
      if (row === null) continue;
      const device = this.#deviceOf(row);
      const key = this.#keyOf(row);
      const isNext = this.#keys.has(key) || (this.#rows.length > 0 && device < this.#deviceOf(this.#rows.at(-1)!));
      if (isNext) {
        rounds.push(this.#rows);
        this.#rows = [];
        this.#keys = new Set();
        this.#seen = new Set();
      }
      if (this.#rows.length === MOST_ROWS) continue;
      this.#rows.push(row);
      this.#keys.add(key);
      this.#seen.add(device);
      this.#devices.add(device);
    }
    if (this.#rows.length > 0 && this.#rest === "" && this.#seen.size === this.#devices.size) rounds.push([...this.#rows]);
    return rounds;
  }
}
