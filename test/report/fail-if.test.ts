import assert from "node:assert/strict";
import { test } from "node:test";
import { checkFailRule, describeVerdict, failMetrics, parseFailRule } from "../../src/report/fail-if.ts";
import { bareReport, exampleReport } from "../helpers/report.ts";

const check = (text: string, report = exampleReport()) => checkFailRule(parseFailRule(text), report);
const failure = (text: string) => {
  try {
    parseFailRule(text);
  } catch (error) {
    return error as { code: string; message: string; hint: string };
  }
  return assert.fail(`${text} was understood`);
};

test("parseFailRule() reads metric, operator and value, with blanks or without", () => {
  assert.deepEqual(parseFailRule(" memory_peak>4GiB "), { text: "memory_peak>4GiB", metric: "memory_peak", operator: ">", value: 4 * 2 ** 30, unit: "GiB" });
  assert.deepEqual(parseFailRule("duration >= 2h30m"), { text: "duration >= 2h30m", metric: "duration", operator: ">=", value: 9000, unit: "" });
});

test("parseFailRule() knows 1000 from 1024, and every unit", () => {
  const bytes = { "1B": 1, "1KB": 1e3, "1kb": 1e3, "1MB": 1e6, "1GB": 1e9, "1TB": 1e12, "1KiB": 1024, "1mib": 2 ** 20, "1.5 GiB": 1.5 * 2 ** 30, "1TiB": 2 ** 40 };
  for (const [value, expected] of Object.entries(bytes)) assert.equal(parseFailRule(`memory_peak > ${value}`).value, expected, value);
  assert.equal(parseFailRule("read_bytes > 5").value, 5);
  const seconds = { "90": 90, "90s": 90, "1.5m": 90, "2h": 7200, "1d": 86_400, "2 h": 7200 };
  for (const [value, expected] of Object.entries(seconds)) assert.equal(parseFailRule(`cpu_seconds < ${value}`).value, expected, value);
  assert.equal(parseFailRule("cpu_peak > 2.5").value, 2.5);
  assert.equal(parseFailRule("cpu_peak > 2.5 cores").value, 2.5);
  assert.equal(parseFailRule("cpu_mean < 50%").value, 50);
  assert.equal(parseFailRule("threads_peak != 4").value, 4);
});

test("parseFailRule() says what it does not know, and what it would", () => {
  assert.equal(failure("memory_peek > 4GiB").hint, `did you mean memory_peak? the metrics are ${Object.keys(failMetrics).join(", ")}`);
  assert.equal(failure("memory_peek > 4GiB").message, 'Cannot use "memory_peek > 4GiB" as --fail-if: there is no metric "memory_peek"');
  assert.match(failure("zebra > 4").hint, /^the metrics are memory_peak, /);
  assert.match(failure("toString > 4").hint, /^the metrics are /);
  assert.match(failure("memory_peak => 4GiB").message, /there is no operator "=>"$/);
  assert.match(failure("memory_peak = 4GiB").hint, /> >= < <= == !=$/);
  assert.match(failure("memory_peak > 4").message, /the number has no unit$/);
  assert.match(failure("memory_peak > 4 parsecs").message, /there is no unit "parsecs" for memory_peak$/);
  assert.match(failure("memory_peak > 4m").hint, /^the units are B, KB, MB, GB, TB, KiB, MiB, GiB, TiB, %$/);
  assert.match(failure("cpu_peak > 4GiB").hint, /^the units are cores, %$/);
  assert.match(failure("threads_peak > 4s").hint, /^write the number alone$/);
  assert.match(failure("gpu_vram_peak > 4%").message, /no unit "%"/);
  for (const text of ["memory_peak > 1e3MB", "memory_peak > -1GiB", "memory_peak > 1,5GiB", "memory_peak > GiB", "duration > soon", "duration > 1h 30", "cpu_peak > NaN", "cpu_peak > Infinity"]) assert.match(failure(text).message, /is not a number with a unit|there is no unit/, text);
  for (const text of ["", "memory_peak", "memory_peak >", "> 4GiB", "4GiB < memory_peak", "memory_peak 4GiB"]) assert.match(failure(text).message, /it must be METRIC OPERATOR VALUE$/, text);
  assert.equal(failure("x").code, "ERR_USAGE");
});

test("checkFailRule() compares every metric with the report", () => {
  const measured = (rule: string) => check(rule).measured;
  assert.equal(measured("memory_peak > 1GiB"), 6.3);
  assert.equal(measured("memory_mean > 1MiB"), 4.1 * 1024);
  assert.equal(measured("cpu_peak > 1"), 7.98);
  assert.equal(measured("cpu_mean > 1")?.toFixed(4), (399.1 / 124.3).toFixed(4));
  assert.equal(measured("cpu_seconds > 1")?.toFixed(3), "399.100");
  assert.equal(measured("cpu_user_seconds > 1"), 386.2);
  assert.equal(measured("cpu_system_seconds > 1"), 12.9);
  assert.equal(measured("duration > 1"), 124.3);
  assert.equal(measured("read_bytes > 1MB"), 1541.32);
  assert.equal(measured("write_bytes > 1"), 385_330_000);
  assert.equal(measured("net_recv_bytes > 1"), 12_430_000);
  assert.equal(measured("net_sent_bytes > 1"), 1_243_000);
  assert.equal(measured("processes_peak > 1"), 17);
  assert.equal(measured("threads_peak > 1"), 64);
  assert.equal(measured("gpu_seconds > 1"), null);
  assert.equal(measured("gpu_vram_peak > 1B"), null);
  assert.equal(measured("memory_peak > 1%")?.toFixed(3), ((100 * 6.3) / 31.2).toFixed(3));
  assert.equal(measured("cpu_peak > 1%"), (100 * 7.98) / 8);
});

test("checkFailRule() fails when the condition holds, on the very value too", () => {
  const at64 = (operator: string) => check(`threads_peak ${operator} 64`).failed;
  assert.deepEqual([">", ">=", "<", "<=", "==", "!="].map(at64), [false, true, false, true, true, false]);
  assert.equal(check("memory_peak > 6.29GiB").failed, true);
  assert.equal(check("memory_peak > 6.31GiB").failed, false);
});

test("checkFailRule() does not fail on what the run does not tell, and says so", () => {
  for (const metric of Object.keys(failMetrics)) {
    const unit = ["memory", "bytes"].includes(failMetrics[metric]!.kind) ? "B" : "";
    assert.deepEqual({ ...check(`${metric} >= 0${unit}`, bareReport()) }.failed, false, metric);
  }
  const verdict = check("memory_peak > 50%", exampleReport({ limits: { cpus: null, memory_mib: null, cpus_by: null, memory_by: null } }));
  assert.deepEqual([verdict.failed, verdict.measured], [false, null]);
  assert.equal(describeVerdict(verdict), "Cannot check --fail-if 'memory_peak > 50%': this run does not tell of how much memory_peak is a share");
});

test("describeVerdict() gives the value in the rule's unit, with as many digits as tell it from the limit", () => {
  assert.equal(describeVerdict(check("memory_peak > 4GiB")), "memory_peak is 6.30 GiB, 2.30 GiB more than it may be: --fail-if 'memory_peak > 4GiB'");
  assert.equal(describeVerdict(check("threads_peak > 4")), "threads_peak is 64, 60 more than it may be: --fail-if 'threads_peak > 4'");
  assert.equal(describeVerdict(check("duration > 2m")), "duration is 2.07 m, 0.07 m more than it may be: --fail-if 'duration > 2m'");
  assert.equal(describeVerdict(check("duration > 120")), "duration is 124.30 s, 4.30 s more than it may be: --fail-if 'duration > 120'");
  assert.equal(describeVerdict(check("duration > 2h30m")), "duration is 124.30 s: --fail-if 'duration > 2h30m'");
  const barely = exampleReport({ peaks: { ...exampleReport().peaks, memory_mib: 4096.01 } });
  assert.equal(describeVerdict(check("memory_peak > 4GiB", barely)), "memory_peak is 4.00001 GiB, 0.00001 GiB more than it may be: --fail-if 'memory_peak > 4GiB'");
});

test("describeVerdict() says by how much a value is too small, and nothing of that where it is only another one", () => {
  assert.equal(describeVerdict(check("cpu_mean < 4")), "cpu_mean is 3.21, 0.79 less than it may be: --fail-if 'cpu_mean < 4'");
  assert.equal(describeVerdict(check("threads_peak != 4")), "threads_peak is 64: --fail-if 'threads_peak != 4'");
});

test("checkFailRule() counts GPUs, in percent of those that were in use", () => {
  const report = exampleReport({ stats: { process_gpu_usage: { mean: 0.2, max: 1.5 }, process_gpu_utilized: { mean: 1.2, max: 2 } } });
  const failed = (rule: string) => checkFailRule(parseFailRule(rule), report);
  assert.deepEqual(failed("gpu_usage_mean < 15%").measured, 10);
  assert.equal(failed("gpu_usage_mean < 15%").failed, true);
  assert.equal(failed("gpu_usage_peak > 1.4").failed, true);
  assert.equal(checkFailRule(parseFailRule("gpu_usage_mean < 15%"), exampleReport()).measured, null);
});

test("parseFailRule() knows minutes by both names", () => {
  for (const value of ["10m", "10min", "10 min", "600", "600s"]) assert.equal(parseFailRule(`duration > ${value}`).value, 600, value);
});
