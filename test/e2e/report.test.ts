import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { inflateRawSync } from "node:zlib";
import { columns } from "../../src/frame/columns.ts";
import { formatHeader } from "../../src/frame/csv.ts";
import type { PageData } from "../../src/render/html/page-data.ts";
import { makeFolder, restrack } from "../helpers/run-restrack.ts";

/** A recording of so many seconds, one core busy in each. */
function record(folder: string, name: string, seconds: number): string {
  const file = join(folder, name);
  const row = (second: number): string => columns.map(({ name }) => (name === "timestamp" ? (1_700_000_000 + second).toFixed(3) : name === "process_utime" || name === "process_cpu_usage" ? "1" : name === "process_memory_peak_mib" ? String(second === 7 ? 900 : 100) : "")).join(",");
  writeFileSync(file, `${formatHeader()}${Array.from({ length: seconds }, (_, second) => row(second)).join("\n")}\n`);
  return file;
}

/** What a page carries for its script. */
function dataOf(page: string): PageData {
  const packed = /<script type="text\/plain" id="data">([^<]*)<\/script>/.exec(page)?.[1] ?? assert.fail("the page has no data");
  return JSON.parse(inflateRawSync(Buffer.from(packed, "base64")).toString()) as PageData;
}

const sh = (script: string): string[] => ["sh", "-c", script];

const sum = (values: readonly (number | null)[]): number => values.reduce<number>((total, value) => total + (value ?? 0), 0);

/** Of a run, its curve of one column. */
const curve = (page: string, column: string, run = 0) => dataOf(page).runs[run]!.curves[column]!;

test("restrack report writes the page beside the CSV and says where", async (t) => {
  const folder = makeFolder(t);
  const { code, stdout, stderr } = await restrack(t, ["report", record(folder, "out.csv", 20)]);
  assert.deepEqual([code, stdout.toString(), stderr], [0, `${join(folder, "out.html")}\n`, ""]);
  const page = readFileSync(join(folder, "out.html"), "utf8");
  assert.match(page, /^<!doctype html>/);
  assert.deepEqual(curve(page, "process_cpu_usage").values, Array(20).fill(1));
});

test("restrack report keeps the peak of one row of a day, and all of its CPU time", async (t) => {
  const folder = makeFolder(t);
  await restrack(t, ["report", record(folder, "day.csv", 86_400), "-o", join(folder, "x.html")]);
  const page = readFileSync(join(folder, "x.html"), "utf8");
  assert.equal(Math.max(...curve(page, "process_memory_peak_mib").highs!.map(Number)), 900);
  assert.equal(sum(curve(page, "process_utime").values), 86_400);
  assert.ok(dataOf(page).runs[0]!.timestamps.length <= 8192);
});

test("restrack report -o - writes the page to standard output, also of standard input", async (t) => {
  const folder = makeFolder(t);
  const file = record(folder, "out.csv", 3);
  const { code, stdout } = await restrack(t, ["report", "-", "-o", "-"], { input: readFileSync(file) });
  assert.equal(code, 0);
  assert.equal(curve(stdout.toString(), "process_cpu_usage").values.length, 3);
  assert.deepEqual(readdirSync(folder), ["out.csv"]);
});

test("restrack report draws several runs, named by labels, else by their files", async (t) => {
  const folder = makeFolder(t);
  const files = ["a.csv", "b.csv", "c.csv"].map((name) => record(folder, name, 5));
  const { code, stdout } = await restrack(t, ["report", ...files, "--label", "first", "--label", "b"]);
  assert.deepEqual([code, stdout.toString()], [0, `${join(folder, "restrack-report.html")}\n`]);
  assert.deepEqual(dataOf(readFileSync(join(folder, "restrack-report.html"), "utf8")).runs.map(({ label }) => label), ["first", "b", "c"]);
  const again = await restrack(t, ["report", join(folder, "*.csv"), "-o", "-", "--label", "x", "--label", "x"]);
  assert.deepEqual(dataOf(again.stdout.toString()).runs.map(({ label }) => label), ["x #1", "x #2", "c"]);
});

test("restrack report refuses more labels than runs", async (t) => {
  const { code, stderr } = await restrack(t, ["report", record(makeFolder(t), "out.csv", 3), "--label", "a", "--label", "b"]);
  assert.equal(code, 2);
  assert.match(stderr, /Cannot name one run with 2 labels/);
});

test("restrack report says what cannot be read or written, and leaves no half page", async (t) => {
  const folder = makeFolder(t);
  const foreign = join(folder, "foreign.csv");
  writeFileSync(foreign, "a,b\n1,2\n");
  const wrong: [string[], RegExp][] = [
    [[join(folder, "none.csv")], /Cannot read ".*none\.csv": there is no such file/],
    [[foreign], /line 1 is not the header of a recorded run/],
    [[record(folder, "out.csv", 3), "-o", join(folder, "no", "x.html")], /Cannot write --output ".*x\.html": the folder .* does not exist/],
  ];
  for (const [args, message] of wrong) {
    const { code, stderr } = await restrack(t, ["report", ...args]);
    assert.equal(code, 1, stderr);
    assert.match(stderr, message);
  }
  assert.deepEqual(readdirSync(folder).sort(), ["foreign.csv", "out.csv"]);
});

test("restrack report draws a recording whose last line is cut, and of which nothing is known", async (t) => {
  const folder = makeFolder(t);
  const file = record(folder, "cut.csv", 3);
  writeFileSync(file, readFileSync(file, "utf8").slice(0, -30));
  const { code, stdout } = await restrack(t, ["report", file, "-o", "-"]);
  assert.equal(code, 0);
  assert.match(stdout.toString(), /is cut off and was left out/);
  const nulls = join(folder, "nulls.csv");
  writeFileSync(nulls, `${formatHeader()}1700000000.000${",".repeat(columns.length - 1)}\n`);
  assert.equal((await restrack(t, ["report", nulls])).code, 0);
});

test("restrack run --html draws the run also when the command has failed or was killed", async (t) => {
  const folder = makeFolder(t);
  for (const [script, code, badge] of [["exit 3", 3, "exit 3"], ["kill -9 $$", 137, "killed by SIGKILL"], [":", 0, "exit 0"]] as const) {
    const page = join(folder, `${code}.html`);
    const ended = await restrack(t, ["run", "--quiet", "--no-save", "--html", page, "--", ...sh(script)]);
    assert.deepEqual([ended.code, ended.stderr], [code, ""]);
    assert.match(readFileSync(page, "utf8"), new RegExp(`<p class="badge is-${code === 0 ? "good" : "bad"}">${badge}</p>`));
  }
});

test("restrack run --html fills in placeholders, and starts nothing where the page cannot be written", async (t) => {
  const folder = makeFolder(t);
  await restrack(t, ["run", "--quiet", "--name", "nightly", "--html", join(folder, "{name}.html"), "--", ...sh(":")]);
  assert.ok(existsSync(join(folder, "nightly.html")));
  const { code, stderr } = await restrack(t, ["run", "--html", join(folder, "no", "x.html"), "--", ...sh(`touch ${join(folder, "started")}`)]);
  assert.equal(code, 125);
  assert.match(stderr, /Cannot write --html/);
  assert.ok(!existsSync(join(folder, "started")));
});

/** A program in front of all others that writes down what it was told to open. */
function fakeOpener(t: TestContext): { env: Record<string, string>; opened: () => string } {
  const folder = makeFolder(t);
  const note = join(folder, "opened");
  mkdirSync(join(folder, "bin"));
  writeFileSync(join(folder, "bin", "xdg-open"), `#!/bin/sh\nprintf '%s' "$1" > ${note}\n`, { mode: 0o755 });
  return { env: { DISPLAY: ":9", PATH: `${join(folder, "bin")}:${process.env["PATH"]}` }, opened: () => readFileSync(note, "utf8") };
}

test("--open opens the page with the system's opener: of a report, of a run, and of a run that is only kept", async (t) => {
  const folder = makeFolder(t);
  const { env, opened } = fakeOpener(t);
  await restrack(t, ["report", record(folder, "it's $(here).csv", 3), "--open"], { env });
  assert.equal(opened(), join(folder, "it's $(here).html"));
  await restrack(t, ["run", "--quiet", "--html", "here.html", "--open", "--", ...sh(":")], { env, cwd: folder });
  assert.equal(opened(), join(folder, "here.html"));
  const state = makeFolder(t);
  await restrack(t, ["run", "--quiet", "--open", "--", ...sh(":")], { env: { ...env, XDG_STATE_HOME: state } });
  assert.match(opened(), /restrack\/runs\/[^/]+\.html$/);
  assert.equal(statSync(opened()).mode & 0o777, 0o600);
});

test("--open says where the page is when there is no display or no opener", async (t) => {
  const folder = makeFolder(t);
  const file = record(folder, "out.csv", 3);
  const without = await restrack(t, ["report", file, "--open"], { env: { DISPLAY: undefined, WAYLAND_DISPLAY: undefined, BROWSER: undefined } });
  assert.deepEqual([without.code, without.stderr], [0, `restrack: Cannot open the page: there is no display\n  it is in ${join(folder, "out.html")}\n`]);
  const empty = makeFolder(t);
  const missing = await restrack(t, ["report", file, "--open"], { env: { DISPLAY: ":9", PATH: empty } });
  assert.deepEqual([missing.code, missing.stderr], [0, `restrack: Cannot open the page: there is no xdg-open\n  it is in ${join(folder, "out.html")}\n`]);
});

test("restrack report follows no link that lies in a folder where everybody may write", async (t) => {
  const folder = makeFolder(t);
  const shared = join(folder, "shared");
  mkdirSync(shared, { mode: 0o1777 });
  chmodSync(shared, 0o1777);
  const target = join(folder, "precious");
  writeFileSync(target, "mine");
  symlinkSync(target, join(shared, "x.html"));
  const { code } = await restrack(t, ["report", record(folder, "out.csv", 3), "-o", join(shared, "x.html")]);
  assert.equal(code, 1);
  assert.equal(readFileSync(target, "utf8"), "mine");
});
