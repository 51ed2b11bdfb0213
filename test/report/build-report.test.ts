import assert from "node:assert/strict";
import { test } from "node:test";
import { columns } from "../../src/frame/columns.ts";
import { buildReport } from "../../src/report/build-report.ts";
import { Aggregate } from "../../src/stats/aggregate.ts";

function aggregateOf(rows: Record<string, number>[], start: number | null = null): Aggregate {
  const aggregate = new Aggregate(start);
  for (const row of rows) aggregate.add(Float64Array.from(columns, ({ name }) => row[name] ?? NaN));
  return aggregate;
}

const t0 = Date.UTC(2025, 2, 1) / 1000;

test("buildReport() works out times, totals and peaks from the rows alone", () => {
  const report = buildReport(
    aggregateOf([
      { timestamp: t0 + 2, process_utime: 0.1, process_stime: 0, process_cpu_usage: 0.05, process_memory_mib: 5, process_children: 0, process_threads: 1, process_disk_read_bytes: 10 },
      { timestamp: t0 + 4, process_utime: 0.2, process_stime: 0, process_cpu_usage: 0.1, process_memory_mib: 7, process_memory_peak_mib: 9.5, process_children: 3, process_threads: 8, process_disk_read_bytes: 0 },
      { timestamp: t0 + 4.5, process_utime: 0.000001, process_stime: 0, process_cpu_usage: 0, process_memory_mib: 0, process_children: 0, process_threads: 1, process_disk_read_bytes: 5 },
    ]),
    {},
    "run",
  );
  assert.equal(report.name, "run");
  assert.equal(report.interval_seconds, 2);
  assert.equal(report.start, "2025-03-01T00:00:00.000Z");
  assert.equal(report.end, "2025-03-01T00:00:04.500Z");
  assert.equal(report.duration_seconds, 4.5);
  assert.equal(report.samples, 3);
  assert.equal(report.totals.cpu_user_seconds, 0.300001);
  assert.equal(report.totals.cpu_system_seconds, 0);
  assert.equal(report.totals.read_bytes, 15);
  assert.equal(report.totals.write_bytes, null);
  assert.deepEqual(report.peaks, { memory_mib: 9.5, cgroup_memory_mib: null, cpu_cores: 0.1, gpu_vram_mib: null, processes: 4, threads: 8 });
  assert.equal(report.exit_code, null);
});

test("buildReport() believes what is known before what the rows let guess", () => {
  const known = { start: "2025-03-01T00:00:00.500Z", end: "2025-03-01T00:00:02.000Z", duration_seconds: 1.5, exit_code: 0, totals: { cpu_user_seconds: 3, read_bytes: null }, peaks: { processes: 9 } };
  const report = buildReport(aggregateOf([{ timestamp: t0 + 2, process_utime: 1, process_disk_read_bytes: 7, process_children: 1 }]), known, "run");
  assert.equal(report.start, known.start);
  assert.equal(report.duration_seconds, 1.5);
  assert.equal(report.exit_code, 0);
  assert.equal(report.totals.cpu_user_seconds, 3);
  assert.equal(report.totals.read_bytes, 7);
  assert.equal(report.peaks.processes, 9);
});

test("buildReport() gives a run that was killed no end, and the time up to its last row", () => {
  const report = buildReport(aggregateOf([{ timestamp: t0 + 2 }, { timestamp: t0 + 3 }]), { start: "2025-03-01T00:00:00.000Z", end: null }, "run");
  assert.equal(report.end, null);
  assert.equal(report.duration_seconds, 3);
});

test("buildReport() of a single row without a meta file does not invent a duration", () => {
  const report = buildReport(aggregateOf([{ timestamp: t0 + 2, process_utime: 1 }]), {}, "run");
  assert.deepEqual([report.start, report.duration_seconds, report.interval_seconds], [null, null, null]);
  assert.equal(report.end, "2025-03-01T00:00:02.000Z");
});

test("buildReport() of no rows at all is a report, too", () => {
  const report = buildReport(new Aggregate(), {}, "run");
  assert.deepEqual([report.samples, report.end, report.duration_seconds, report.stats], [0, null, null, {}]);
});
