import assert from "node:assert/strict";
import { test } from "node:test";
import { FixtureHost } from "../../../src/host/fixture-host.ts";
import { createLinuxSystemSource } from "../../../src/sources/linux/system.ts";
import type { SourceWarning } from "../../../src/sources/source-warning.ts";
import { emptySystemSnapshot } from "../../../src/snapshot.ts";

const diskRow = (name: string, read: number, written: number) => `   8       0 ${name} 10 0 ${read} 5 20 0 ${written} 5 0 10 10\n`;
const netRow = (name: string, received: number, sent: number) => `${name}: ${received} 1 0 0 0 0 0 0 ${sent} 1 0 0 0 0 0 0\n`;
const netHeader = "Inter-|   Receive |  Transmit\n face |bytes packets errs drop fifo frame compressed multicast|bytes packets errs drop fifo colls carrier compressed\n";

const files = {
  "/proc/stat": "cpu  300 20 50 1000 40 3 4 7 0 0\ncpu0 300 20 50 1000 40 3 4 7 0 0\nintr 5\nbtime 1700000000\n",
  "/proc/meminfo": "MemTotal: 1000 kB\nMemFree: 400 kB\nMemAvailable: 700 kB\nBuffers: 10 kB\nCached: 200 kB\nActive: 100 kB\nInactive: 50 kB\nSwapTotal: 0 kB\nSwapFree: 0 kB\n",
  "/proc/diskstats": diskRow("sda", 100, 200) + diskRow("sda1", 90, 200) + diskRow("dm-0", 80, 200),
  "/proc/net/dev": netHeader + netRow("lo", 5, 5) + netRow("eth0", 1000, 500),
  "/proc/loadavg": "0.41 0.12 0.04 1/81 6619\n",
  "/proc/pressure/cpu": "some avg10=0.00 avg60=0.00 avg300=0.00 total=2500000\n",
  "/proc/pressure/memory": "some avg10=0.00 avg60=0.00 avg300=0.00 total=0\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n",
  "/proc/pressure/io": "some avg10=0.00 avg60=0.00 avg300=0.00 total=125000\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=9\n",
  "/proc/self/mountinfo": "20 1 8:1 / / rw - ext4 /dev/sda1 rw\n",
};

function machine(changes: Record<string, string> = {}): FixtureHost {
  return FixtureHost.of({ ...files, ...changes }, { fileSystems: { "/": { totalBytes: 100, freeBytes: 40, availableBytes: 30 } } });
}

function sourceOf(host: FixtureHost) {
  const warnings: SourceWarning[] = [];
  return { source: createLinuxSystemSource(host, (warning) => warnings.push(warning)), warnings };
}

test("createLinuxSystemSource() reads the whole machine", () => {
  const { source, warnings } = sourceOf(machine());
  assert.deepEqual(source.read(), {
    cpu: { userSeconds: 3.2, systemSeconds: 0.5, idleSeconds: 10, iowaitSeconds: 0.4, stealSeconds: 0.07, busySeconds: 3.84, cpus: 1 },
    memory: {
      totalBytes: 1_024_000,
      freeBytes: 409_600,
      availableBytes: 716_800,
      buffersBytes: 10_240,
      cachedBytes: 204_800,
      activeBytes: 102_400,
      inactiveBytes: 51_200,
      swapTotalBytes: 0,
      swapFreeBytes: 0,
    },
    disks: new Map([["sda", { readBytes: 51_200, writeBytes: 102_400 }]]),
    diskSpace: { totalBytes: 100, usedBytes: 60, freeBytes: 30 },
    networks: new Map([["eth0", { receivedBytes: 1000, sentBytes: 500 }]]),
    load1: 0.41,
    pressure: { cpuSeconds: 2.5, memorySeconds: 0, ioSeconds: 0.125 },
  });
  assert.deepEqual(warnings, []);
});

test("createLinuxSystemSource() takes the ticks of a second from the auxiliary vector", () => {
  const word = (number: number) => String.fromCharCode(number & 255, number >> 8, 0, 0, 0, 0, 0, 0);
  const auxv = [6, 4096, 17, 250, 0, 0].map(word).join("");
  assert.equal(sourceOf(machine({ "/proc/self/auxv": auxv })).source.read().cpu?.idleSeconds, 4);
});

test("createLinuxSystemSource() keeps its files open and closes them", () => {
  const host = machine();
  const { source } = sourceOf(host);
  assert.equal(host.openFiles, 0);
  for (let tick = 0; tick < 5; tick++, host.advance(1000)) source.read();
  assert.equal(host.openFiles, 8);
  // Opened once, read five times.
  assert.equal(host.countReads("/proc/stat"), 6);
  source.close();
  assert.equal(host.openFiles, 0);
});

test("createLinuxSystemSource() is silent about what is absent, and asks for it once", () => {
  const host = FixtureHost.of({});
  const { source, warnings } = sourceOf(host);
  for (let tick = 0; tick < 5; tick++, host.advance(1000)) assert.deepEqual(source.read(), emptySystemSnapshot);
  assert.deepEqual(warnings, []);
  for (const path of Object.keys(files)) assert.equal(host.countReads(path), 1, path);
});

test("createLinuxSystemSource() warns once of a file that it may not read", () => {
  const host = machine();
  host.makeUnreadable("/proc/diskstats");
  const { source, warnings } = sourceOf(host);
  for (let tick = 0; tick < 3; tick++, host.advance(1000)) {
    const { disks, networks } = source.read();
    assert.deepEqual([disks, networks?.size], [null, 1]);
  }
  assert.deepEqual(warnings, [{ code: "unreadable_file", message: "Cannot read /proc/diskstats: the system refuses it", hint: null }]);
  assert.equal(host.countReads("/proc/diskstats"), 1);
});

test("createLinuxSystemSource() warns once of a text that it does not understand, and reads the rest", () => {
  const host = machine({ "/proc/meminfo": "MemTotal: lots\n" });
  const { source, warnings } = sourceOf(host);
  for (let tick = 0; tick < 3; tick++, host.advance(1000)) {
    const { memory, load1 } = source.read();
    assert.deepEqual([memory, load1], [null, 0.41]);
  }
  assert.equal(warnings.length, 1);
  assert.equal(warnings[0]!.code, "unparsable_file");
  assert.match(warnings[0]!.message, /MemTotal: lots/);
  assert.equal(host.openFiles, 7);
});

test("createLinuxSystemSource() reads on after a file has failed once in between", () => {
  const host = machine();
  const { source, warnings } = sourceOf(host);
  source.read();
  host.makeUnreadable("/proc/stat");
  assert.equal(source.read().cpu, null);
  assert.equal(source.read().cpu, null);
  host.makeReadable("/proc/stat");
  assert.equal(source.read().cpu?.cpus, 1);
  assert.equal(warnings.length, 1);
});

test("createLinuxSystemSource() does not mention a pressure that the kernel has switched off", () => {
  const host = machine();
  host.makeUnreadable("/proc/pressure");
  const { source, warnings } = sourceOf(host);
  for (let tick = 0; tick < 3; tick++, host.advance(1000)) assert.deepEqual(source.read().pressure, { cpuSeconds: null, memorySeconds: null, ioSeconds: null });
  assert.deepEqual(warnings, []);
  assert.equal(host.countReads("/proc/pressure/io"), 1);
});

test("createLinuxSystemSource() tells nothing from an empty file, and zero from one in which nothing counts", () => {
  const empty = sourceOf(machine({ "/proc/stat": "", "/proc/diskstats": "", "/proc/net/dev": "", "/proc/loadavg": "", "/proc/pressure/cpu": "" })).source.read();
  assert.deepEqual([empty.cpu, empty.disks, empty.networks, empty.load1, empty.pressure.cpuSeconds], [null, null, null, null, null]);
  const lonely = sourceOf(machine({ "/proc/diskstats": diskRow("loop0", 9, 9), "/proc/net/dev": netHeader + netRow("lo", 5, 5) })).source.read();
  assert.deepEqual([lonely.disks, lonely.networks], [new Map(), new Map()]);
});

test("createLinuxSystemSource() takes no zeros from files that a sandbox has made up", () => {
  const { source } = sourceOf(machine({ "/proc/stat": "cpu  0 0 0 0 0 0 0 0 0 0\ncpu0 0 0 0 0 0 0 0 0 0 0\n", "/proc/loadavg": "0.00 0.00 0.00 0/0 0\n" }));
  const { cpu, load1 } = source.read();
  assert.deepEqual([cpu, load1], [null, null]);
});

test("createLinuxSystemSource() works out again which disks and interfaces count when there are others", () => {
  const host = machine();
  const { source } = sourceOf(host);
  for (let tick = 0; tick < 5; tick++, host.advance(1000)) source.read();
  assert.deepEqual([host.countReads("/sys/block"), host.countReads("/sys/class/net")], [1, 1]);
  host.setFile("/proc/diskstats", `${files["/proc/diskstats"]}${diskRow("sdb", 2, 4)}`);
  host.setFile("/proc/net/dev", `${files["/proc/net/dev"]}${netRow("eth1", 7, 7)}`);
  const { disks, networks } = source.read();
  assert.deepEqual([[...disks!.keys()], [...networks!.keys()]], [["sda", "sdb"], ["eth0", "eth1"]]);
  assert.deepEqual([host.countReads("/sys/block"), host.countReads("/sys/class/net")], [2, 2]);
});
