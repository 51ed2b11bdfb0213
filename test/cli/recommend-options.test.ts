import assert from "node:assert/strict";
import { test } from "node:test";
import { parseCommandLine } from "../../src/cli/parse.ts";
import type { RecommendOptions } from "../../src/cli/recommend-options.ts";

function parse(line: string, env: Record<string, string> = {}): RecommendOptions {
  const parsed = parseCommandLine(["recommend", ...line.split(" ").filter(Boolean)], env);
  assert.equal(parsed.command, "recommend");
  return (parsed as { options: RecommendOptions }).options;
}

const refuses = (line: string, message: RegExp): void => assert.throws(() => parse(line), { code: "ERR_USAGE", message });

test("recommend has a default for every option", () => {
  assert.deepEqual(parse(""), {
    files: [],
    format: "text",
    headroom: 0.2,
    maxSlowdown: 0.1,
    cpu: "replay",
    by: "cost",
    deadlineSeconds: null,
    vendors: [],
    regions: [],
    archs: [],
    gpuModel: null,
    allocations: [],
    burstable: false,
    limit: 5,
    current: null,
    catalogues: [],
    live: false,
    failIf: [],
  });
});

test("recommend reads its options between and behind files", () => {
  const options = parse("a.csv --by time --limit 10 b.csv --deadline 30m --format slurm --burstable --gpu-model A100");
  assert.deepEqual(options.files, ["a.csv", "b.csv"]);
  assert.deepEqual([options.by, options.limit, options.deadlineSeconds, options.format, options.burstable, options.gpuModel], ["time", 10, 1800, "slurm", true, "A100"]);
});

test("recommend takes shares with and without a percent sign", () => {
  assert.equal(parse("--headroom 30%").headroom, 0.3);
  assert.equal(parse("--headroom 0.3").headroom, 0.3);
  assert.equal(parse("--headroom 0").headroom, 0);
  assert.equal(parse("--max-slowdown=50%").maxSlowdown, 0.5);
  refuses("--headroom=-1", /Cannot use "-1" as --headroom: it must be a share such as 20% or 0\.2/);
  refuses("--headroom lots", /it must be a share/);
  refuses("--headroom 50", /it must be a share/);
});

test("recommend takes several names, with commas or one by one, whatever their case", () => {
  assert.deepEqual(parse("--vendor aws,HCLOUD --vendor gcp").vendors, ["aws", "hcloud", "gcp"]);
  assert.deepEqual(parse("--region EU-central-1").regions, ["eu-central-1"]);
  assert.deepEqual(parse("--allocation dedicated,shared").allocations, ["dedicated", "shared"]);
  refuses("--vendor aws,", /it must be one name, or several with commas/);
  refuses("--allocation cheap", /it must be dedicated, shared or burstable/);
});

test("recommend takes the current server with and without its region", () => {
  assert.deepEqual(parse("--current aws/m5.2xlarge/us-east-1").current, { vendor: "aws", name: "m5.2xlarge", region: "us-east-1" });
  assert.deepEqual(parse("--current hcloud/cx22").current, { vendor: "hcloud", name: "cx22", region: null });
  for (const wrong of ["m5.2xlarge", "aws/", "aws/m5/", "aws/m5/us/east"]) refuses(`--current ${wrong}`, /it must be VENDOR\/NAME or VENDOR\/NAME\/REGION/);
});

test("recommend takes its options from the environment as well", () => {
  const options = parse("--by price", { RESTRACK_BY: "time", RESTRACK_VENDOR: "aws,gcp", RESTRACK_CATALOGUE: "nodes.csv" });
  assert.deepEqual([options.by, options.vendors, options.catalogues], ["price", ["aws", "gcp"], ["nodes.csv"]]);
});
