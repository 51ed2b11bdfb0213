import assert from "node:assert/strict";
import { test } from "node:test";
import { renderRecommendationMarkdown } from "../../../src/render/recommend/markdown.ts";
import { formatUsd } from "../../../src/render/recommend/money.ts";
import { renderSummaryLines } from "../../../src/render/recommend/summary-lines.ts";
import { renderRecommendation } from "../../../src/render/recommend/text.ts";
import { displayWidth } from "../../../src/render/visible.ts";
import { exampleServer, recommendedReport } from "../../helpers/recommended-report.ts";

test("renderRecommendation() says what it needs and why, where it is cheapest, and what it cost", () => {
  assert.equal(
    renderRecommendation(recommendedReport({ findings: [{ code: "x", message: "One core was busy", hint: "use more", evidence: {} }] }), { notes: ["Two servers fit."] }),
    `  python train.py   2 min 04.3 s   exit 0   124 samples

  It would fit  4 cores, 8 GiB of memory
                CPU: 3.12 cores busy on average, 7.98 cores at most; on 4 it
                takes at most 10 % longer
                memory: 6.3 GiB at most, and 20 % for what was not seen

  server         region     vCPU  GiB  $/hour  seconds  $/1000
  hcloud cax21   fsn1          4    8  0.0113    124.3    0.39  *
  aws m5.xlarge  us-east-1     4    8   0.192    124.3    6.63  now
  $/1000: for 1,000 such runs
  * no other one is both cheaper and faster
  now: it ran on this one

  It cost       $0.00663 for this run on aws/m5.xlarge/us-east-1 ($0.192/h); on
                hcloud cax21 in fsn1 $0.00624 less (94 %), which is $6.24 in
                1,000 runs

                Two servers fit.

  Finding: One core was busy.
           → use more

  Warning: 3 samples were late by more than 0.5 s. The machine was busy; shorter
           peaks may be missed.
`,
  );
});

test("renderRecommendation() stays in 80 columns whatever vendors call their servers", () => {
  const long = exampleServer({ vendor: "a-vendor-with-a-name", name: `Standard_${"E".repeat(60)}`, region: "a-region-far-away-1", gpu_count: 8, gpu_model: "G".repeat(90), spot_usd_per_hour: 0.004, arch: "arm64", allocation: "burstable", usd: 12_345.678, usd_per_hour: 98.32 });
  for (const text of [renderRecommendation(recommendedReport({ recommended_servers: [long, exampleServer()] })), renderSummaryLines(recommendedReport({ recommended_servers: [long] }))]) {
    for (const line of text.split("\n")) assert.ok(displayWidth(line) <= 80, `${displayWidth(line)}: ${line}`);
  }
});

test("renderRecommendation() shows GPUs, and spot prices as indicative", () => {
  const text = renderRecommendation(recommendedReport({ recommended_servers: [exampleServer({ name: "g1", gpu_count: 2, gpu_model: "A100", spot_usd_per_hour: 0.0041, usd: 3 })] }));
  assert.match(text, / {2}2 × A100\n/);
  assert.match(text, /spot, indicative: g1 \$0\.0041\/h\n/);
  assert.match(text, /\$\/run/);
});

test("renderRecommendation() says that nothing is cheaper", () => {
  assert.match(renderRecommendation(recommendedReport({ cost: { usd: 1, usd_per_hour: 2, server: "a/b/c", saving_usd: 0, saving_percent: 0, saving_server: null } })).replace(/\s+/g, " "), /nothing that keeps its time is cheaper/);
});

test("renderRecommendationMarkdown() takes nothing of a name for Markdown or HTML", () => {
  const text = renderRecommendationMarkdown(recommendedReport({ recommended_servers: [exampleServer({ name: "a|b`c<script>", region: "x|y" })], findings: [{ code: "x", message: "<b>bold</b> `code` | cell", hint: null, evidence: {} }] }));
  assert.doesNotMatch(text.replace(/`+[^`]*<script>[^`]*`+/g, ""), /<script>|<b>/);
  const row = text.split("\n").find((line) => line.includes("script"))!;
  assert.equal(row.replaceAll("\\|", "").split("|").length, 10);
});

test("renderSummaryLines() says in a few words what would do", () => {
  assert.equal(
    renderSummaryLines(recommendedReport()),
    `  It would fit    4 cores, 8 GiB of memory
  Cheapest        hcloud cax21 in fsn1: 4 vCPU, 8 GiB
                  $0.0113/h, 2 min 04.3 s, $0.39 for 1,000 such runs
                  94 % less than on aws/m5.xlarge/us-east-1 ($6.63)
`,
  );
  assert.equal(renderSummaryLines(recommendedReport({ recommended_resources: null })), "");
});

test("formatUsd() shows cents, or three digits that count", () => {
  assert.deepEqual([0, 12.3, 1234.5678, 0.9999, 0.192, 0.0113, 0.00039123, 0.0000001, 1e-15].map(formatUsd), ["$0", "$12.30", "$1234.57", "$1.00", "$0.192", "$0.0113", "$0.000391", "$0.0000001", "$0"]);
});
