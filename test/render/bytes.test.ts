import assert from "node:assert/strict";
import { test } from "node:test";
import { formatIn, formatMemory, formatRate, memoryUnit, rateUnit } from "../../src/render/bytes.ts";

test("formatMemory() takes the unit with the fewest digits, also after rounding", () => {
  const cases: [number, string][] = [
    [0, "0.0 KiB"],
    [1000, "1.0 KiB"],
    [2 ** 20, "1.0 MiB"],
    [1023.94 * 2 ** 20, "1023.9 MiB"],
    [1023.96 * 2 ** 20, "1.0 GiB"],
    [6.3 * 2 ** 30, "6.3 GiB"],
    [1.5 * 2 ** 40, "1.5 TiB"],
    [5000 * 2 ** 40, "5000.0 TiB"],
  ];
  for (const [bytes, text] of cases) assert.equal(formatMemory(bytes), text, String(bytes));
});

test("formatRate() counts in thousands", () => {
  assert.equal(formatRate(0), "0.0 kB/s");
  assert.equal(formatRate(999_940), "999.9 kB/s");
  assert.equal(formatRate(999_960), "1.0 MB/s");
  assert.equal(formatRate(2.5e9), "2.5 GB/s");
});

test("memoryUnit() and rateUnit() follow the largest of several, whatever is unknown", () => {
  assert.equal(memoryUnit(null, 5 * 2 ** 20, 3 * 2 ** 30).name, "GiB");
  assert.equal(rateUnit(null, null).name, "kB/s");
  assert.equal(formatIn(memoryUnit(2 ** 30), 100 * 2 ** 20), "0.1");
  assert.equal(formatIn(memoryUnit(2 ** 30), null), "n/a");
});
