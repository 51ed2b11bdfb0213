import assert from "node:assert/strict";
import { test } from "node:test";
import { costWords, formatPercent } from "../../../src/render/recommend/cost-words.ts";
import { serverTable } from "../../../src/render/recommend/server-table.ts";
import { renderRecommendation } from "../../../src/render/recommend/text.ts";
import { timeUnit } from "../../../src/render/recommend/time-unit.ts";
import { displayWidth } from "../../../src/render/visible.ts";
import { exampleServer, recommendedReport } from "../../helpers/recommended-report.ts";

test("serverTable() puts a name that has no room before its numbers above them, and cuts neither", () => {
  const { head, servers } = serverTable([exampleServer({ arch: "arm64" }), exampleServer({ name: "Standard_E104id_v5", vendor: "azure", region: "germanywestcentral", allocation: "burstable" })], 80);
  assert.equal(head, "  server        region  vCPU  GiB  $/hour  seconds  $/1000");
  assert.deepEqual(servers[0], ["  hcloud cax21  fsn1       4    8  0.0113    124.3    0.39  *  arm64"]);
  assert.deepEqual(servers[1], ["  azure Standard_E104id_v5  germanywestcentral", `${" ".repeat(22)}     4    8  0.0113    124.3    0.39  *  burstable`]);
});

test("serverTable() stays within its width whatever the names and numbers are", () => {
  const hostile = ["日本語".repeat(20), "x".repeat(200), "\u001b[31m\n", "a"];
  for (const width of [80, 100, 132]) {
    for (const name of hostile) {
      for (const factor of [1e-7, 1, 10]) {
        const server = exampleServer({ vendor: name, name, region: name, arch: name, gpu_model: name, gpu_count: 8, vram_mib: 640 * 1024, vcpus: 896, memory_mib: 32_768 * 1024, allocation: "burstable", current: true, usd_per_hour: 407.68 * factor, seconds: 86_400 * factor, usd: 9784.32 * factor, spot_usd_per_hour: 100 });
        const { head, servers, below } = serverTable([server, exampleServer(), exampleServer({ pareto: false })], width);
        for (const line of [head, ...servers.flat(), ...below]) {
          assert.ok(displayWidth(line) <= width, `${displayWidth(line)}: ${line}`);
          assert.doesNotMatch(line, /[\u0000-\u001f]/);
        }
        assert.match(servers[0]!.at(-1)!, /\* {2}now {2}/, "what speaks for or against a server is never what gives way");
      }
    }
  }
});

test("serverTable() explains each mark that it shows, and no other", () => {
  const below = (...servers: Parameters<typeof serverTable>[0]) => serverTable(servers, 80).below.map((line) => line.trim());
  const plain = exampleServer({ pareto: false, usd: 1 });
  assert.deepEqual(below(plain), []);
  assert.deepEqual(below(plain, exampleServer({ pareto: true, usd: 1 })), ["* no other one is both cheaper and faster"]);
  assert.deepEqual(below({ ...plain, allocation: "shared", current: true }), ["now: it ran on this one; shared: with neighbours"]);
  assert.deepEqual(below({ ...plain, allocation: "burstable" }), ["burstable: full speed only for a while"]);
  assert.deepEqual(below({ ...plain, usd: 0.001 }), ["$/1000: for 1,000 such runs"]);
  // One architecture for all is said once; of several, each is marked with its own.
  assert.deepEqual(below({ ...plain, arch: "arm64" }, { ...plain, arch: "arm64" }), ["all of them arm64"]);
  assert.doesNotMatch(serverTable([{ ...plain, arch: "arm64" }], 80).servers.flat().join(""), /arm64/);
  assert.deepEqual(below({ ...plain, arch: "arm64" }, plain), []);
});

test("timeUnit() tells the times of a table in one unit with as many decimals as can be compared", () => {
  const told = (...all: number[]) => {
    const { name, format } = timeUnit(all);
    return [name, ...all.map(format)];
  };
  assert.deepEqual(told(0.5, 1.25), ["seconds", "0.50", "1.25"]);
  assert.deepEqual(told(124.3, 126.1), ["seconds", "124.3", "126.1"]);
  assert.deepEqual(told(599.9, 7200), ["seconds", "599.9", "7200.0"]);
  assert.deepEqual(told(600, 7200), ["minutes", "10.0", "120.0"]);
  assert.deepEqual(told(36_000, 40_000), ["hours", "10.0", "11.1"]);
  assert.deepEqual(told(36_000_000), ["hours", "10000"]);
  assert.deepEqual(told(0), ["seconds", "0.00"]);
});

test("costWords() names the server and the region that are cheaper, or says that there is none", () => {
  assert.equal(costWords(recommendedReport()), "$0.00663 for this run on aws/m5.xlarge/us-east-1 ($0.192/h); on hcloud cax21 in fsn1 $0.00624 less (94 %), which is $6.24 in 1,000 runs");
  // By time or price the cheapest need not be among those shown.
  assert.match(costWords(recommendedReport({ recommended_servers: [exampleServer({ usd: 5 })] }))!, /; on hcloud cax21 in fsn1 \$0\.00624 less/);
  const dear = { usd: 1, usd_per_hour: 2, server: "a/b/c\n", saving_usd: 0, saving_percent: 0, saving_server: null };
  assert.equal(costWords(recommendedReport({ cost: dear })), "$1.00 for this run on a/b/c\\n ($2.00/h); nothing that keeps its time is cheaper");
  assert.equal(costWords(recommendedReport({ cost: dear, recommended_servers: [] })), "$1.00 for this run on a/b/c\\n ($2.00/h)");
  assert.equal(costWords(recommendedReport({ cost: null })), null);
});

test("formatPercent() never rounds a saving to nothing, nor to everything", () => {
  assert.deepEqual([0.2, 1, 94.1, 99.4, 99.7, 100].map(formatPercent), ["under 1 %", "1 %", "94 %", "99 %", "over 99 %", "100 %"]);
});

test("renderRecommendation() colours only when told, and then changes no sign of the text", () => {
  const report = recommendedReport({ findings: [{ code: "x", message: "One core was busy", hint: "use more", evidence: {} }] }, { memory_is_at_least: true });
  const plain = renderRecommendation(report);
  const coloured = renderRecommendation(report, { colour: true });
  assert.doesNotMatch(plain, /\u001b/);
  assert.match(coloured, /\u001b\[33m  It would fit/);
  assert.match(coloured, /\u001b\[1m  hcloud cax21/);
  assert.equal(coloured.replace(/\u001b\[\d+m/g, ""), plain);
});

test("renderRecommendation() and its headline stay in 80 columns with long commands and words", () => {
  const text = renderRecommendation(recommendedReport({ command: ["x".repeat(300)], name: "n".repeat(200), findings: [{ code: "x", message: "y".repeat(200), hint: "z".repeat(200), evidence: {} }] }, { reasons: ["w".repeat(200)] }), { runs: 12, notes: ["v".repeat(200)] });
  for (const line of text.split("\n")) assert.ok(displayWidth(line) <= 80, `${displayWidth(line)}: ${line}`);
});
