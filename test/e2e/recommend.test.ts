import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { columns } from "../../src/frame/columns.ts";
import { formatHeader } from "../../src/frame/csv.ts";
import type { Report } from "../../src/report/report.ts";
import { needs, pathOf } from "../helpers/needs.ts";
import { makeFolder, measure, node, program, programs, restrack, shell } from "../helpers/run-restrack.ts";

/** A recorded run with a row a second, of which nothing but this is known. */
function record(t: TestContext, rows: readonly { cores: number; memory: number }[]): string {
  const file = join(makeFolder(t), "recorded.csv");
  const line = (index: number, values: Record<string, number>): string => columns.map(({ name }) => (name === "timestamp" ? (1_700_000_000 + index).toFixed(3) : (values[name] ?? ""))).join(",");
  const lines = rows.map(({ cores, memory }, index) => line(index, { process_pid: 7, process_utime: cores, process_stime: 0, process_cpu_usage: cores, process_memory_mib: memory }));
  writeFileSync(file, `${formatHeader()}${lines.join("\n")}\n`);
  return file;
}

/** 100 s with two cores busy and 5000 MiB: 2 cores and 6 GiB. */
const steady = (t: TestContext): string => record(t, Array(100).fill({ cores: 2, memory: 5000 }));

async function recommended(t: TestContext, args: string[]): Promise<Report> {
  const { code, stdout, stderr } = await restrack(t, ["recommend", "--format", "json", ...args]);
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout.toString()) as Report;
}

test("restrack recommend says what a job needs and where it is cheapest", async (t) => {
  const { recommended_resources: need, recommended_servers: servers } = await recommended(t, [steady(t), "--vendor", "aws", "--region", "us-east-1", "--arch", "x86_64", "--allocation", "dedicated"]);
  assert.deepEqual([need!.cpu, need!.memory, need!.gpu], [2, 6144, 0]);
  const [first] = servers!;
  assert.deepEqual([first!.vendor, first!.region, first!.seconds], ["aws", "us-east-1", 100]);
  assert.equal(first!.usd, (100 * first!.usd_per_hour) / 3600);
  assert.ok(first!.vcpus >= 2 && first!.memory_mib >= 6144);
  assert.ok(servers!.every((server, index) => index === 0 || server.usd >= servers![index - 1]!.usd));
});

test("restrack recommend without a file takes the last run, which says at its end what it would fit", needs("python3"), async (t) => {
  const state = makeFolder(t);
  const run = await restrack(t, ["run", "--", pathOf("python3"), join(programs, "burn-cpu.py"), "1.2"], { env: { XDG_STATE_HOME: state } });
  assert.match(run.stderr, /It would fit {4}1 core, 128 MiB of memory\n {2}Cheapest {8}\S+ .*: \d+ vCPU, .*\n.*\/h, \d+\.\d+ s, /);
  const { code, stdout } = await restrack(t, ["recommend"], { env: { XDG_STATE_HOME: state } });
  assert.equal(code, 0);
  assert.match(stdout.toString(), /python3 .* \d+\.\d+ s {3}exit 0 .*\n\n {2}It would fit {2}1 core, 128 MiB/);
});

test("restrack run --json holds the recommendation, and one of an instant holds none", needs("python3"), async (t) => {
  const { report } = await measure(t, [pathOf("python3"), join(programs, "burn-cpu.py"), "1.2"]);
  assert.equal(report.recommended_resources?.cpu, 1);
  assert.equal(report.recommended_servers?.length, 5);
  assert.equal((await measure(t, ["sh", "-c", "exit 0"])).report.recommended_resources, null);
});

test("restrack recommend works without a network", needs("mount", "unshare"), async (t) => {
  const { code, stdout } = await shell(t, `unshare --net '${node}' '${program}' recommend '${steady(t)}'`).ended;
  assert.equal(code, 0);
  assert.match(stdout.toString(), /It would fit {2}2 cores, 6 GiB of memory[^]*\$\/hour/);
});

test("restrack recommend --current says what would be saved", async (t) => {
  const { cost } = await recommended(t, [steady(t), "--current", "aws/m5.2xlarge/us-east-1"]);
  // 0.384 $/h for 100 s.
  assert.deepEqual([cost!.server, cost!.usd_per_hour, cost!.usd], ["aws/m5.2xlarge/us-east-1", 0.384, 0.384 / 36]);
  assert.ok(cost!.saving_usd > 0 && cost!.saving_usd < cost!.usd);
});

test("restrack recommend of several runs is for the most demanding", async (t) => {
  const { recommended_resources: need } = await recommended(t, [steady(t), record(t, Array(50).fill({ cores: 3, memory: 900 }))]);
  assert.deepEqual([need!.cpu, need!.memory], [3, 6144]);
});

test("restrack recommend --catalogue takes the nodes of one's own cluster", async (t) => {
  const nodes = join(makeFolder(t), "nodes.csv");
  writeFileSync(nodes, "name,vcpus,memory_gib,usd_per_hour\nthin,1,64,0.1\nfat,64,512,3.6\n");
  const { recommended_servers: servers } = await recommended(t, [steady(t), "--catalogue", nodes]);
  assert.deepEqual(servers!.map(({ vendor, name, region, usd }) => [vendor, name, region, usd]), [["own", "fat", "default", 0.1]]);
  writeFileSync(nodes, "name,vcpus,memory_gib,usd_per_hour\nthin,1,64,-0.1\n");
  const { code, stderr } = await restrack(t, ["recommend", steady(t), "--catalogue", nodes]);
  assert.equal(code, 1);
  assert.match(stderr, /nodes\.csv", line 2: usd_per_hour is negative/);
});

test("restrack recommend --live falls back to the prices it brings along, and says so", async (t) => {
  // Nobody listens on port 9 of this machine.
  const { code, stdout } = await restrack(t, ["recommend", steady(t), "--live"], { env: { RESTRACK_KEEPER_URL: "http://127.0.0.1:9" } });
  assert.equal(code, 0);
  assert.match(stdout.toString().replace(/\s+/g, " "), /\$\/hour.*Warning: Cannot get prices from http:\/\/127\.0\.0\.1:9: .* These are the prices that restrack brings along/);
});

test("restrack recommend --live takes the prices of now", async (t) => {
  const server = createServer((request, response) => {
    const answers: Record<string, unknown> = {
      "/servers": [{ vendor_id: "aws", name: "live.large", api_reference: "live.large", vcpus: 4, memory_amount: 16384, cpu_architecture: "x86_64", cpu_allocation: "Dedicated", gpu_count: 0, status: "active" }],
      "/server/aws/live.large/prices": [{ vendor_id: "aws", server_id: "live.large", region_id: "us-east-1", allocation: "ondemand", unit: "hour", price: 0.36, currency: "USD", status: "active" }],
    };
    const answer = answers[new URL(request.url!, "http://x").pathname];
    response.statusCode = answer === undefined ? 404 : 200;
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(answer ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  const { code, stdout, stderr } = await restrack(t, ["recommend", steady(t), "--live", "--format", "json"], { env: { RESTRACK_KEEPER_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` } });
  assert.equal(code, 0, stderr);
  const { recommended_servers: servers, warnings } = JSON.parse(stdout.toString()) as Report;
  assert.deepEqual(warnings.filter(({ code }) => code === "no_live_prices"), []);
  assert.deepEqual(servers!.map(({ vendor, name, usd_per_hour, usd }) => [vendor, name, usd_per_hour, usd]), [["aws", "live.large", 0.36, 0.01]]);
});

test("restrack recommend --format github appends to $GITHUB_STEP_SUMMARY as well", async (t) => {
  const summary = join(makeFolder(t), "summary.md");
  writeFileSync(summary, "before\n");
  const { stdout } = await restrack(t, ["recommend", steady(t), "--format", "github"], { env: { GITHUB_STEP_SUMMARY: summary } });
  assert.equal(readFileSync(summary, "utf8"), `before\n${stdout.toString()}`);
  assert.match(stdout.toString(), /\| server \| region \|/);
});

test("restrack recommend --format slurm is the head of a script", needs("bash"), async (t) => {
  const { stdout } = await restrack(t, ["recommend", steady(t), "--format", "slurm"]);
  assert.equal(spawnSync(pathOf("bash"), ["-n"], { input: `${stdout.toString()}true\n` }).status, 0);
  assert.match(stdout.toString(), /#SBATCH --cpus-per-task=2\n#SBATCH --mem=6144M\n#SBATCH --time=00:02:00\n/);
});

test("restrack recommend and stats end with 3 when a --fail-if holds", async (t) => {
  for (const command of ["recommend", "stats"]) {
    const { code, stderr } = await restrack(t, [command, steady(t), "--fail-if", "memory_peak > 4GiB"]);
    assert.equal(code, 3);
    assert.match(stderr, /memory_peak is 4\.88 GiB, 0\.88 GiB more than it may be/);
    assert.equal((await restrack(t, [command, steady(t), "--fail-if", "memory_peak > 5GiB"])).code, 0);
  }
});

test("restrack recommend judges each of several runs by --fail-if", async (t) => {
  const { code, stderr } = await restrack(t, ["recommend", record(t, Array(20).fill({ cores: 1, memory: 100 })), steady(t), "--fail-if", "memory_peak > 4GiB"]);
  assert.equal(code, 3);
  assert.equal(stderr.match(/more than it may be/g)?.length, 1);
});

const wrong: [string, string[], RegExp][] = [
  ["vendor", ["--vendor", "asw"], /Cannot find the vendor "asw"\n {2}did you mean aws\?/],
  ["region of a vendor", ["--vendor", "hcloud", "--region", "frankfurt"], /Cannot find the region "frankfurt" at hcloud\n {2}there are fsn1, hel1, nbg1/],
  ["architecture", ["--arch", "x86"], /Cannot find the architecture "x86"/],
  ["server", ["--current", "aws/m5.2xlage/us-east-1"], /Cannot find the server "m5\.2xlage" at aws\n {2}did you mean m5\.2xlarge, [^\n]+\?/],
  ["region of the current server", ["--current", "aws/m5.2xlarge/us-east-9"], /Cannot find the region "us-east-9" at aws\n {2}did you mean us-east-1, us-east-2, or us-west-1\?/],
  ["format", ["--format", "pbs"], /Cannot use "pbs" as --format: it must be one of text, json/],
];
for (const [what, args, message] of wrong) {
  test(`restrack recommend answers an unknown ${what} with what there is`, async (t) => {
    const { code, stderr } = await restrack(t, ["recommend", steady(t), ...args]);
    assert.equal(code, 2, stderr);
    assert.match(stderr, message);
  });
}

test("restrack recommend recommends nothing from a run without samples or without figures", async (t) => {
  const empty = record(t, []);
  for (const [file, message] of [[empty, /it has a header and no rows/], [record(t, Array(20).fill({ cores: NaN, memory: NaN })).toString(), /its rows tell neither CPU nor memory/]] as const) {
    if (file !== empty) writeFileSync(file, readFileSync(file, "utf8").replaceAll("NaN", ""));
    const { code, stderr, stdout } = await restrack(t, ["recommend", file]);
    assert.equal(code, 1);
    assert.equal(stdout.length, 0);
    assert.match(stderr, message);
  }
});

test("restrack recommend tells what it cannot check, and that memory ran out, beside what is to be pasted", async (t) => {
  const { code, stdout, stderr } = await restrack(t, ["recommend", "--format", "docker", "--fail-if", "gpu_usage_mean < 80%", steady(t)]);
  assert.deepEqual([code, stdout.toString()], [0, "--cpus=2 --memory=6g\n"]);
  assert.match(stderr, /Cannot check --fail-if 'gpu_usage_mean < 80%': this run does not tell gpu_usage_mean/);
});

test("restrack recommend says when there are too few samples to judge by", async (t) => {
  const { findings } = await recommended(t, [record(t, Array(3).fill({ cores: 1, memory: 100 }))]);
  assert.deepEqual(findings.map(({ code }) => code), ["too_few_samples"]);
});

test("restrack recommend stays with the architecture of --current, whatever the case of its name, and knows amd64", async (t) => {
  const { recommended_servers: servers, cost } = await recommended(t, [steady(t), "--current", "AWS/M5.2XLARGE/US-EAST-1", "--vendor", "aws"]);
  assert.ok(servers!.every(({ arch }) => arch === "x86_64"));
  assert.equal(cost!.server, "aws/m5.2xlarge/us-east-1");
  assert.match(cost!.saving_server!, /^aws\/[^/]+\/us-east-1$/);
  assert.ok((await recommended(t, [steady(t), "--arch", "amd64"])).recommended_servers!.every(({ arch }) => arch === "x86_64"));
});

test("restrack recommend knows from the current server how full its GPU memory was", async (t) => {
  const folder = makeFolder(t);
  const file = join(folder, "gpu.csv");
  const row = (index: number): string => columns.map(({ name }) => (name === "timestamp" ? (1_700_000_000 + index).toFixed(3) : ({ process_utime: "1", process_stime: "0", process_cpu_usage: "1", process_memory_mib: "1000", process_gpu_usage: "0.9", process_gpu_utilized: "1", process_gpu_vram_mib: "23500" } as Record<string, string>)[name] ?? "")).join(",");
  writeFileSync(file, `${formatHeader()}${Array.from({ length: 60 }, (_, index) => row(index)).join("\n")}\n`);
  const codes = async (current: string): Promise<string[]> => (await recommended(t, [file, "--current", current, "--limit", "1"])).findings.map(({ code }) => code).filter((code) => code.startsWith("vram"));
  assert.deepEqual(await codes("aws/g5.xlarge/us-east-1"), ["vram_nearly_full"]);
  assert.deepEqual(await codes("aws/g5.48xlarge/us-east-1"), ["vram_mostly_empty"]);
});
