import assert from "node:assert/strict";
import { test } from "node:test";
import { warnings } from "../../src/report/warnings.ts";

test("warnings count in words that fit one and many", () => {
  assert.match(warnings.lateSamples(1, 0.5).message, /^1 sample was late by more than 0\.5 s\./);
  assert.match(warnings.lateSamples(3, 0.5).message, /^3 samples were late/);
  assert.match(warnings.missedSamples(1).message, /^1 sample could not be taken in time; its time/);
  assert.match(warnings.leftBehind(1, ["sleep"]).message, /^1 process of the job still runs \(sleep\); what it uses/);
  assert.match(warnings.leftBehind(7, ["a", "b", "a", "c", "d", "e"]).message, /^7 processes of the job still run \(a, b, c and 2 more\); what they use/);
  assert.match(warnings.throttled(12.34, 90).message, /for 12 s, 90 times$/);
  assert.match(warnings.throttled(null, 1).message, /held the job back 1 time$/);
  assert.match(warnings.cpuSampled(0.1234).message, /^0\.12 s of CPU/);
  assert.match(warnings.rowsLost("out.csv", 2, "no space left on the disk").message, /^2 rows are missing in "out\.csv": no space left/);
});
