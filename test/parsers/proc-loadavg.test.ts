import { test } from "node:test";
import assert from "node:assert/strict";
import { parseProcLoadavg } from "../../src/parsers/proc-loadavg.ts";

test("parseProcLoadavg() tells runnable tasks from all", () => {
  assert.deepEqual(parseProcLoadavg("0.41 0.12 10.04 3/81 6619\n"), { load1: 0.41, load5: 0.12, load15: 10.04, runnable: 3, tasks: 81, lastPid: 6619 });
});

test("parseProcLoadavg() takes three loads alone", () => {
  assert.deepEqual(parseProcLoadavg("1.00 2.00 3.00"), { load1: 1, load5: 2, load15: 3, runnable: null, tasks: null, lastPid: null });
});
