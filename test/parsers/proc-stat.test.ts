import { test } from "node:test";
import assert from "node:assert/strict";
import { parseProcStat, parseProcStatCpus } from "../../src/parsers/proc-stat.ts";

test("parseProcStat() counts guests once", () => {
  const stat = parseProcStat("cpu  1000 0 500 8000 100 10 20 30 900 50\n");
  assert.equal(stat?.totalTicks, 9660);
  assert.equal(stat?.busyTicks, 1560);
  assert.equal(stat?.guestTicks, 900);
});

test("parseProcStat() says null of the columns that Linux 2.6 does not have", () => {
  const stat = parseProcStat("cpu  300 10 50 20000 100 2 5\ncpu0 300 10 50 20000 100 2 5\n");
  assert.equal(stat?.stealTicks, null);
  assert.equal(stat?.guestTicks, null);
  assert.equal(stat?.totalTicks, 20467);
  assert.equal(stat?.busyTicks, 367);
});

test("parseProcStat() counts rows, not the highest number", () => {
  const text = "cpu  9 0 0 9\ncpu0 4 0 0 4\ncpu11 5 0 0 5\nintr 12 cpu7\nbtime 1700000000\n";
  assert.equal(parseProcStat(text)?.cpus, 2);
  assert.equal(parseProcStat(text)?.btimeSeconds, 1_700_000_000);
  assert.deepEqual([...parseProcStatCpus(text).keys()], [0, 11]);
  assert.equal(parseProcStatCpus(text).get(11)?.userTicks, 5);
});

test("parseProcStat() is null without rows of CPUs", () => {
  assert.equal(parseProcStat(""), null);
  assert.equal(parseProcStatCpus("").size, 0);
  assert.throws(() => parseProcStat("ctxt 5\n"), SyntaxError);
});
