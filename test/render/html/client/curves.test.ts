import assert from "node:assert/strict";
import { test } from "node:test";
import { csvOf } from "../../../../src/render/html/client/csv.ts";
import { drawnOf, elapsedOf, gapsOf, largest, startOf, withBeginning, withGaps } from "../../../../src/render/html/client/curves.ts";
import type { RunData } from "../../../../src/render/html/page-data.ts";

const run: RunData = {
  label: "job",
  fileName: "job.csv",
  start: 1000,
  intervalSeconds: 2,
  rowsPerPoint: 1,
  timestamps: [1002, 1004, 1005],
  seconds: [2, 2, 1],
  curves: {
    process_disk_read_bytes: { values: [10, null, 30] },
    process_memory_mib: { values: [100, 200, 150] },
    process_memory_peak_mib: { values: [120, 500, 150] },
    process_children: { values: [0, 3, null] },
  },
  cpus: null,
  memoryMib: null,
};

test("drawnOf() draws amounts per second, and what a child is added to", () => {
  assert.deepEqual(drawnOf({ column: "process_disk_read_bytes", label: "read", colour: 0 }, run)?.line, [5, null, 10]);
  assert.deepEqual(drawnOf({ column: "process_children", label: "processes", colour: 0, plus: 1 }, run)?.line, [1, 4, null]);
  assert.equal(drawnOf({ column: "system_swap_used_mib", label: "swap", colour: 0 }, run), null);
});

test("drawnOf() puts peaks between rows, and the range of several rows, into the band", () => {
  const memory = drawnOf({ column: "process_memory_mib", label: "job", colour: 0, peak: "process_memory_peak_mib" }, run)!;
  assert.deepEqual([memory.low, memory.line, memory.high], [[100, 200, 150], [100, 200, 150], [120, 500, 150]]);
  const merged = { ...run, rowsPerPoint: 2, curves: { process_cpu_usage: { values: [1, 2, 3], lows: [0, 1, 2], highs: [4, 5, 6] } } };
  const cpu = drawnOf({ column: "process_cpu_usage", label: "job", colour: 0 }, merged)!;
  assert.deepEqual([cpu.low, cpu.high], [[0, 1, 2], [4, 5, 6]]);
});

test("drawnOf() spreads an amount over the points before that did not tell it", () => {
  const line = (values: (number | null)[], seconds: (number | null)[]) => drawnOf({ column: "process_disk_read_bytes", label: "read", colour: 0 }, { ...run, seconds, curves: { process_disk_read_bytes: { values } } })!.line;
  assert.deepEqual(line([null, null, 30], [2, 2, 1]), [null, null, 6]);
  assert.deepEqual(line([10, null, 30], [null, 2, 1]), [null, null, 10]);
});

test("elapsedOf() counts from the start, and without one from where the first row began", () => {
  assert.deepEqual(elapsedOf(run), [2, 4, 5]);
  assert.deepEqual(elapsedOf({ ...run, start: null }), [2, 4, 5]);
  // A clock that was set: a start after the end of the first row cannot be.
  assert.equal(startOf({ ...run, start: 5000 }), 1000);
});

test("withBeginning() makes a line of one point, and largest() knows null", () => {
  assert.deepEqual([withBeginning([7]), withBeginning([1, 2])], [[7, 7], [1, 2]]);
  assert.equal(largest([null, 3, 1], null, [2]), 3);
});

test("csvOf() writes the rows as they were recorded", () => {
  assert.equal(csvOf(["timestamp", "process_disk_read_bytes", "system_load1", "process_children"], run), '"timestamp","process_disk_read_bytes","system_load1","process_children"\n1002.000,10,,0\n1004.000,,,3\n1005.000,30,,\n');
});

test("gapsOf() finds where nothing was recorded for long, and withGaps() breaks the lines there", () => {
  const gappy = { timestamps: [1, 2, 3, 31_536_003, 31_536_004], intervalSeconds: 1, rowsPerPoint: 1 };
  assert.deepEqual(gapsOf(gappy), [3]);
  assert.deepEqual(gapsOf({ ...gappy, timestamps: [1, 2, 11] }), [], "a late row is no gap");
  assert.deepEqual(gapsOf({ ...gappy, intervalSeconds: null }), []);
  assert.deepEqual(withGaps([5, 6, 7, 8, 9], [3], () => NaN), [5, 6, 7, NaN, 8, 9]);
  assert.deepEqual(withGaps([1, 2], [], () => NaN), [1, 2]);
});
