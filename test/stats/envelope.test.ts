import assert from "node:assert/strict";
import { test } from "node:test";
import { columns } from "../../src/frame/columns.ts";
import { Envelope } from "../../src/stats/envelope.ts";

const names = columns.map(({ name }) => name);

function rowOf(fields: Record<string, number>): Float64Array {
  return Float64Array.from(names, (name) => fields[name] ?? NaN);
}

/** Rows of one second each. */
function envelopeOf(capacity: number, rows: readonly Record<string, number>[]): Envelope {
  const envelope = new Envelope(capacity);
  rows.forEach((fields, index) => envelope.add(rowOf({ timestamp: 1000 + index + 1, ...fields }), 1));
  return envelope;
}

test("Envelope keeps a short run row by row", () => {
  const envelope = envelopeOf(4, [{ process_cpu_usage: 1 }, { process_cpu_usage: 3 }, {}]);
  assert.deepEqual([envelope.points, envelope.rowsPerPoint], [3, 1]);
  assert.deepEqual([...envelope.values("process_cpu_usage")], [1, 3, NaN]);
  assert.deepEqual([...envelope.timestamps.subarray(0, 3)], [1001, 1002, 1003]);
});

test("Envelope merges by what a column is: sums, means by time, the last, the highest", () => {
  const envelope = new Envelope(2);
  const rows: [number, number][] = [[1, 1], [2, 3], [3, 1], [4, 1], [5, 2]];
  let at = 0;
  for (const [value, seconds] of rows) {
    at += seconds;
    envelope.add(rowOf({ timestamp: at, process_disk_read_bytes: value * 10, process_cpu_usage: value, process_memory_mib: value, process_memory_peak_mib: 10 - value }), seconds);
  }
  // 4 rows in the first point, 1 in the second.
  assert.deepEqual([envelope.points, envelope.rowsPerPoint, ...envelope.timestamps.subarray(0, 2), ...envelope.seconds.subarray(0, 2)], [2, 4, 6, 8, 6, 2]);
  assert.deepEqual([...envelope.values("process_disk_read_bytes")], [100, 50]);
  assert.deepEqual([...envelope.lows("process_disk_read_bytes")], [20 / 3, 25]);
  assert.deepEqual([...envelope.highs("process_disk_read_bytes")], [40, 25]);
  assert.deepEqual([...envelope.values("process_cpu_usage")], [(1 + 6 + 3 + 4) / 6, 5]);
  assert.deepEqual([...envelope.values("process_memory_mib")], [4, 5]);
  assert.deepEqual([...envelope.values("process_memory_peak_mib")], [9, 5]);
});

test("Envelope keeps the height of a peak of one row, and every second, over a week", () => {
  const envelope = new Envelope(512);
  const weekSeconds = 604_800;
  for (let second = 1; second <= weekSeconds; second++) envelope.add(rowOf({ timestamp: second, process_cpu_usage: second === 400_001 ? 64 : 1, process_utime: 1 }), 1);
  assert.ok(envelope.points > 256 && envelope.points <= 512, String(envelope.points));
  assert.equal(Math.max(...envelope.highs("process_cpu_usage")), 64);
  assert.equal(Math.max(...envelope.lows("process_cpu_usage")), 1);
  assert.equal(envelope.values("process_utime").reduce((sum, value) => sum + value, 0), weekSeconds);
  assert.equal(envelope.seconds.subarray(0, envelope.points).reduce((sum, value) => sum + value, 0), weekSeconds);
  assert.equal(envelope.timestamps[envelope.points - 1], weekSeconds);
});

test("Envelope takes what is known where a part of the rows is not", () => {
  const envelope = envelopeOf(2, [{}, { process_cpu_usage: 2, process_memory_mib: 7 }, { process_cpu_usage: 4 }]);
  assert.deepEqual([...envelope.values("process_cpu_usage")], [2, 4]);
  assert.deepEqual([...envelope.values("process_memory_mib")], [7, NaN]);
});

test("Envelope grows without losing what it has", () => {
  const envelope = envelopeOf(1000, Array.from({ length: 999 }, (_, index) => ({ process_threads: index })));
  assert.deepEqual([...envelope.values("process_threads")], Array.from({ length: 999 }, (_, index) => index));
});
