import assert from "node:assert/strict";
import { test } from "node:test";
import { FixtureHost } from "../../../src/host/fixture-host.ts";
import { parseSysctl } from "../../../src/parsers/sysctl.ts";
import { parseVmStat } from "../../../src/parsers/vm-stat.ts";
import { DarwinSystem, memoryOf } from "../../../src/sources/darwin/darwin-system.ts";
import { toolContext } from "../../helpers/table-row.ts";

const MIB = 2 ** 20;
const os = { totalBytes: 1000 * MIB, freeBytes: 7 * MIB };
const sysctl = parseSysctl("hw.memsize: 1048576000\nvm.swapusage: total = 64.00M  used = 16.00M  free = 48.00M  (encrypted)\n");

/** Pages of 1 MiB, so that numbers stay short. */
const vmStat = (pages: Record<string, number>) => parseVmStat(`Mach Virtual Memory Statistics: (page size of ${MIB} bytes)\n${Object.entries(pages).map(([name, count]) => `${name}: ${count}.\n`).join("")}`);
const inMib = (memory: object): Record<string, number | null> => Object.fromEntries(Object.entries(memory).map(([key, bytes]) => [key.replace(/Bytes$/, ""), typeof bytes === "number" ? bytes / MIB : null]));
const pages = { "Pages free": 50, "Pages active": 300, "Pages inactive": 200, "Pages speculative": 10, "Pages wired down": 150, "Pages purgeable": 20, "File-backed pages": 180, "Anonymous pages": 330, "Pages occupied by compressor": 90 };

test("memoryOf() of a Mac counts as Activity Monitor does", () => {
  // 330 - 20 that can be given back + 150 wired + 90 compressed
  assert.deepEqual(inMib(memoryOf(vmStat(pages), sysctl, os)), { total: 1000, free: 60, available: 1000 - 550, buffers: null, cached: 180, active: 300, inactive: 200, swapTotal: 64, swapFree: 48 });
});

test("memoryOf() of a Mac does without a compressor, and without what can be given back", () => {
  const { "Pages purgeable": _purgeable, "Pages occupied by compressor": _compressor, ...older } = pages;
  assert.equal(memoryOf(vmStat(older), sysctl, os).availableBytes, (1000 - 480) * MIB);
  assert.equal(memoryOf(vmStat({ ...pages, "Pages purgeable": 400 }), sysctl, os).availableBytes, (1000 - 240) * MIB);
});

test("memoryOf() of an old Mac that does not tell anonymous pages takes what is free and inactive", () => {
  const { "Anonymous pages": _anonymous, ...old } = pages;
  assert.equal(memoryOf(vmStat(old), sysctl, os).availableBytes, (50 + 10 + 200) * MIB);
});

test("memoryOf() of a Mac never has less than nothing available", () => {
  assert.equal(memoryOf(vmStat({ ...pages, "Pages wired down": 900 }), sysctl, os).availableBytes, 0);
});

test("memoryOf() of a Mac tells what the others tell while one is silent", () => {
  assert.deepEqual(inMib(memoryOf(null, sysctl, os)), { total: 1000, free: 7, available: null, buffers: null, cached: null, active: null, inactive: null, swapTotal: 64, swapFree: 48 });
  assert.deepEqual([memoryOf(vmStat(pages), null, os).totalBytes, memoryOf(vmStat(pages), null, os).swapTotalBytes], [1000 * MIB, null]);
  const nothing = { totalBytes: 0, freeBytes: 0 };
  assert.deepEqual(inMib(memoryOf(null, null, nothing)), { total: null, free: null, available: null, buffers: null, cached: null, active: null, inactive: null, swapTotal: null, swapFree: null });
  assert.equal(memoryOf(vmStat(pages), null, nothing).availableBytes, 260 * MIB);
});

const IOREG = "ioreg -r -c IOBlockStorageDriver -d 1 -w 0";
const driver = (statistics: string): string => `+-o IOBlockStorageDriver  <class IOBlockStorageDriver, id 0x100000a01, registered, matched, active, busy 0 (0 ms), retain 7>\n    {\n      ${statistics}\n    }\n\n`;

function newSystem(programs: Record<string, { stdout: string }>) {
  const context = toolContext(FixtureHost.of({}, { platform: "darwin", programs }));
  return { context, system: new DarwinSystem(context) };
}

test("DarwinSystem counts disks by their drivers, and keeps their numbers when one tells nothing", async () => {
  const { system, context } = newSystem({ [IOREG]: { stdout: driver('"Statistics" = {"Bytes (Read)"=10,"Bytes (Write)"=20}') + driver('"IOClass" = "IOBlockStorageDriver"') + driver('"Statistics" = {"Bytes (Read)"=5}') + driver('"Statistics" = {"Bytes (Write)"=1,"Bytes (Read)"=9007199254740993}') } });
  assert.deepEqual((await system.read()).disks, new Map([["driver 0", { readBytes: 10, writeBytes: 20 }], ["driver 3", { readBytes: 2 ** 53, writeBytes: 1 }]]));
  assert.deepEqual(context.warnings, []);
  system.close();
});

test("DarwinSystem says once that ioreg tells of no disk", async () => {
  const { system, context } = newSystem({ [IOREG]: { stdout: driver('"IOClass" = "IOBlockStorageDriver"') } });
  for (let round = 0; round < 6; round++) assert.equal((await system.read()).disks, null);
  assert.deepEqual(context.warnings.map(({ message }) => message), ["ioreg does not tell what it should: it tells nothing"]);
  system.close();
});

test("DarwinSystem warns of critical memory pressure only", async () => {
  for (const [level, count] of [[1, 0], [2, 0], [4, 1]]) {
    const { system, context } = newSystem({ "sysctl hw.memsize vm.swapusage kern.memorystatus_vm_pressure_level": { stdout: `kern.memorystatus_vm_pressure_level: ${level}\n` } });
    await system.read();
    assert.equal(context.warnings.length, count, `level ${level}`);
    system.close();
  }
});
