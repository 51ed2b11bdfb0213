import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Report } from "../../src/report/report.ts";
import { stateOf, until, untilGone } from "../helpers/processes.ts";
import { makeFolder, measure, restrack, startJob, ownWarningCodes } from "../helpers/run-restrack.ts";

test("restrack run --timeout ends the command with SIGTERM, and itself with 124", async (t) => {
  const { code, report, stderr } = await measure(t, ["sleep", "300"], ["--timeout", "0.3s"]);
  assert.equal(code, 124);
  assert.equal(report.timed_out, true);
  assert.equal(report.signal, "SIGTERM");
  assert.match(stderr, /timed out/);
});

test("restrack run --timeout lets a command end by itself that does so in time", async (t) => {
  const { code, report } = await measure(t, ["sh", "-c", "exit 7"], ["--timeout", "1m"]);
  assert.equal(code, 7);
  assert.equal(report.timed_out, false);
});

test("restrack run --timeout ends a command that is stopped", async (t) => {
  const { code, report } = await measure(t, ["sh", "-c", "kill -STOP $$"], ["--timeout", "0.3"]);
  assert.equal(code, 124);
  // At once, not by the SIGKILL of ten seconds later.
  assert.equal(report.signal, "SIGTERM");
});

test("restrack run --timeout exits 124 also when the command answers SIGTERM with 0", async (t) => {
  const { code, report } = await measure(t, ["sh", "-c", "trap 'kill $!; exit 0' TERM; sleep 300 & wait"], ["--timeout", "0.3"]);
  assert.equal(code, 124);
  assert.equal(report.exit_code, 0);
});

test("restrack run --wait-children stays until the last descendant has ended, and ends with the command's code", async (t) => {
  const { code, stdout, report } = await measure(t, ["sh", "-c", "(sleep 0.5; echo last) & exit 8"], ["--wait-children"]);
  assert.equal(code, 8);
  assert.equal(stdout.toString(), "last\n");
  assert.ok(report.duration_seconds! >= 0.5);
  assert.deepEqual(ownWarningCodes(report), []);
});

test("restrack run --wait-children=DURATION stays no longer than that", async (t) => {
  const running = startJob(t, ["sh", "-c", "sleep 300 >/dev/null 2>&1 & echo left $!"], ["--wait-children=0.3s"]);
  const [, left] = await running.said(/left (\d+)/);
  await running.ended;
  assert.ok(running.report().duration_seconds! >= 0.3);
  assert.deepEqual(ownWarningCodes(running.report()), ["left_behind"]);
  process.kill(Number(left));
  await untilGone(Number(left));
});

test("restrack run --wait-children passes SIGTERM on to what is left when the command has ended", async (t) => {
  const running = startJob(t, ["sh", "-c", "sleep 300 & echo $$ left $!"], ["--wait-children"]);
  const [, command, left] = await running.said(/(\d+) left (\d+)/);
  await until(() => stateOf(Number(command)) === null, "restrack to notice the end of the command");
  process.kill(running.pid, "SIGTERM");
  assert.equal((await running.ended).code, 0);
  await untilGone(Number(left));
});

const rules: [rule: string, code: number, says: RegExp][] = [
  ["memory_peak > 1KiB", 3, /restrack: memory_peak is [\d.]+ KiB, [\d.]+ KiB more than it may be: --fail-if 'memory_peak > 1KiB'/],
  ["memory_peak > 900GiB", 0, /^[^]*$/],
  ["duration >= 0.2", 3, /duration is 0\.\d+ s/],
  ["processes_peak == 1", 3, /processes_peak is 1/],
  ["cpu_seconds > 1h", 0, /^[^]*$/],
];
for (const [rule, code, says] of rules) {
  test(`restrack run --fail-if '${rule}' ends with ${code} after a command that succeeded`, async (t) => {
    const { code: own, report, stderr } = await measure(t, ["sleep", "0.3"], ["--fail-if", rule]);
    assert.equal(own, code);
    assert.equal(report.exit_code, 0);
    assert.match(stderr, says);
  });
}

test("restrack run --fail-if never hides the command's own failure", async (t) => {
  const { code } = await measure(t, ["sh", "-c", "sleep 0.3; exit 9"], ["--fail-if", "duration > 0.1s"]);
  assert.equal(code, 9);
});

test("restrack run --format json writes the report of --json to standard error, and nothing else", async (t) => {
  const folder = makeFolder(t);
  const { stderr } = await restrack(t, ["run", "--format", "json", "--json", join(folder, "run.json"), "--", "sleep", "0.1"]);
  assert.deepEqual(JSON.parse(stderr), JSON.parse(readFileSync(join(folder, "run.json"), "utf8")));
});

test("restrack run --format markdown writes a heading and a table to standard error", async (t) => {
  const { stderr } = await restrack(t, ["run", "--format", "markdown", "--", "sleep", "0.1"]);
  assert.match(stderr, /^### `sleep 0\.1`\n/);
  assert.match(stderr, /^\| Memory \|/m);
});

test("restrack run --progress writes no live line to what is no terminal", async (t) => {
  const { stderr } = await restrack(t, ["run", "--progress", "--interval", "0.1", "--", "sleep", "0.4"]);
  assert.doesNotMatch(stderr, /[\r\x1b]/);
});

test("restrack run keeps every run in the state folder, unless --no-save says not to", async (t) => {
  const state = makeFolder(t);
  const env = { XDG_STATE_HOME: state };
  await restrack(t, ["run", "--no-save", "--", "true"], { env });
  assert.ok(!existsSync(join(state, "restrack")));
  await restrack(t, ["run", "--name", "kept", "--", "sleep", "0.1"], { env });
  assert.deepEqual(readdirSync(join(state, "restrack", "runs")).map((name) => /\.(csv|meta\.json)$/.exec(name)?.[0]).toSorted(), [".csv", ".meta.json"]);
  const { stdout } = await restrack(t, ["list", "--format", "json"], { env });
  const [run] = JSON.parse(stdout.toString()) as { id: string; name: string }[];
  assert.equal(run?.name, "kept");
  for (const words of [[], ["last"], [run!.id], [run!.id.slice(0, -2)]]) {
    const stats = await restrack(t, ["stats", "--format", "json", ...words], { env });
    assert.equal((JSON.parse(stats.stdout.toString()) as Report).run_id, run!.id, stats.stderr);
  }
});

test("restrack run keeps its name, tags and node id in the report and in the meta file", async (t) => {
  const { report, folder } = await measure(t, ["true"], ["--name", "a b", "--tag", "branch=main", "--tag", "x=1=2", "--node-id", "n7"]);
  const meta = JSON.parse(readFileSync(join(folder, "run.meta.json"), "utf8")) as Report;
  for (const { name, tags, node_id } of [report, meta]) assert.deepEqual({ name, tags, node_id }, { name: "a b", tags: { branch: "main", x: "1=2" }, node_id: "n7" });
});

test("restrack run puts name, time, host, pid and rank into names of files", async (t) => {
  const folder = makeFolder(t);
  const { code, stderr } = await restrack(t, ["run", "--name", "a/b", "--csv", `${folder}/{name}-{rank}-{datetime}-{host}-{pid}.csv`, "--", "true"], { env: { RANK: "5" } });
  assert.equal(code, 0, stderr);
  assert.match(readdirSync(folder).filter((name) => name.endsWith(".csv")).join(), /^a_b-5-\d{8}T\d{6}Z-[^/]+-\d+\.csv$/);
});

test("restrack stats of the CSV says what the report of the run said, and recommends nothing", async (t) => {
  const { report, folder } = await measure(t, ["sleep", "0.5"], ["--interval", "0.2"]);
  const { stdout } = await restrack(t, ["stats", "--format", "json", join(folder, "run.csv")]);
  const nothing = { recommended_resources: null, recommended_servers: null, cost: null, findings: [] };
  assert.deepEqual(withoutRates(JSON.parse(stdout.toString()) as Report), { ...withoutRates(report), ...nothing });
});

/** A row's own time is known to the microsecond while it runs, and its timestamp to the millisecond. */
function withoutRates(report: Report): Report {
  const stats = Object.entries(report.stats).map(([column, { peak_per_second: _, ...rest }]) => [column, rest] as const);
  return { ...report, stats: Object.fromEntries(stats) };
}
