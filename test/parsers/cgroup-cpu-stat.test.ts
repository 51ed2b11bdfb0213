import { test } from "node:test";
import assert from "node:assert/strict";
import { parseCgroupCpuStat } from "../../src/parsers/cgroup-cpu-stat.ts";

test("parseCgroupCpuStat() converts the nanoseconds of cgroup v1", () => {
  assert.equal(parseCgroupCpuStat("nr_periods 9\nnr_throttled 2\nthrottled_time 3200456000\n").throttledMicroseconds, 3_200_456);
  assert.equal(parseCgroupCpuStat("throttled_usec 3200456\n").throttledMicroseconds, 3_200_456);
});

test("parseCgroupCpuStat() says null of throttling where there is no quota", () => {
  const stat = parseCgroupCpuStat("usage_usec 5\nuser_usec 3\nsystem_usec 2\n");
  assert.equal(stat.nrThrottled, null);
  assert.equal(stat.usageMicroseconds, 5);
});
