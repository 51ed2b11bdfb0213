import assert from "node:assert/strict";
import { test } from "node:test";
import { ExactSum } from "../../src/stats/exact-sum.ts";

function sumOf(values: readonly number[]): ExactSum {
  const sum = new ExactSum();
  for (const value of values) sum.add(value);
  return sum;
}

test("ExactSum adds what floating point would lose", () => {
  assert.equal(sumOf([0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]).total(), 1);
  assert.equal(sumOf([1e16, 1, -1e16]).total(), 1);
  assert.equal(sumOf([1e100, 1, -1e100, 5e-324]).total(), 1);
  assert.equal(sumOf([]).total(), 0);
  assert.equal(sumOf([-0.1, -0.2]).total(), -0.30000000000000004);
});

test("ExactSum.divide() rounds once, as a fraction does", () => {
  // Python 3.11: statistics.mean([...])
  assert.equal(sumOf([0.01, 0.02]).divide(2), 0.015);
  assert.equal(sumOf([0.1, 0.2, 0.3]).divide(3), 0.2);
  assert.equal(sumOf([1 / 3, 1 / 3, 1 / 3, 1 / 7]).divide(4), 0.2857142857142857);
  // Just above the middle between two doubles, by less than any of the first 64 bits shows.
  assert.equal(sumOf([3 * 2 ** 53, 3, 2 ** -60]).divide(3), 2 ** 53 + 2);
  assert.equal(sumOf([3 * 2 ** 53, 3]).divide(3), 2 ** 53);
  assert.equal(sumOf([1.1, 2.2, 3.3, 4.4, 5.5, 6.6, 7.7]).divide(7), 4.4);
});

test("ExactSum stays small over a week of rows", () => {
  const sum = new ExactSum();
  for (let row = 0; row < 604_800; row++) sum.add(0.000001 * (row % 1000));
  // 604 times 0 to 999, and 0 to 799 once more, each as the double nearest to it.
  assert.equal(Number(sum.total().toFixed(6)), 302.0176);
});
