import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { columns } from "../../src/frame/columns.ts";
import { needs, pathOf } from "../helpers/needs.ts";
import { measure, programs } from "../helpers/run-restrack.ts";

test("restrack run gives a command of 30 ms exactly one row", async (t) => {
  const { code, rows, report } = await measure(t, ["sleep", "0.03"]);
  assert.equal(code, 0);
  assert.equal(rows.length, 1);
  assert.equal(report.peaks.processes, 1);
  assert.notEqual(report.peaks.memory_mib, 0, "unknown is not nothing");
});

test("restrack run knows the memory of a command that ends before the first row is due", async (t) => {
  const { rows, report } = await measure(t, ["sleep", "0.3"]);
  assert.equal(rows.length, 1);
  assert.ok((report.peaks.memory_mib ?? 0) > 0.05, `peak ${report.peaks.memory_mib} MiB`);
  assert.ok((rows[0]!["process_rss_mib"] ?? 0) > 0.3, `RSS ${rows[0]!["process_rss_mib"]} MiB`);
});

test("restrack run says of a command that ended before it could be read that its memory is not known", async (t) => {
  const { rows, report } = await measure(t, ["true"]);
  assert.equal(rows.length, 1);
  assert.notEqual(report.peaks.memory_mib, 0, "unknown is not nothing");
});

test("restrack run ends rows at start + k · interval, the last one with the command", needs("python3"), async (t) => {
  const { rows, report } = await measure(t, ["sleep", "1.1"], ["--interval", "0.25"]);
  const start = Date.parse(report.start!) / 1000;
  const end = Date.parse(report.end!) / 1000;
  assert.ok(rows.length >= 2 && rows.length <= 5, `${rows.length} rows`);
  // A row may be late or left out, but never early; timers count whole milliseconds.
  for (const [index, row] of rows.slice(0, -1).entries()) assert.ok(row["timestamp"]! - start >= (index + 1) * 0.25 - 0.002, `row ${index} at ${row["timestamp"]! - start} s`);
  assert.ok(Math.abs(rows.at(-1)!["timestamp"]! - start - report.duration_seconds!) < 0.01);
  assert.ok(end - start >= 1.1);
});

test("restrack run tells the CPU time of every row in cores", needs("python3"), async (t) => {
  const { rows, report } = await measure(t, [pathOf("python3"), join(programs, "burn-cpu.py"), "0.7"], ["--interval", "0.2"]);
  let before = Date.parse(report.start!) / 1000;
  for (const row of rows) {
    const seconds = row["timestamp"]! - before;
    before = row["timestamp"]!;
    // Timestamps are cut to milliseconds, the row's own time is not.
    assert.ok(Math.abs(row["process_cpu_usage"]! * seconds - row["process_utime"]! - row["process_stime"]!) < 0.005, JSON.stringify(row));
  }
});

test("restrack run writes a header of all columns, and leaves system columns empty with --no-system", async (t) => {
  const { rows } = await measure(t, ["sleep", "0.2"]);
  const { rows: rowsWithout } = await measure(t, ["sleep", "0.2"], ["--no-system"]);
  const names = columns.map(({ name }) => name);
  assert.deepEqual(Object.keys(rows[0]!), names);
  assert.deepEqual(Object.keys(rowsWithout[0]!), names);
  for (const [name, value] of Object.entries(rowsWithout[0]!)) if (name.startsWith("system_")) assert.equal(value, null, name);
  for (const name of ["system_processes", "system_utime", "system_memory_used_mib", "system_disk_write_bytes", "system_load1"]) assert.notEqual(rows[0]![name], null, name);
});
