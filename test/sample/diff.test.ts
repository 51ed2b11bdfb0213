import assert from "node:assert/strict";
import { test } from "node:test";
import { diffSystem } from "../../src/sample/diff.ts";
import { emptySystemSnapshot, type SystemCpu, type SystemMemory, type SystemSnapshot } from "../../src/snapshot.ts";

const cpu = (changes: Partial<SystemCpu> = {}): SystemCpu => ({ userSeconds: 100, systemSeconds: 50, idleSeconds: 1_000, iowaitSeconds: 5, stealSeconds: 2, busySeconds: 152, cpus: 4, ...changes });

const snapshot = (changes: Partial<SystemSnapshot> = {}): SystemSnapshot => ({ ...emptySystemSnapshot, ...changes });

const diskPair = (readBytes: number, writeBytes: number) => ({ readBytes, writeBytes });
const networkPair = (receivedBytes: number, sentBytes: number) => ({ receivedBytes, sentBytes });

test("diffSystem() subtracts CPU counters and tells how many cores were busy", () => {
  const after = cpu({ userSeconds: 103, systemSeconds: 51.5, iowaitSeconds: 6, stealSeconds: 2.5, busySeconds: 157 });
  const sample = diffSystem(snapshot({ cpu: cpu() }), snapshot({ cpu: after }), 2, 321);
  assert.equal(sample.processes, 321);
  assert.equal(sample.cpuUserSeconds, 3);
  assert.equal(sample.cpuSystemSeconds, 1.5);
  assert.equal(sample.cpuIowaitSeconds, 1);
  assert.equal(sample.cpuStealSeconds, 0.5);
  assert.equal(sample.cpuCores, 2.5);
});

test("diffSystem() never shows more busy cores than there are", () => {
  assert.equal(diffSystem(snapshot({ cpu: cpu() }), snapshot({ cpu: cpu({ busySeconds: 152.05 }) }), 0.01, null).cpuCores, 4);
});

test("diffSystem() tells nothing of an interval without length", () => {
  const pressure = { cpuSeconds: 1, memorySeconds: 1, ioSeconds: 1 };
  const sample = diffSystem(snapshot({ cpu: cpu(), pressure }), snapshot({ cpu: cpu(), pressure }), 0, null);
  assert.deepEqual([sample.cpuCores, sample.cpuPressure, sample.memoryPressure, sample.ioPressure], [null, null, null, null]);
});

test("diffSystem() gives null for a CPU counter that went backwards or that one side lacks, and keeps the others", () => {
  const backwards = diffSystem(snapshot({ cpu: cpu() }), snapshot({ cpu: cpu({ iowaitSeconds: 4, userSeconds: 101 }) }), 1, null);
  assert.deepEqual([backwards.cpuIowaitSeconds, backwards.cpuUserSeconds], [null, 1]);
  const unknown = diffSystem(snapshot({ cpu: cpu({ stealSeconds: null }) }), snapshot({ cpu: cpu({ iowaitSeconds: null }) }), 1, null);
  assert.deepEqual([unknown.cpuStealSeconds, unknown.cpuIowaitSeconds, unknown.cpuUserSeconds], [null, null, 0]);
  const none = diffSystem(snapshot(), snapshot({ cpu: cpu() }), 1, null);
  assert.deepEqual([none.cpuUserSeconds, none.cpuCores], [null, null]);
});

test("diffSystem() says null of everything that no snapshot tells, and 0 of nothing", () => {
  const { gpu, ...rest } = diffSystem(emptySystemSnapshot, emptySystemSnapshot, 1, null);
  for (const [name, value] of [...Object.entries(rest), ...Object.entries(gpu)]) assert.equal(value, null, name);
});

test("diffSystem() adds disks up, device by device: one that comes, goes or is reset changes nobody else", () => {
  const before = new Map([["sda", diskPair(1_000, 2_000)], ["gone", diskPair(70_000, 70_000)], ["reset", diskPair(9_000, 100)]]);
  const after = new Map([["sda", diskPair(1_500, 2_050)], ["new", diskPair(80_000, 80_000)], ["reset", diskPair(10, 107)]]);
  const sample = diffSystem(snapshot({ disks: before }), snapshot({ disks: after }), 1, null);
  assert.equal(sample.diskReadBytes, 500);
  assert.equal(sample.diskWriteBytes, 50 + 7);
});

test("diffSystem() adds networks up, device by device", () => {
  const before = new Map([["eth0", networkPair(10, 20)], ["eth1", networkPair(100, 200)], ["tun0", networkPair(5_000, 5_000)]]);
  const after = new Map([["eth0", networkPair(11, 22)], ["eth1", networkPair(103, 204)], ["tun1", networkPair(6_000, 6_000)]]);
  const sample = diffSystem(snapshot({ networks: before }), snapshot({ networks: after }), 1, null);
  assert.deepEqual([sample.netReceivedBytes, sample.netSentBytes], [4, 6]);
});

test("diffSystem() knows a machine without disks from one that does not tell of them", () => {
  const none = new Map();
  assert.equal(diffSystem(snapshot({ disks: none }), snapshot({ disks: none }), 1, null).diskReadBytes, 0);
  assert.equal(diffSystem(snapshot(), snapshot({ disks: none }), 1, null).diskReadBytes, null);
  assert.equal(diffSystem(snapshot({ networks: none }), snapshot(), 1, null).netSentBytes, null);
});

test("diffSystem() gives pressure as a share of the interval, 1 at most, null when its counter went backwards", () => {
  const before = snapshot({ pressure: { cpuSeconds: 10, memorySeconds: 10, ioSeconds: 10 } });
  const after = snapshot({ pressure: { cpuSeconds: 10.5, memorySeconds: 12.01, ioSeconds: 9 } });
  const { cpuPressure, memoryPressure, ioPressure } = diffSystem(before, after, 2, null);
  assert.deepEqual([cpuPressure, memoryPressure, ioPressure], [0.25, 1, null]);
});

test("diffSystem() takes what the machine holds from the later snapshot", () => {
  const memory: SystemMemory = { totalBytes: 1_000, freeBytes: 100, availableBytes: 400, buffersBytes: 30, cachedBytes: 250, activeBytes: 500, inactiveBytes: 200, swapTotalBytes: 64, swapFreeBytes: 60 };
  const before = snapshot({ memory: { ...memory, availableBytes: 1, totalBytes: 1 }, load1: 9, diskSpace: { totalBytes: 1, usedBytes: 1, freeBytes: 1 } });
  const sample = diffSystem(before, snapshot({ memory, load1: 1.5, diskSpace: { totalBytes: 50, usedBytes: 20, freeBytes: 25 } }), 1, null);
  assert.deepEqual(
    [sample.memoryTotalBytes, sample.memoryFreeBytes, sample.memoryUsedBytes, sample.memoryAvailableBytes, sample.memoryBuffersBytes, sample.memoryCachedBytes, sample.memoryActiveBytes, sample.memoryInactiveBytes, sample.swapUsedBytes],
    [1_000, 100, 600, 400, 30, 250, 500, 200, 4],
  );
  assert.deepEqual([sample.diskSpaceTotalBytes, sample.diskSpaceUsedBytes, sample.diskSpaceFreeBytes, sample.load1], [50, 20, 25, 1.5]);
  assert.equal(diffSystem(before, snapshot({ memory: { ...memory, availableBytes: null } }), 1, null).memoryUsedBytes, null);
});
