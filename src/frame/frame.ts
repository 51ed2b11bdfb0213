import { columns } from "./columns.ts";
import type { Row } from "./csv.ts";
import { CsvReader } from "./read-csv.ts";

/** The rows of a recorded run, column by column. */
export class Frame {
  /** Number of rows. */
  readonly length: number;
  /** Names of all columns, also of those that the file did not have. */
  readonly names: readonly string[] = columns.map(({ name }) => name);
  /** What was wrong with the file and could be left out. */
  readonly warnings: readonly string[];
  readonly #columns: readonly Float64Array[];

  constructor(data: readonly Float64Array[], warnings: readonly string[] = []) {
    this.#columns = data;
    this.length = data[0]?.length ?? 0;
    this.warnings = warnings;
  }

  /** The values of a column as numbers, NaN where unknown: the fast way. */
  values(name: string): Float64Array {
    const index = this.names.indexOf(name);
    if (index < 0) throw new RangeError(`Cannot find column "${name}": the columns are ${this.names.join(", ")}`);
    return this.#columns[index]!;
  }

  /** The values of a column, null where unknown. */
  column(name: string): (number | null)[] {
    return Array.from(this.values(name), (value) => (Number.isNaN(value) ? null : value));
  }

  /** One row by column name, null where unknown. */
  row(index: number): Record<string, number | null> {
    const values = this.#columns.map((column) => column[index] ?? NaN);
    return Object.fromEntries(this.names.map((name, column) => [name, Number.isNaN(values[column]) ? null : values[column]!]));
  }
}

/** Reads a whole CSV into memory. `source` names it in errors. */
export function parseCsv(text: string, source = "CSV"): Frame {
  const rows = new RowCollector();
  const reader = new CsvReader(source, (row) => rows.add(row));
  reader.push(text);
  reader.end();
  return rows.toFrame(reader.warnings);
}

/** Rows of which nobody knows how many will come. */
export class RowCollector {
  #rows = 0;
  #columns = columns.map(() => new Float64Array(1024));

  add(row: Row): void {
    if (this.#rows === this.#columns[0]!.length) this.#grow();
    for (let index = 0; index < row.length; index++) this.#columns[index]![this.#rows] = row[index]!;
    this.#rows++;
  }

  toFrame(warnings: readonly string[] = []): Frame {
    return new Frame(this.#columns.map((values) => values.slice(0, this.#rows)), warnings);
  }

  #grow(): void {
    this.#columns = this.#columns.map((values) => {
      const larger = new Float64Array(values.length * 2);
      larger.set(values);
      return larger;
    });
  }
}
