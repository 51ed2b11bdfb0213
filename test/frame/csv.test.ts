import assert from "node:assert/strict";
import { test } from "node:test";
import { columns } from "../../src/frame/columns.ts";
import { formatHeader, formatRow, toRow } from "../../src/frame/csv.ts";
import { parseCsv } from "../../src/frame/frame.ts";
import { sampleOf } from "../helpers/sample.ts";

const names = columns.map(({ name }) => name);
const field = (line: string, name: string) => line.trimEnd().split(",")[names.indexOf(name)];

test("formatHeader() quotes every name, and the first 32 are resource-tracker's", () => {
  const first32 =
    '"timestamp","system_processes","system_utime","system_stime","system_cpu_usage","system_memory_free_mib","system_memory_used_mib",' +
    '"system_memory_buffers_mib","system_memory_cached_mib","system_memory_active_mib","system_memory_inactive_mib","system_disk_read_bytes",' +
    '"system_disk_write_bytes","system_disk_space_total_gb","system_disk_space_used_gb","system_disk_space_free_gb","system_net_recv_bytes",' +
    '"system_net_sent_bytes","system_gpu_usage","system_gpu_vram_mib","system_gpu_utilized","process_pid","process_children","process_utime",' +
    '"process_stime","process_cpu_usage","process_memory_mib","process_disk_read_bytes","process_disk_write_bytes","process_gpu_usage",' +
    '"process_gpu_vram_mib","process_gpu_utilized",';
  assert.ok(formatHeader().startsWith(first32), formatHeader());
  assert.ok(formatHeader().endsWith('"\n'));
  assert.equal(formatHeader().split(",").length, columns.length);
});

test("formatRow() writes numbers bare, and nothing for what is unknown", () => {
  const line = formatRow(toRow(sampleOf({ timestamp: 1_700_000_000.25 }, {}, { memoryBytes: 3 * 2 ** 20, cpuUserSeconds: 0.01, threads: 0 })));
  assert.ok(line.endsWith("\n"));
  assert.equal(line.trimEnd().split(",").length, columns.length);
  assert.equal(field(line, "timestamp"), "1700000000.250");
  assert.equal(field(line, "process_memory_mib"), "3");
  assert.equal(field(line, "process_utime"), "0.01");
  assert.equal(field(line, "process_threads"), "0");
  assert.equal(field(line, "process_stime"), "");
});

test("formatRow() knows no exponent, no -0, no NaN and no needless zeros", () => {
  const line = formatRow(toRow(sampleOf({ timestamp: 1.7e9 }, { netReceivedBytes: 9_007_199_254_740_991, netSentBytes: 1e21, load1: -0.001, cpuUserSeconds: Infinity, cpuSystemSeconds: NaN }, { cpuUserSeconds: 0.000001, cpuSystemSeconds: 1e-7, cpuCores: 0.1 + 0.2 })));
  assert.equal(field(line, "system_net_recv_bytes"), "9007199254740991");
  assert.equal(field(line, "system_net_sent_bytes"), "");
  assert.equal(field(line, "system_load1"), "0");
  assert.equal(field(line, "system_utime"), "");
  assert.equal(field(line, "system_stime"), "");
  assert.equal(field(line, "process_utime"), "0.000001");
  assert.equal(field(line, "process_stime"), "0");
  assert.equal(field(line, "process_cpu_usage"), "0.3");
});

test("toRow() holds exactly what a reader of formatRow() gets", () => {
  for (let seed = 1; seed <= 500; seed++) {
    const any = Math.sin(seed) ** 2 * 10 ** (seed % 12);
    const row = toRow(sampleOf({ timestamp: 1.7e9 + any / 7 }, { load1: any, cpuCores: any }, { memoryBytes: any * 977, cpuUserSeconds: any, readBytes: any }));
    const read = parseCsv(formatHeader() + formatRow(row));
    for (const [index, name] of names.entries()) assert.ok(Object.is(read.values(name)[0], row[index]), `${name} of ${any}: ${read.values(name)[0]} is not ${row[index]}`);
  }
});

test("toRow() keeps microseconds so that a column of them sums exactly", () => {
  let microseconds = 0;
  for (let index = 0; index < 10_000; index++) {
    const value = (index * 7919) % 1_000_003;
    const row = toRow(sampleOf({}, {}, { cpuUserSeconds: value / 1e6 }));
    microseconds += Math.round(Number(field(formatRow(row), "process_utime")) * 1e6);
    assert.equal(field(formatRow(row), "process_utime"), String(value / 1e6).includes("e") ? "0.000001" : String(value / 1e6));
  }
  assert.equal(microseconds, Array.from({ length: 10_000 }, (_, index) => (index * 7919) % 1_000_003).reduce((a, b) => a + b));
});

test("toRow() rounds a little below 0 to 0, not to -0", () => {
  assert.ok(Object.is(toRow(sampleOf({}, { load1: -0.001 }))[names.indexOf("system_load1")], 0));
});

test("toRow() fills the row it is given again", () => {
  const row = toRow(sampleOf({}, {}, { threads: 5 }));
  assert.equal(toRow(sampleOf({}), row), row);
  assert.ok(Number.isNaN(row[names.indexOf("process_threads")]));
});
