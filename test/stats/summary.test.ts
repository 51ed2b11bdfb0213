import assert from "node:assert/strict";
import { test } from "node:test";
import { columns } from "../../src/frame/columns.ts";
import { formatHeader } from "../../src/frame/csv.ts";
import { parseCsv } from "../../src/frame/frame.ts";
import { Aggregate } from "../../src/stats/aggregate.ts";
import { summarize } from "../../src/stats/summary.ts";

/** Rows in which nothing is known but what is said. */
function frameOf(rows: Record<string, number>[]) {
  return parseCsv(formatHeader() + rows.map((row, index) => `${columns.map(({ name }) => row[name] ?? (name === "timestamp" ? 1_700_000_000 + index : "")).join(",")}\n`).join(""));
}

const rowOf = (fields: Record<string, number>) => Float64Array.from(columns, ({ name }) => fields[name] ?? NaN);

test("summarize() has resource-tracker's keys and roundings", () => {
  // Checked once with resource-tracker 0.5's TinyDataFrame.stats() on the same numbers.
  const stats = summarize(
    frameOf([
      { timestamp: 1_700_000_001.123, process_cpu_usage: 0.12, process_memory_mib: 10.005, process_gpu_usage: 0, process_gpu_vram_mib: 0, process_gpu_utilized: 0, system_disk_space_used_gb: 10.125, system_net_recv_bytes: 1000, system_net_sent_bytes: 1 },
      { timestamp: 1_700_000_002.123, process_cpu_usage: 0.13, process_memory_mib: 20.015, process_gpu_usage: 0.5, process_gpu_vram_mib: 512.126, process_gpu_utilized: 1, system_disk_space_used_gb: 10.12, system_net_recv_bytes: 24, system_net_sent_bytes: 0 },
    ]),
  );
  assert.deepEqual(stats["process_cpu_usage"], { mean: 0.12, max: 0.13 });
  assert.deepEqual(stats["process_memory_mib"], { mean: 15.01, max: 20.02 });
  assert.deepEqual(stats["process_gpu_usage"], { mean: 0.25, max: 0.5 });
  assert.deepEqual(stats["process_gpu_vram_mib"], { mean: 256.06, max: 512.13 });
  assert.deepEqual(stats["process_gpu_utilized"], { mean: 0.5, max: 1 });
  assert.equal(stats["system_disk_space_used_gb"]?.["max"], 10.12);
  assert.equal(stats["system_net_recv_bytes"]?.["sum"], 1024);
  assert.equal(stats["system_net_sent_bytes"]?.["sum"], 1);
  assert.deepEqual(stats["timestamp"], { duration: 1 });
});

test("summarize() leaves out columns of which nothing is known, and pids", () => {
  const stats = summarize(frameOf([{ process_pid: 42, process_threads: 0 }]));
  assert.deepEqual(Object.keys(stats), ["timestamp", "process_threads"]);
  assert.deepEqual(stats["process_threads"], { mean: 0, max: 0 });
});

test("summarize() takes unknown rows for unknown, not for 0", () => {
  const stats = summarize(frameOf([{ process_memory_mib: 4 }, {}, { process_memory_mib: 8 }]));
  assert.deepEqual(stats["process_memory_mib"], { mean: 6, max: 8 });
});

test("summarize() sums seconds to the microsecond", () => {
  const rows = Array.from({ length: 1000 }, (_, index) => ({ process_utime: 0.1, process_stime: index / 1e6 }));
  const stats = summarize(frameOf(rows));
  assert.equal(stats["process_utime"]?.["sum"], 100);
  assert.equal(stats["process_stime"]?.["sum"], 0.4995);
});

test("Aggregate works out the most bytes per second from the time each row covers", () => {
  const aggregate = new Aggregate(1000);
  aggregate.add(rowOf({ timestamp: 1002, process_disk_read_bytes: 2000 }));
  aggregate.add(rowOf({ timestamp: 1003, process_disk_read_bytes: 1500 }));
  aggregate.add(rowOf({ timestamp: 1003.5, process_disk_read_bytes: 800 }));
  assert.equal(summarize(aggregate)["process_disk_read_bytes"]?.["peak_per_second"], 1600);
  assert.equal(aggregate.intervalSeconds(), 1);
});

test("Aggregate takes the first row for as long as the second when nobody knows its start", () => {
  const aggregate = new Aggregate();
  aggregate.add(rowOf({ timestamp: 1002, process_disk_read_bytes: 8000 }));
  assert.equal(summarize(aggregate)["process_disk_read_bytes"]?.["peak_per_second"], undefined);
  aggregate.add(rowOf({ timestamp: 1004, process_disk_read_bytes: 2000 }));
  assert.equal(summarize(aggregate)["process_disk_read_bytes"]?.["peak_per_second"], 4000);
});

test("Aggregate believes the duration it is told, and none of a clock that was set back", () => {
  const aggregate = new Aggregate(1000);
  aggregate.add(rowOf({ timestamp: 1000, system_net_recv_bytes: 10 }), 2);
  aggregate.add(rowOf({ timestamp: 1000, system_net_recv_bytes: 1000 }));
  assert.equal(summarize(aggregate)["system_net_recv_bytes"]?.["peak_per_second"], 5);
  assert.equal(summarize(aggregate)["system_net_recv_bytes"]?.["sum"], 1010);
});
