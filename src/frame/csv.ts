import type { Sample } from "../sample/sample.ts";
import { columns } from "./columns.ts";

/** The values of one row in the order of `columns`, rounded as the CSV holds them; NaN where unknown. */
export type Row = Float64Array;

const scales = Float64Array.from(columns, ({ decimals }) => 10 ** decimals);
/** Beyond this a number no longer has the decimals it is rounded to (and above 1e21 it would be written with an exponent). */
const LARGEST = 2 ** 53;

/**
 * What a sample says, as it will stand in the CSV: whoever sums or averages these agrees with a reader of the file.
 * Pass the last row to have it filled again.
 */
export function toRow(sample: Sample, row: Row = new Float64Array(columns.length)): Row {
  for (let index = 0; index < columns.length; index++) {
    const value = columns[index]!.value(sample);
    const scale = scales[index]!;
    const scaled = value === null ? NaN : Math.round(value * scale);
    // + 0, because the CSV knows no -0.
    row[index] = Math.abs(scaled) <= LARGEST ? scaled / scale + 0 : NaN;
  }
  return row;
}

/** One line: numbers bare, without exponents and needless zeros; nothing where unknown. */
export function formatRow(row: Row): string {
  // Always three decimals: every reader then takes the column for what it is, not for whole numbers.
  let line = row[0]!.toFixed(3);
  // A number divided by a power of ten is the nearest to that decimal, so its shortest text has just those digits.
  for (let index = 1; index < row.length; index++) line += Number.isNaN(row[index]) ? "," : `,${row[index]}`;
  return `${line}\n`;
}

export function formatHeader(): string {
  return `${columns.map(({ name }) => `"${name}"`).join(",")}\n`;
}
