import { test } from "node:test";
import assert from "node:assert/strict";
import { isDescendant, livingParent, type Descent } from "../../src/parsers/stale-parent.ts";

const processes = (...rows: [pid: number, parentPid: number | null, createdSeconds: number | null][]): Map<number, Descent> =>
  new Map(rows.map(([pid, parentPid, createdSeconds]) => [pid, { pid, parentPid, createdSeconds }]));
const parentOf = (pid: number, all: Map<number, Descent>): number | null => livingParent(all.get(pid) ?? assert.fail(), all)?.pid ?? null;

test("livingParent() is nobody who is younger than the child", () => {
  assert.equal(parentOf(2, processes([1, 0, 100], [2, 1, 100.5])), 1);
  assert.equal(parentOf(2, processes([1, 0, 100], [2, 1, 100])), 1);
  assert.equal(parentOf(2, processes([1, 0, 100.6], [2, 1, 100.5])), null);
});

test("livingParent() is nobody when the parent is gone, not told, or the process itself", () => {
  const all = processes([0, 0, null], [4, 0, null], [7, 6, 1], [8, null, 1]);
  assert.deepEqual([0, 7, 8].map((pid) => parentOf(pid, all)), [null, null, null]);
  assert.equal(parentOf(4, all), 0);
});

test("livingParent() believes a parent when one of them has no date", () => {
  assert.equal(parentOf(2, processes([1, 0, null], [2, 1, 5])), 1);
  assert.equal(parentOf(2, processes([1, 0, 5], [2, 1, null])), 1);
});

test("isDescendant() goes over living parents only, and does not run in circles", () => {
  const all = processes([1, 0, 10], [2, 1, 20], [3, 2, 30], [4, 3, 25], [5, 6, null], [6, 5, null]);
  const under = (pid: number, ancestor: number): boolean => isDescendant(all.get(pid) ?? assert.fail(), ancestor, all);
  assert.deepEqual([under(2, 1), under(3, 1), under(3, 2)], [true, true, true]);
  assert.deepEqual([under(4, 3), under(4, 1), under(1, 1), under(1, 2)], [false, false, false, false]);
  assert.equal(under(5, 1), false);
});
