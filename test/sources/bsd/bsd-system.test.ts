import assert from "node:assert/strict";
import { test } from "node:test";
import { FixtureHost } from "../../../src/host/fixture-host.ts";
import { BsdSystem, disksOf, memoryOf, swapOf } from "../../../src/sources/bsd/bsd-system.ts";
import { isBsd } from "../../../src/sources/bsd/is-bsd.ts";
import { readBsdInfo } from "../../../src/sources/bsd/server-info.ts";
import { serverInfoOfOs } from "../../../src/sources/os-module/server-info.ts";
import { toolContext } from "../../helpers/table-row.ts";

const values = (more: Record<string, number>): Map<string, string> =>
  new Map(Object.entries({ "hw.physmem": 1_000_000, "vm.stats.vm.v_page_size": 4096, "vm.stats.vm.v_free_count": 10, "vm.stats.vm.v_inactive_count": 20, "vm.stats.vm.v_active_count": 30, ...more }).map(([name, value]) => [name, String(value)]));

test("memoryOf() of a BSD counts free and inactive pages as available", () => {
  assert.deepEqual(memoryOf(values({ "vfs.bufspace": 512 }), null), {
    totalBytes: 1_000_000,
    freeBytes: 40_960,
    availableBytes: 122_880,
    buffersBytes: 512,
    cachedBytes: null,
    activeBytes: 122_880,
    inactiveBytes: 81_920,
    swapTotalBytes: null,
    swapFreeBytes: null,
  });
});

test("memoryOf() of a BSD counts what ZFS would give back, down to its least size, and never more than there is", () => {
  const arc = "kstat.zfs.misc.arcstats.size";
  const least = "kstat.zfs.misc.arcstats.c_min";
  const memory = memoryOf(values({ [arc]: 5000, [least]: 1000, "vm.stats.vm.v_cache_count": 1 }), null);
  assert.deepEqual([memory?.availableBytes, memory?.cachedBytes], [122_880 + 4096 + 4000, 9096]);
  assert.equal(memoryOf(values({ [arc]: 500, [least]: 1000 }), null)?.availableBytes, 122_880);
  assert.equal(memoryOf(values({ [arc]: 5_000_000 }), null)?.availableBytes, 1_000_000);
});

test("memoryOf() of a BSD needs the size of a page, and takes the machine's memory from Node where sysctl does not tell it", () => {
  assert.equal(memoryOf(null, 5), null);
  assert.equal(memoryOf(new Map([["hw.physmem", "5"]]), null), null);
  const without = values({});
  without.delete("hw.physmem");
  assert.equal(memoryOf(without, 2_000_000)?.totalBytes, 2_000_000);
  assert.equal(memoryOf(without, null)?.totalBytes, null);
});

test("disksOf() of a BSD leaves out what passes on commands and what lies in memory", () => {
  const disk = (name: string, readBytes: number | null = 1) => ({ name, reads: 1, writes: 1, readBytes, writeBytes: 2 });
  assert.deepEqual([...disksOf(["ada0", "nda1", "vtbd0", "mmcsd0", "cd0", "pass0", "md0", "ses1"].map((name) => disk(name)))!.keys()], ["ada0", "nda1", "vtbd0", "mmcsd0", "cd0"]);
  assert.deepEqual(disksOf([disk("da0", null)]), new Map());
  assert.equal(disksOf([]), null);
});

test("swapOf() adds up the devices, and knows a machine without any", () => {
  const header = "Device          1K-blocks     Used    Avail Capacity\n";
  assert.deepEqual(swapOf(`${header}/dev/da0p3 100 40 60 40%\n/dev/da1p3 200 0 200 0%\nTotal 300 40 260 13%\n`), { totalBytes: 307_200, freeBytes: 266_240 });
  assert.deepEqual(swapOf("Device      1K-blocks     Used    Avail Capacity  Priority\n/dev/sd0b         100       10       90    10%    0\n"), { totalBytes: 102_400, freeBytes: 92_160 });
  assert.deepEqual(swapOf(header), { totalBytes: 0, freeBytes: 0 });
  assert.deepEqual(swapOf("no swap devices configured\n"), { totalBytes: 0, freeBytes: 0 });
  assert.equal(swapOf(`${header}/dev/da0p3 100 40 - 40%\n`), null);
  assert.equal(swapOf(""), null);
  assert.throws(() => swapOf("swapinfo: what?"), SyntaxError);
});

test("BsdSystem asks OpenBSD and NetBSD for their swap by another name, and for nothing that they do not know", async () => {
  const os = { type: "OpenBSD", release: "7.5", version: "GENERIC", hostname: "puffy", machine: "amd64", cpuModel: null, cpu: { user: 0, nice: 0, sys: 0, irq: 0, idle: 1 }, cpus: 1, usableCpus: 1, totalBytes: 5000, freeBytes: 900, load1: 0 };
  const host = FixtureHost.of({}, { os: { 0: os }, programs: { "swapctl -lk": { stdout: "Device      1K-blocks     Used    Avail Capacity  Priority\n/dev/sd0b         100       10       90    10%    0\n" }, "netstat -ibn": { stdout: "Name    Mtu   Network     Address              Ibytes     Obytes\nvio0    1500  <Link>      00:0c:29:00:11:22       100        200\n" } } });
  const context = toolContext(host);
  for (const platform of ["openbsd", "netbsd"]) {
    const system = new BsdSystem(context, platform);
    const { memory, networks, disks } = await system.read();
    assert.deepEqual([memory?.availableBytes, memory?.swapTotalBytes, memory?.swapFreeBytes], [900, 102_400, 92_160]);
    assert.deepEqual(networks, new Map([["vio0", { receivedBytes: 100, sentBytes: 200 }]]));
    assert.equal(disks, null);
    system.close();
  }
  assert.deepEqual([host.countReads("iostat -Ix"), host.countReads("swapinfo -k")], [0, 0]);
  assert.deepEqual(context.warnings, []);
});

test("readBsdInfo() says that a jail is one, and who made a machine that tells it by sysctl", async () => {
  const host = FixtureHost.of({}, { programs: { "sysctl security.jail.jailed hw.vendor hw.product": { stdout: "security.jail.jailed: 1\nhw.vendor=Maker\nhw.product=Thing 2\n" } } });
  const { container, vendor, product, swapBytes } = await readBsdInfo(host, { totalBytes: 5, freeBytes: 1 }, serverInfoOfOs(await host.readOs()));
  assert.deepEqual({ container, vendor, product, swapBytes }, { container: "jail", vendor: "Maker", product: "Thing 2", swapBytes: 5 });
});

test("isBsd() knows the BSDs by their names", () => {
  assert.deepEqual(["freebsd", "openbsd", "netbsd", "dragonfly", "darwin", "linux", "sunos"].map(isBsd), [true, true, true, true, false, false, false]);
});
