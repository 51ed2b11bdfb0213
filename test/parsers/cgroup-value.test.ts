import { test } from "node:test";
import assert from "node:assert/strict";
import { parseCgroupCounter, parseCgroupValue } from "../../src/parsers/cgroup-value.ts";

test("parseCgroupValue() says max, not a number, wherever there is no limit", () => {
  for (const text of ["max\n", "-1\n", "9223372036854771712\n", "9223372036854710272\n", "18446744073709551615\n", "8796093018112\n"]) {
    assert.equal(parseCgroupValue(text), "max", text);
  }
});

test("parseCgroupValue() reads limits, and a limit of 0", () => {
  assert.equal(parseCgroupValue("2147483648\n"), 2 ** 31);
  assert.equal(parseCgroupValue("8796093022208"), 2 ** 43);
  assert.equal(parseCgroupValue("0\n"), 0);
});

test("parseCgroupCounter() finds no number too large: 36 years of CPU time are no limit", () => {
  assert.equal(parseCgroupCounter("1200000000000000000\n"), 1.2e18);
  assert.equal(parseCgroupCounter(""), null);
  assert.throws(() => parseCgroupCounter("max"), SyntaxError);
});
