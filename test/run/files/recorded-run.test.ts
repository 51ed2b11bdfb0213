import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { renderJson, renderMarkdown, renderText } from "../../../src/render/index.ts";
import { formatMeta } from "../../../src/report/meta.ts";
import { loadRun, readCsv } from "../../../src/run/files/recorded-run.ts";
import { exampleReport } from "../../helpers/report.ts";

const runs = "fixtures/runs";
let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), "restrack-recorded-"));
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** Goldens: UPDATE=1 rewrites them, to be reviewed as a diff. */
for (const name of readdirSync(runs)) {
  const csv = join(runs, name, "run.csv");
  test(`loadRun() and the renderers show fixtures/runs/${name}`, () => {
    const report = loadRun(csv, {});
    const shown = { "text.txt": renderText(report), "markdown.md": renderMarkdown(report), "report.json": renderJson(report) };
    for (const [file, text] of Object.entries(shown)) {
      const golden = join(runs, name, file);
      if (process.env["UPDATE"]) writeFileSync(golden, text);
      assert.equal(text, readFileSync(golden, "utf8"), `${golden} (UPDATE=1 rewrites it)`);
    }
    assert.deepEqual(loadRun(join(runs, name, "report.json"), {}), report, "the JSON is the whole report again");
  });
}

const failure = (word: string, env = {}) => {
  try {
    loadRun(word, env);
  } catch (error) {
    return error as { code: string; message: string; hint?: string };
  }
  return assert.fail(`${word} was read`);
};

test("loadRun() says why a file cannot be read, and what could", () => {
  assert.match(failure(join(folder, "no.csv")).message, /^Cannot read ".*no\.csv": there is no such file, and no kept run of that id$/);
  assert.equal(failure(join(folder, "no.csv")).hint, "restrack list");
  assert.match(failure(folder).message, /^Cannot read ".*": it is a folder$/);
  assert.match(failure(folder).hint!, /^name the files in it: '.*\/\*\.csv'$/);
  assert.equal(failure("last", { HOME: folder }).message, "Cannot find the last run: none is kept");
  assert.match(failure("", {}).message, /^Cannot read ""/);
  writeFileSync(join(folder, "empty.csv"), "");
  assert.match(failure(join(folder, "empty.csv")).message, /empty\.csv": it is empty$/);
  writeFileSync(join(folder, "cut.json"), '{ "schema": "restrack/1", "na');
  assert.match(failure(join(folder, "cut.json")).message, /it is not whole JSON$/);
  writeFileSync(join(folder, "other.json"), '{ "results": [] }');
  assert.match(failure(join(folder, "other.json")).message, /it is no report of restrack$/);
  writeFileSync(join(folder, "new.json"), '{ "schema": "restrack/2" }');
  assert.equal(failure(join(folder, "new.json")).hint, "a newer restrack has written it: update restrack");
  assert.equal(failure(join(runs, "training/run.meta.json")).hint, "name the CSV beside it");
});

test("loadRun() shows the rows when the meta file is broken, and says so", () => {
  const csv = join(folder, "run.csv");
  const meta = join(folder, "run.meta.json");
  writeFileSync(csv, readFileSync(join(runs, "training/run.csv")));
  assert.deepEqual(loadRun(csv, {}).warnings, [], "no meta file is no fault");
  assert.equal(loadRun(csv, {}).name, "run");
  for (const [text, message] of [
    ["{", /run\.meta\.json": it is not whole JSON\. Only what the rows tell is shown$/],
    ["[]", /it is no report of restrack/],
    ["", /This run has no end/],
  ] as const) {
    writeFileSync(meta, text);
    const report = loadRun(csv, {});
    assert.equal(report.samples, 12);
    assert.match(report.warnings[0]!.message, message);
  }
});

test("loadRun() takes fields of a wrong type in the meta file for unknown", () => {
  const csv = join(folder, "typed.csv");
  writeFileSync(csv, readFileSync(join(runs, "short/run.csv")));
  const wrong = Object.fromEntries(Object.keys(exampleReport()).map((key) => [key, key === "timed_out" ? "yes" : [{}, 1, null, ["x"]]]));
  writeFileSync(join(folder, "typed.meta.json"), JSON.stringify({ ...wrong, schema: "restrack-meta/1", start: "yesterday", interval_seconds: "1", duration_seconds: "x" }));
  const report = loadRun(csv, {});
  assert.equal(report.name, "typed");
  assert.equal(report.exit_code, null);
  assert.equal(report.timed_out, false);
  assert.deepEqual(report.totals.cpu_user_seconds, 0.02);
  assert.ok(renderText(report).length > 0 && renderMarkdown(report).length > 0);
});

test("loadRun() finds a kept run by id, and a file of that name before it", () => {
  const kept = join(folder, "state", "restrack", "runs");
  mkdirSync(kept, { recursive: true });
  const id = "20250301-080000-000aaaa";
  writeFileSync(join(kept, `${id}.csv`), readFileSync(join(runs, "short/run.csv")));
  writeFileSync(join(kept, `${id}.meta.json`), formatMeta(exampleReport({ name: "kept" })));
  const env = { XDG_STATE_HOME: join(folder, "state") };
  assert.equal(loadRun("last", env).name, "kept");
  assert.equal(loadRun(id, env).name, "kept");
  assert.equal(loadRun("20250301", env).name, "kept");
});

test("loadRun() survives numbers that no calendar and no table has", () => {
  const csv = join(folder, "huge.csv");
  const [head, row] = readFileSync(join(runs, "resource-tracker/run.csv"), "utf8").split("\r\n");
  writeFileSync(csv, `${head}\n${row!.replace(/^[^,]*/, "1e300")}\n${row!.replace(/[^,]+/g, "-1e308")}\n`);
  const report = loadRun(csv, {});
  assert.equal(report.end, null);
  assert.ok(renderText(report).length > 0);
});

test("readCsv() gives the rows of a file column by column", () => {
  const frame = readCsv(join(runs, "training/run.csv"));
  assert.equal(frame.length, 12);
  assert.equal(frame.values("process_pid")[11], 4711);
  assert.equal(readCsv(join(runs, "killed/run.csv")).warnings.length, 1);
  assert.throws(() => readCsv(join(folder, "nothing.csv")), { code: "ERR_INPUT" });
});

test("loadRun() reads what the PowerShell of Windows wrote", () => {
  const source = `${runs}/${readdirSync(runs)[0]}/run.csv`;
  const path = join(folder, "run.csv");
  writeFileSync(path, `\uFEFF${readFileSync(source, "utf8").replaceAll("\r", "").replaceAll("\n", "\r\n")}`, "utf16le");
  assert.deepEqual(loadRun(path, {}).stats, loadRun(source, {}).stats);
});
