import assert from "node:assert/strict";
import { test } from "node:test";
import type { OsFigures } from "../../../src/host/host.ts";
import { limitsOfOs } from "../../../src/sources/os-module/limits.ts";
import { serverInfoOfOs } from "../../../src/sources/os-module/server-info.ts";
import { systemOfOs } from "../../../src/sources/os-module/system.ts";

const figures: OsFigures = { type: "FreeBSD", release: "14.1-RELEASE", version: "FreeBSD 14.1-RELEASE", hostname: "beast", machine: "amd64", cpuModel: "Z1", cpu: { user: 5000, nice: 500, sys: 2000, irq: 250, idle: 90_000 }, cpus: 4, usableCpus: 4, totalBytes: 8000, freeBytes: 3000, load1: 0.5 };

test("systemOfOs() counts nice time as user time, and interrupts as system time", () => {
  assert.deepEqual(systemOfOs(figures).cpu, { userSeconds: 5.5, systemSeconds: 2.25, idleSeconds: 90, iowaitSeconds: null, stealSeconds: null, busySeconds: 7.75, cpus: 4 });
});

test("systemOfOs() tells no CPU where none is shown, or none has run", () => {
  assert.equal(systemOfOs({ ...figures, cpus: 0 }).cpu, null);
  assert.equal(systemOfOs({ ...figures, cpu: { user: 0, nice: 0, sys: 0, irq: 0, idle: 0 } }).cpu, null);
});

test("systemOfOs() tells of memory what Node tells, and of a machine without any nothing", () => {
  const { memory, load1, disks, networks, diskSpace } = systemOfOs(figures);
  assert.deepEqual([memory?.totalBytes, memory?.freeBytes, memory?.availableBytes, memory?.cachedBytes, memory?.swapTotalBytes], [8000, 3000, 3000, null, null]);
  assert.deepEqual({ load1, disks, networks, diskSpace }, { load1: 0.5, disks: null, networks: null, diskSpace: null });
  assert.equal(systemOfOs({ ...figures, totalBytes: 0, freeBytes: 0 }).memory, null);
});

test("limitsOfOs() says by what CPUs are limited", () => {
  const { evidence, ...limits } = limitsOfOs(figures);
  assert.deepEqual(limits, { cpus: 4, cpusBy: "machine", memoryBytes: 8000, memoryBy: "machine", machineCpus: 4, machineMemoryBytes: 8000 });
  assert.deepEqual(evidence, { oomKills: null, throttledPeriods: null, throttledSeconds: null });
  assert.deepEqual([limitsOfOs({ ...figures, usableCpus: 1 }).cpus, limitsOfOs({ ...figures, usableCpus: 1 }).cpusBy], [1, "affinity"]);
});

test("limitsOfOs() knows none where Node tells none", () => {
  const { cpus, cpusBy, memoryBytes, memoryBy } = limitsOfOs({ ...figures, cpus: 0, usableCpus: 1, totalBytes: 0 });
  assert.deepEqual({ cpus, cpusBy, memoryBytes, memoryBy }, { cpus: null, cpusBy: null, memoryBytes: null, memoryBy: null });
});

test("serverInfoOfOs() names the system, and what it does not know not at all", () => {
  assert.deepEqual(serverInfoOfOs(figures), { os: "FreeBSD 14.1-RELEASE", kernel: "14.1-RELEASE", hostname: "beast", architecture: "amd64", cpuModel: "Z1", cpus: 4, memoryBytes: 8000, swapBytes: null, container: null, vendor: null, product: null });
  const { os, kernel, cpus, memoryBytes } = serverInfoOfOs({ ...figures, release: "", cpus: 0, totalBytes: 0 });
  assert.deepEqual({ os, kernel, cpus, memoryBytes }, { os: "FreeBSD", kernel: "unknown", cpus: null, memoryBytes: null });
});
