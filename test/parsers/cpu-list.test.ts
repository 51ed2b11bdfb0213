import { test } from "node:test";
import assert from "node:assert/strict";
import { countCpuList, parseCpuList } from "../../src/parsers/cpu-list.ts";

test("parseCpuList() includes both ends", () => {
  assert.deepEqual(parseCpuList("0-3,8,10-11\n"), [0, 1, 2, 3, 8, 10, 11]);
  assert.deepEqual(parseCpuList("5, 7-8"), [5, 7, 8]);
});

test("countCpuList() counts without listing", () => {
  assert.equal(countCpuList("2-6,9-20\n"), 17);
  assert.equal(countCpuList(""), 0);
});

test("parseCpuList() refuses a range that runs backwards, that is endless, or that is none", () => {
  for (const text of ["3-1", "0-99999999999", "1,,2", "a b", "-1", "1-", "(0)"]) assert.throws(() => parseCpuList(text), SyntaxError, text);
});
