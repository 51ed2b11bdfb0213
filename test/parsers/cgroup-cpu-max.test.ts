import { test } from "node:test";
import assert from "node:assert/strict";
import { parseCgroupCpuMax } from "../../src/parsers/cgroup-cpu-max.ts";

test("parseCgroupCpuMax() gives a fraction of CPUs", () => {
  assert.deepEqual(parseCgroupCpuMax("150000 100000\n"), { quotaMicroseconds: 150_000, periodMicroseconds: 100_000, cpus: 1.5 });
  assert.equal(parseCgroupCpuMax("5000 20000")?.cpus, 0.25);
});

test("parseCgroupCpuMax() says max without a quota, and knows the usual period", () => {
  assert.deepEqual(parseCgroupCpuMax("max 100000\n"), { quotaMicroseconds: "max", periodMicroseconds: 100_000, cpus: "max" });
  assert.equal(parseCgroupCpuMax("200000")?.cpus, 2);
});

test("parseCgroupCpuMax() does not divide by a period of 0", () => {
  assert.throws(() => parseCgroupCpuMax("100 0"), SyntaxError);
});
