import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDf } from "../../../src/parsers/df.ts";
import { diskSpaceOf } from "../../../src/sources/posix-ps/unix-system.ts";

const spaceOf = (rows: string) => diskSpaceOf(parseDf(`Filesystem 1024-blocks Used Avail Capacity Mounted on\n${rows}`));
const inKib = (totalKib: number, usedKib: number, freeKib: number) => ({ totalBytes: totalKib * 1024, usedBytes: usedKib * 1024, freeBytes: freeKib * 1024 });

test("diskSpaceOf() adds up what lies on devices, each once", () => {
  assert.deepEqual(spaceOf("/dev/ada0p2 100 40 50 45% /\n/dev/ada0p2 100 40 50 45% /mnt\n/dev/da1 200 20 180 10% /home\ntmpfs 900 0 900 0% /tmp\n"), inKib(300, 60, 230));
});

test("diskSpaceOf() counts the free space of a pool once, and the device of the boot loader with it", () => {
  assert.deepEqual(spaceOf("zroot/ROOT/default 1040 40 1000 4% /\nzroot 1001 1 1000 0% /zroot\nzroot/home 1300 300 1000 23% /home\nzroot/small 12 2 10 17% /small\n/dev/ada0p1 260 10 250 4% /boot/efi\ndevfs 1 0 1 0% /dev\n"), inKib(1343 + 260, 343 + 10, 1250));
});

test("diskSpaceOf() keeps two pools apart, whose names begin alike", () => {
  assert.deepEqual(spaceOf("tank/a 110 10 100 9% /a\ntank2/b 220 20 200 9% /b\n"), inKib(330, 30, 300));
});

test("diskSpaceOf() takes the root where nothing lies on a device, and nothing where there is none", () => {
  assert.deepEqual(spaceOf("overlay 100 40 60 40% /\ntmpfs 900 0 900 0% /dev\n"), inKib(100, 40, 60));
  assert.equal(spaceOf("tmpfs 900 0 900 0% /dev\n"), null);
  assert.equal(diskSpaceOf([]), null);
});
