import { test } from "node:test";
import assert from "node:assert/strict";
import { toCimMemory } from "../../src/parsers/cim-system.ts";
import { parseWmicValues } from "../../src/parsers/wmic-value.ts";

test("parseWmicValues() begins an object where a property comes again", () => {
  assert.deepEqual(parseWmicValues("\r\r\n\r\r\nA=1\r\r\nB=x = y\r\r\n\r\r\nA=2\r\r\nB=\r\r\n\r\r\n"), [{ A: "1", B: "x = y" }, { A: "2", B: "" }]);
});

test("parseWmicValues() skips warnings", () => {
  assert.deepEqual(toCimMemory(parseWmicValues("Warning: a = b\nTotalVisibleMemorySize=2\nERROR\nFreePhysicalMemory=1"))?.availableBytes, 1024);
});

test("parseWmicValues() knows that there may be nothing", () => {
  assert.deepEqual(parseWmicValues("No Instance(s) Available.\r\r\n"), []);
});
