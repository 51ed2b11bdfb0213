import { test } from "node:test";
import assert from "node:assert/strict";
import { parseProcDiskstats } from "../../src/parsers/proc-diskstats.ts";

test("parseProcDiskstats() counts 512 bytes a sector, whatever the disk says", () => {
  const [row] = parseProcDiskstats(" 259 0 nvme0n1 10 1 1000 5 20 2 2000 6 0 7 8 1 2 999999 4 5 6\n");
  assert.deepEqual(row, { major: 259, minor: 0, name: "nvme0n1", readsCompleted: 10, sectorsRead: 1000, readBytes: 512_000, writesCompleted: 20, sectorsWritten: 2000, writeBytes: 1_024_000 });
});

test("parseProcDiskstats() reads the seven fields of an old partition", () => {
  const [row] = parseProcDiskstats("   8    1 sda1 35400 1380000 44000 990400\n");
  assert.deepEqual([row?.readsCompleted, row?.sectorsRead, row?.writesCompleted, row?.sectorsWritten], [35400, 1380000, 44000, 990400]);
});

test("parseProcDiskstats() keeps names with slashes, parentheses and blanks whole", () => {
  const numbers = "1 0 2 0 3 0 4 0 0 0 0";
  for (const name of ["cciss/c0d0p1", "dm-(0)", "a b (c) d", "rbd0"]) {
    assert.deepEqual(parseProcDiskstats(`8 0 ${name} ${numbers}\n`).map((row) => [row.name, row.writeBytes]), [[name, 2048]]);
  }
});

test("parseProcDiskstats() leaves a broken row out and reads the others", () => {
  const good = "8 0 sda 1 0 2 0 3 0 4 0 0 0 0\n";
  for (const broken of ["8 16 sdb 1 0 2\n", "8 16 sdb 1 0 2 0 3 0\n", "8 x sdb 1 0 2 0 3 0 4\n", "8 16\n", "sdb (name\nwith newline) 1 2\n"]) {
    assert.deepEqual(parseProcDiskstats(broken + good).map((row) => row.name), ["sda"], broken);
  }
});
