import assert from "node:assert/strict";
import { test } from "node:test";
import { tilesOf } from "../../../src/render/html/tiles.ts";
import { exampleReport } from "../../helpers/report.ts";

test("tilesOf() tells the peaks and their share of what there is", () => {
  const report = exampleReport();
  const tiles = Object.fromEntries(tilesOf({ ...report, peaks: { ...report.peaks, cpu_cores: 3, memory_mib: 6144 }, limits: { ...report.limits, cpus: 4, memory_mib: 8192 } }).map(({ label, value, detail, share }) => [label, [value, detail, share]]));
  assert.equal(tiles["CPU"]![2], 0.75);
  assert.deepEqual([tiles["Memory peak"]![0], tiles["Memory peak"]![2]], ["6.0 GiB", 0.75]);
});

test("tilesOf() puts the larger direction first", () => {
  const report = exampleReport();
  const disk = (read_bytes: number | null, write_bytes: number | null) => tilesOf({ ...report, totals: { ...report.totals, read_bytes, write_bytes } }).find(({ label }) => label === "Disk");
  assert.deepEqual([disk(5e6, 2e9)?.value, disk(5e6, 2e9)?.unit, disk(5e6, 2e9)?.detail], ["2.0 GB", "written", "5.0 MB read"]);
  assert.deepEqual([disk(0, null)?.value, disk(0, null)?.unit, disk(0, null)?.detail], ["0 B", "read", ""]);
  assert.equal(disk(null, null), undefined);
});

test("tilesOf() has no tile for what is not known", () => {
  const nothing = exampleReport({ duration_seconds: null, cost: null, stats: {} });
  const { totals, peaks } = nothing;
  const none = <T extends object>(fields: T): T => Object.fromEntries(Object.keys(fields).map((key) => [key, null])) as T;
  assert.deepEqual(tilesOf({ ...nothing, totals: none(totals), peaks: none(peaks) }), []);
});
