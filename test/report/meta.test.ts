import assert from "node:assert/strict";
import { test } from "node:test";
import { formatMeta, metaPathOf, parseMeta, parseReport } from "../../src/report/meta.ts";
import { exampleReport, unknownGpu } from "../helpers/report.ts";

test("metaPathOf() stands beside the CSV, whatever it is called", () => {
  assert.equal(metaPathOf("out.csv"), "out.meta.json");
  assert.equal(metaPathOf("a.b/out.CSV"), "a.b/out.meta.json");
  assert.equal(metaPathOf("out"), "out.meta.json");
  assert.equal(metaPathOf("out.txt"), "out.txt.meta.json");
});

test("parseMeta() reads what formatMeta() wrote", () => {
  const sensors = { cpu_temperature_mean_celsius: 61.4, cpu_temperature_max_celsius: 84, cpu_frequency_mean_mhz: null, cpu_energy_joules: 820 };
  const report = exampleReport({ sensors, gpus: [{ ...unknownGpu, name: "Z100", process_usage_mean: 0.5, process_vram_peak_mib: 100, power_mean_watts: 250, temperature_max_celsius: 61 }] });
  const { schema, stats, samples, recommended_resources, recommended_servers, cost, findings, ...known } = report;
  assert.deepEqual(parseMeta(formatMeta(report), "x"), known);
  assert.ok(!formatMeta(report).includes('"stats"'), "the rows tell the statistics");
  assert.ok(formatMeta(report).endsWith("}\n"));
});

test("parseReport() reads what --json wrote", () => {
  const report = exampleReport({ cloud_info: { vendor: "aws", instance_type: "m5.large", region: "us-east-1", zone: null, discovery_seconds: 0.01 } });
  assert.deepEqual(parseReport(JSON.stringify(report), "x", "y"), report);
});

test("parseReport() of a report that lacks everything has nulls", () => {
  const report = parseReport('{"schema":"restrack/1"}', "x.json", "x");
  assert.equal(report.name, "x");
  assert.deepEqual(report.command, []);
  assert.deepEqual(Object.values(report.totals), Array(8).fill(null));
  assert.deepEqual(report.stats, {});
});

test("parseMeta() and parseReport() tell each other's files apart", () => {
  assert.throws(() => parseReport(formatMeta(exampleReport()), "x", "x"), { code: "ERR_INPUT", message: /it is the meta file of a run$/ });
  assert.throws(() => parseMeta('{"schema":"restrack-meta/2"}', "x"), { message: /its schema is "restrack-meta\/2"$/ });
  for (const text of ["null", "[]", "1", '"restrack/1"', "{}", '{"schema":1}', '{"schema":"other/1"}']) assert.throws(() => parseMeta(text, "x"), { message: 'Cannot read "x": it is no report of restrack' });
  assert.throws(() => parseMeta("{", "x"), { message: 'Cannot read "x": it is not whole JSON' });
});

test("parseMeta() keeps a tag called __proto__ a tag", () => {
  const known = parseMeta('{"schema":"restrack-meta/1","tags":{"__proto__":"x","n":1}}', "x");
  assert.deepEqual(Object.entries(known.tags ?? {}), [["__proto__", "x"]]);
});
