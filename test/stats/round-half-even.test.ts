import assert from "node:assert/strict";
import { test } from "node:test";
import { roundHalfEven } from "../../src/stats/round-half-even.ts";

test("roundHalfEven() is Python's round()", () => {
  // value, decimals, what Python 3.11 says
  const cases: [number, number, number][] = [
    [0.125, 2, 0.12],
    [0.375, 2, 0.38],
    [2.5, 0, 2],
    [3.5, 0, 4],
    [0.5, 0, 0],
    [1.5, 0, 2],
    [0.25, 1, 0.2],
    [1.005, 2, 1],
    [2.675, 2, 2.67],
    [1.115, 2, 1.11],
    [-0.125, 2, -0.12],
    [-2.5, 0, -2],
    [1_234_567.125, 2, 1_234_567.12],
    [810_000_000_000_002.6, 2, 810_000_000_000_002.6],
    [1e22, 2, 1e22],
    [5e-324, 2, 0],
    [1.23, 2, 1.23],
  ];
  for (const [value, decimals, python] of cases) assert.equal(roundHalfEven(value, decimals), python, `round(${value}, ${decimals})`);
});
