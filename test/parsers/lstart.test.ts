import assert from "node:assert/strict";
import { test } from "node:test";
import { parseLstart } from "../../src/parsers/lstart.ts";

for (const [text, seconds] of [
  ["Mon Jan  5 09:12:44 2026", Date.UTC(2026, 0, 5, 9, 12, 44) / 1000],
  ["Sat Nov 21 01:22:32 2026", Date.UTC(2026, 10, 21, 1, 22, 32) / 1000],
  ["Thu 31 Dec 23:59:59 2026", Date.UTC(2026, 11, 31, 23, 59, 59) / 1000],
  ["Mon Foo  5 09:12:44 2026", null],
  ["09:12:44", null],
  ["Jan05", null],
  ["", null],
] as const) {
  test(`parseLstart() reads "${text}" as ${seconds}`, () => assert.equal(parseLstart(text), seconds));
}
