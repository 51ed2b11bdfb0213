import { test } from "node:test";
import assert from "node:assert/strict";
import { cimBusyCores, parseCimSystem, toCimDisks, toCimProcessors, toCimSystem, toCimVolumes } from "../../src/parsers/cim-system.ts";

const cpu = (Name: string, idle: unknown, at: unknown): object => ({ Name, PercentProcessorTime: idle, PercentUserTime: 10, PercentPrivilegedTime: 20, Timestamp_Sys100NS: at });

test("cimBusyCores() is what the idle threads leave of two readings", () => {
  const before = toCimProcessors([cpu("0", 100_000_000, 1_000_000_000), cpu("1", 200_000_000, 1_000_000_000), cpu("_Total", 150_000_000, 1_000_000_000)]);
  const after = toCimProcessors([cpu("0", 105_000_000, "1020000000"), cpu("1", 220_000_000, "1020000000"), cpu("_Total", 162_500_000, "1020000000")]);
  assert.ok(before && after);
  // Two seconds: one core idle for 0.5 of them, the other for all.
  assert.equal(cimBusyCores(before, after), 0.75);
});

test("cimBusyCores() is never less than nothing, and null when it cannot be told", () => {
  const read = (...rows: object[]): NonNullable<ReturnType<typeof toCimProcessors>> => toCimProcessors(rows) ?? assert.fail();
  const before = read(cpu("0", 100, 1_000));
  assert.equal(cimBusyCores(before, read(cpu("0", 1_150, 2_000))), 0);
  for (const after of [before, read(cpu("0", 100, 900)), read(cpu("0", 50, 2_000)), read(cpu("0", null, 2_000)), read(cpu("0", 200, null)), read(cpu("0", 100, 2_000), cpu("1", 100, 2_000))]) {
    assert.equal(cimBusyCores(before, after), null);
  }
});

test("toCimProcessors() leaves out the totals of every group of processors", () => {
  const processors = toCimProcessors(["0,0", "0,1", "0,_Total", "1,0", "1,_Total", "_Total"].map((name) => cpu(name, 1e7, 5e7)));
  assert.deepEqual([processors?.cpus, processors?.idleSeconds], [3, 3]);
});

test("toCimProcessors() knows no sum of which one part is missing, and keeps the others", () => {
  const processors = toCimProcessors([cpu("0", 1e7, 5e7), { ...cpu("1", 1e7, 5e7), PercentUserTime: "N/A" }]);
  assert.deepEqual([processors?.idleSeconds, processors?.userSeconds, processors?.systemSeconds], [2, null, 40 / 1e7]);
});

test("toCimDisks() keeps a disk that is called like the total only in part", () => {
  assert.deepEqual(toCimDisks([{ Name: "_Total", DiskReadBytesPersec: 9 }, { Name: "1 _Totals", DiskReadBytesPersec: 4 }]), [{ name: "1 _Totals", readBytes: 4, writeBytes: null }]);
});

test("toCimVolumes() takes local disks only, where the type was asked for", () => {
  const row = (DeviceID: string, DriveType?: unknown): object => ({ DeviceID, Size: 10, FreeSpace: 0, ...(DriveType === undefined ? {} : { DriveType }) });
  assert.deepEqual(toCimVolumes([row("C:", 3), row("D:", "3"), row("E:", 5), row("F:", 4), row("G:", null), row("H:")]).map(({ name }) => name), ["C:", "D:", "H:"]);
  assert.deepEqual(toCimVolumes([row("C:", 3)]), [{ name: "C:", totalBytes: 10, freeBytes: 0 }]);
});

test("toCimSystem() keeps what it knows beside classes that say nothing", () => {
  const system = toCimSystem({ Win32_OperatingSystem: { FreePhysicalMemory: "x", TotalVisibleMemorySize: 4 }, Win32_LogicalDisk: "denied", Win32_PerfRawData_PerfOS_Processor: [] });
  assert.deepEqual([system.memory?.totalBytes, system.memory?.availableBytes, system.processors, system.volumes], [4096, null, null, null]);
  for (const nothing of [null, 5, "text", []]) assert.ok(Object.values(toCimSystem(nothing)).every((part) => part === null));
});

test("parseCimSystem() reads one Win32_OperatingSystem alone", () => {
  assert.deepEqual(parseCimSystem('{"Caption":"Windows","TotalVisibleMemorySize":"1024","FreePhysicalMemory":512}').memory, { totalBytes: 1_048_576, availableBytes: 524_288, swapTotalBytes: null, swapFreeBytes: null, processes: null });
});
