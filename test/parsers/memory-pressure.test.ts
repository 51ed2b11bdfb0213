import { test } from "node:test";
import assert from "node:assert/strict";
import { parseMemoryPressure } from "../../src/parsers/memory-pressure.ts";

test("parseMemoryPressure() reads the percentage of memory_pressure and of sysctl, with a name and without", () => {
  for (const text of ["System-wide memory free percentage: 42%\n", "kern.memorystatus_level: 42\n", "kern.memorystatus_level=42\n", "42\n"]) {
    assert.deepEqual(parseMemoryPressure(text), { memoryBytes: null, pageBytes: null, availablePercent: 42 }, text);
  }
});

test("parseMemoryPressure() reads the size of the memory even when the percentage makes no sense", () => {
  const text = "warning: x\nThe system has 17179869184 (1048576 pages with a page size of 16384).\n\nPages free: 12345 \nSystem-wide memory free percentage: 400%\n";
  assert.deepEqual(parseMemoryPressure(text), { memoryBytes: 17_179_869_184, pageBytes: 16_384, availablePercent: null });
});
