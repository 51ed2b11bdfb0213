import { test } from "node:test";
import assert from "node:assert/strict";
import { parseVmStat } from "../../src/parsers/vm-stat.ts";

test("parseVmStat() takes the size of a page from the first line", () => {
  for (const pageBytes of [4096, 16_384]) {
    assert.equal(parseVmStat(`Mach Virtual Memory Statistics: (page size of ${pageBytes} bytes)\nPages free:   10.\n`).freeBytes, 10 * pageBytes);
  }
});

test("parseVmStat() knows no bytes without the size of a page", () => {
  assert.throws(() => parseVmStat("Pages free:   10.\n"), SyntaxError);
});

test("parseVmStat() compares names whole and keeps 0 and unknown apart", () => {
  const stat = parseVmStat("Mach Virtual Memory Statistics: (page size of 16384 bytes)\nPages tag-storage free:   72.\nPages throttled: 0.\nPages active: n/a.\nPages wired down: 12");
  assert.deepEqual([stat.freeBytes, stat.throttledBytes, stat.activeBytes, stat.wiredBytes], [null, 0, null, null]);
});
