import assert from "node:assert/strict";
import { test } from "node:test";
import { recommendation } from "../../../src/render/html/recommendation.ts";
import { recommendedReport } from "../../helpers/recommended-report.ts";

const rowsOf = (text: string): string[] => [...text.matchAll(/<tr class="([^"]*)"><th scope="row">([^<]*)<\/th>/g)].map(([, kind, name]) => `${name}${kind === "" ? "" : ` (${kind})`}`);

test("recommendation() marks the server it ran on, and adds it where it is not among the recommended ones", () => {
  const report = recommendedReport();
  const names = report.recommended_servers!.map(({ vendor, name }) => `${vendor} ${name}`);
  const others = report.recommended_servers!.map((server) => ({ ...server, current: false }));
  const cost = { usd: 1, usd_per_hour: 2, server: "aws/m5.2xlarge/us-east-1", saving_usd: 0, saving_percent: 0, saving_server: null };
  assert.deepEqual(rowsOf(recommendation({ ...report, recommended_servers: others, cost })!.text), [...names, "aws m5.2xlarge (current)"]);
  const [first, ...rest] = others;
  assert.deepEqual(rowsOf(recommendation({ ...report, recommended_servers: [{ ...first!, current: true }, ...rest], cost })!.text), [`${names[0]} (current)`, ...names.slice(1)]);
  assert.equal(recommendation({ ...report, recommended_resources: null }), null);
});
