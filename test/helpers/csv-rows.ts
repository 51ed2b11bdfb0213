import assert from "node:assert/strict";
import type { Report } from "../../src/report/report.ts";
import { usesPs } from "./source.ts";

/** null where the field is empty. */
export type CsvRow = Record<string, number | null>;

/** Written without restrack's own reader: header in quotes, numbers bare, a line end after every row. */
export function parseRows(text: string): CsvRow[] {
  assert.ok(text.endsWith("\n"), "the last line has no end");
  const [header = "", ...lines] = text.slice(0, -1).split("\n");
  const names = header.split(",").map((name) => JSON.parse(name) as string);
  return lines.map((line) => {
    const fields = line.split(",");
    assert.equal(fields.length, names.length, `fields of: ${line}`);
    return Object.fromEntries(fields.map((field, index) => [names[index]!, field === "" ? null : numberOf(field)]));
  });
}

function numberOf(field: string): number {
  assert.match(field, /^-?\d+(\.\d+)?$/);
  return Number(field);
}

/** null when the column is empty throughout. */
export function sumOf(rows: readonly CsvRow[], column: string): number | null {
  const values = rows.map((row) => row[column] ?? null).filter((value) => value !== null);
  // Whole millionths are added without an error.
  return values.length === 0 ? null : values.reduce((sum, value) => sum + Math.round(value * 1e6), 0) / 1e6;
}

export function maxOf(rows: readonly CsvRow[], column: string): number {
  const values = rows.map((row) => row[column] ?? NaN);
  // A row for which ps was too slow is empty; there must be others.
  const told = usesPs ? values.filter((value) => !Number.isNaN(value)) : values;
  return told.length === 0 ? NaN : Math.max(...told);
}

/** What the report says in total is what a reader of the CSV adds up, to the last digit; and time only goes on. */
export function assertRowsAddUp(rows: readonly CsvRow[], { totals, samples }: Report): void {
  assert.equal(rows.length, samples, "rows of the CSV");
  assert.equal(sumOf(rows, "process_utime"), totals.cpu_user_seconds);
  assert.equal(sumOf(rows, "process_stime"), totals.cpu_system_seconds);
  assert.equal(sumOf(rows, "process_disk_read_bytes"), totals.read_bytes);
  assert.equal(sumOf(rows, "process_disk_write_bytes"), totals.write_bytes);
  assert.equal(sumOf(rows, "system_net_recv_bytes"), totals.net_recv_bytes);
  assert.equal(sumOf(rows, "system_net_sent_bytes"), totals.net_sent_bytes);
  const times = rows.map(({ timestamp }) => timestamp ?? assert.fail("a row has no timestamp"));
  assert.deepEqual(times, times.toSorted((a, b) => a - b));
}
