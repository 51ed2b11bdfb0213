import assert from "node:assert/strict";
import { test } from "node:test";
import { columns } from "../../src/frame/columns.ts";
import { Aggregate } from "../../src/stats/aggregate.ts";
import { Envelope } from "../../src/stats/envelope.ts";

function rowOf(values: Record<string, number>): Float64Array {
  const row = new Float64Array(columns.length).fill(NaN);
  for (const [name, value] of Object.entries(values)) row[columns.findIndex((column) => column.name === name)] = value;
  return row;
}

test("Aggregate spreads an amount over the rows before that did not tell it", () => {
  const aggregate = new Aggregate(0, new Envelope());
  for (const [timestamp, cpu] of [[1, 1], [2, 1], [3, NaN], [4, 2]] as const) aggregate.add(rowOf({ timestamp, process_utime: cpu, process_stime: cpu * 0, process_cpu_usage: Number.isNaN(cpu) ? NaN : 1 }));
  // What was written in all the time is told at its end, in a row of a quarter of a second.
  aggregate.add(rowOf({ timestamp: 4.25, process_disk_write_bytes: 850, process_utime: 0.25, process_stime: 0, process_cpu_usage: 1 }));
  assert.equal(aggregate.column("process_disk_write_bytes").peakPerSecond, 200);
  assert.equal(aggregate.column("process_disk_write_bytes").sum.total(), 850);
  assert.deepEqual(Array.from(aggregate.envelope!.highs("process_disk_write_bytes")), [NaN, NaN, NaN, NaN, 200]);
  // One core was busy all the time: two seconds of CPU behind a row without any are not two cores.
  assert.deepEqual(aggregate.trace.busy.map(({ seconds, cpuSeconds }) => [seconds, cpuSeconds]), [[0, 0], [4.25, 4.25]]);
  assert.deepEqual(aggregate.trace.slices.map((slice) => [slice.seconds, slice.mean("process_utime"), slice.mean("process_disk_write_bytes")]).slice(2), [[1, NaN, NaN], [1, 1, NaN], [0.25, 1, 200]]);
});

test("Aggregate takes the first row of a file to be as long as the second, and no amount for one of both", () => {
  const aggregate = new Aggregate();
  for (const [timestamp, bytes] of [[10, 60], [12, 100]] as const) aggregate.add(rowOf({ timestamp, process_disk_read_bytes: bytes }));
  assert.equal(aggregate.column("process_disk_read_bytes").peakPerSecond, 50);
});
