import assert from "node:assert/strict";
import { test } from "node:test";
import { formatCpuTime, formatDuration } from "../../src/render/duration.ts";

test("formatDuration() uses at most two units, and never 60 of one", () => {
  const cases: [number, string][] = [
    [0, "0.000 s"],
    [0.0312, "0.031 s"],
    [0.99949, "0.999 s"],
    [0.9996, "1.00 s"],
    [9.994, "9.99 s"],
    [9.996, "10.0 s"],
    [12.44, "12.4 s"],
    [59.94, "59.9 s"],
    [59.96, "1 min 00.0 s"],
    [124.3, "2 min 04.3 s"],
    [3599.94, "59 min 59.9 s"],
    [3599.96, "1 h 0 min"],
    [11_520, "3 h 12 min"],
    [86_369, "23 h 59 min"],
    [86_371, "1 d 0 h"],
    [187_200, "2 d 4 h"],
    [604_800, "7 d 0 h"],
  ];
  for (const [seconds, text] of cases) assert.equal(formatDuration(seconds), text, String(seconds));
});

test("formatCpuTime() stays with seconds as long as they can be read", () => {
  assert.equal(formatCpuTime(0.03), "0.03 s");
  assert.equal(formatCpuTime(386.2), "386.2 s");
  assert.equal(formatCpuTime(9999.94), "9999.9 s");
  assert.equal(formatCpuTime(9999.96), "2 h 47 min");
});
