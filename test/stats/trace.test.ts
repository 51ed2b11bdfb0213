import assert from "node:assert/strict";
import { test } from "node:test";
import { columns } from "../../src/frame/columns.ts";
import { Trace } from "../../src/stats/trace.ts";
import { traceOf } from "../helpers/recorded-run.ts";

function rowOf(values: Record<string, number>): Float64Array {
  const row = new Float64Array(columns.length).fill(NaN);
  for (const [name, value] of Object.entries(values)) row[columns.findIndex((column) => column.name === name)] = value;
  return row;
}

test("Trace sorts rows by whole cores, a little noise above one counted with it", () => {
  const { busy } = traceOf([
    { seconds: 2, cores: 0 },
    { seconds: 1, cores: 0.5 },
    { seconds: 1, cores: 1.004 },
    { seconds: 3, cores: 1.5 },
    { seconds: 1, cores: 4 },
  ]);
  assert.deepEqual(busy.map(({ seconds, cpuSeconds }) => [seconds, cpuSeconds]), [
    [2, 0],
    [2, 1.504],
    [3, 4.5],
    [0, 0],
    [1, 4],
  ]);
});

test("Trace takes no more room for a row of a millisecond in which an hour of CPU seconds was accounted for", () => {
  const { busy } = traceOf([
    { seconds: 10, cores: 2 },
    { seconds: 0.001, cores: 3_600_000 },
    { seconds: 0.001, cores: 1e15 },
  ]);
  assert.equal(busy.length, 4097);
  assert.deepEqual(busy[2], { seconds: 10, cpuSeconds: 20 });
  assert.ok(busy[4096]!.cpuSeconds >= 1e12);
});

test("Trace keeps a slice for each row, and few of equal size of many", () => {
  const trace = new Trace();
  for (let second = 0; second < 100; second++) trace.add(rowOf({ process_memory_mib: second, process_disk_read_bytes: 10 }), 2);
  assert.equal(trace.slices.length, 100);
  assert.deepEqual([trace.slices[7]!.rows, trace.slices[7]!.seconds, trace.slices[7]!.mean("process_memory_mib"), trace.slices[7]!.mean("process_disk_read_bytes")], [1, 2, 7, 5]);
  for (let second = 100; second < 100_000; second++) trace.add(rowOf({ process_memory_mib: second, process_disk_read_bytes: 10 }), 2);
  const { slices } = trace;
  assert.ok(slices.length > 100 && slices.length <= 256, `${slices.length} slices`);
  assert.equal(slices.reduce((sum, { rows }) => sum + rows, 0), 100_000);
  assert.ok(slices.slice(0, -1).every(({ rows }) => rows === slices[0]!.rows), "of equal size");
  assert.equal(slices[1]!.mean("process_memory_mib"), slices[0]!.rows * 1.5 - 0.5);
  assert.equal(slices[1]!.mean("process_disk_read_bytes"), 5);
});

test("Trace weighs means by time, and leaves out what is unknown", () => {
  const trace = new Trace();
  for (let row = 0; row < 257; row++) trace.add(rowOf(row === 0 ? { process_memory_mib: 100 } : row === 1 ? { process_memory_mib: 400 } : {}), row === 0 ? 1 : 2);
  assert.equal(trace.slices[0]!.rows, 2);
  assert.equal(trace.slices[0]!.mean("process_memory_mib"), 300);
  assert.ok(Number.isNaN(trace.slices[1]!.mean("process_memory_mib")));
  assert.ok(Number.isNaN(trace.slices[0]!.mean("no such column")));
});

test("Trace leaves out rows of which nobody knows the length, or the CPU", () => {
  const trace = new Trace();
  trace.add(rowOf({ process_utime: 1, process_stime: 1 }), 0);
  trace.add(rowOf({ process_utime: 1, process_stime: 1 }), NaN);
  assert.deepEqual([trace.busy, trace.slices], [[], []]);
  trace.add(rowOf({ process_utime: 1 }), 1);
  assert.deepEqual([trace.busy.length, trace.slices.length], [0, 1]);
});
