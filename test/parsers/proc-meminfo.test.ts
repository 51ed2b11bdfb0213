import { test } from "node:test";
import assert from "node:assert/strict";
import { parseProcMeminfo } from "../../src/parsers/proc-meminfo.ts";

test("parseProcMeminfo() tells lines apart whose names begin alike", () => {
  const meminfo = parseProcMeminfo("SwapCached: 1 kB\nActive(anon): 2 kB\nInactive(file): 3 kB\nShmemHugePages: 4 kB\nCached: 5 kB\nActive: 6 kB\nInactive: 7 kB\nShmem: 8 kB\n");
  assert.deepEqual([meminfo.cachedBytes, meminfo.activeBytes, meminfo.inactiveBytes, meminfo.shmemBytes], [5120, 6144, 7168, 8192]);
});

test("parseProcMeminfo() says null, not 0, of MemAvailable before Linux 3.14", () => {
  assert.equal(parseProcMeminfo("MemTotal: 1 kB\nMemFree: 1 kB\n").availableBytes, null);
});

test("parseProcMeminfo() reads no swap as 0", () => {
  assert.equal(parseProcMeminfo("SwapTotal:             0 kB").swapTotalBytes, 0);
});
