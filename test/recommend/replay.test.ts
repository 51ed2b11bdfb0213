import assert from "node:assert/strict";
import { test } from "node:test";
import { fewestCores, secondsOn } from "../../src/recommend/replay.ts";
import { runOf } from "../helpers/recorded-run.ts";

const fourThenOne = runOf([
  { seconds: 10, cores: 4 },
  { seconds: 10, cores: 1 },
]);

test("secondsOn() lets each row take as long as its CPU seconds take there", () => {
  // 40 CPU seconds and 10: on 2 cores 20 s and 10 s, on 3 13.33 s and 10 s.
  assert.equal(secondsOn(fourThenOne, 1), 50);
  assert.equal(secondsOn(fourThenOne, 2), 30);
  assert.ok(Math.abs(secondsOn(fourThenOne, 3) - (40 / 3 + 10)) < 1e-9);
  assert.equal(secondsOn(fourThenOne, 4), 20);
});

test("secondsOn() is never shorter than the run was", () => {
  assert.equal(secondsOn(fourThenOne, 64), 20);
});

test("secondsOn() keeps time that no row covers", () => {
  const run = { ...fourThenOne, durationSeconds: 25 };
  assert.equal(secondsOn(run, 2), 35);
  assert.equal(secondsOn(run, 8), 25);
});

test("secondsOn() a part of a core takes rows between two whole numbers of cores for some of each", () => {
  // Half of the time one core, on half of one: 10 s become 20 s.
  assert.equal(secondsOn(runOf([{ seconds: 10, cores: 1 }, { seconds: 10, cores: 0 }]), 0.5), 30);
  // 0.4 cores for 10 s are 4 s of one and 6 s of none: 4 s more on half a core.
  assert.equal(secondsOn(runOf([{ seconds: 10, cores: 0.4 }]), 0.5), 14);
  // 40 CPU seconds take 16 s on 2.5 cores; what had one core takes as long as before.
  assert.equal(secondsOn(fourThenOne, 2.5), 26);
  // 2.8 cores for 10 s are 8 s of 3 and 2 s of 2: 8 × 3 / 2.5 + 2 = 11.6 s.
  assert.ok(Math.abs(secondsOn(runOf([{ seconds: 10, cores: 2.8 }]), 2.5) - 11.6) < 1e-9);
  assert.equal(secondsOn(fourThenOne, 4.5), 20);
});

test("fewestCores() takes the fewest that keep the time, the border included", () => {
  // On 2 cores 30 s instead of 20: 50 % longer. On 3 23.33 s: 16.7 %.
  assert.equal(fewestCores(fourThenOne, 0), 4);
  assert.equal(fewestCores(fourThenOne, 0.16), 4);
  assert.equal(fewestCores(fourThenOne, 0.17), 3);
  assert.equal(fewestCores(fourThenOne, 0.499), 3);
  assert.equal(fewestCores(fourThenOne, 0.5), 2);
  assert.equal(fewestCores(fourThenOne, 1.5), 1);
});

test("fewestCores() takes noise above a whole number for that number", () => {
  assert.equal(fewestCores(runOf([{ seconds: 100, cores: 4.003 }]), 0), 4);
  assert.equal(fewestCores(runOf([{ seconds: 100, cores: 4.05 }]), 0), 5);
});

test("fewestCores() of a job that sleeps is one", () => {
  assert.equal(fewestCores(runOf([{ seconds: 10, cores: 0 }]), 0.1), 1);
});

test("fewestCores() is the same however long rows are, and for how many there are", () => {
  const rows = Array.from({ length: 5000 }, (_, index) => ({ seconds: 1, cores: index % 10 === 0 ? 8 : 1 }));
  // A tenth of the time on 8 cores: on n of them 500 × 8/n + 4500 s, and 5500 are allowed: 500 × 8/n ≤ 1000.
  assert.equal(fewestCores(runOf(rows), 0.1), 4);
});
