import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import type { Report } from "../../src/report/report.ts";
import { assertRowsAddUp, parseRows, sumOf } from "../helpers/csv-rows.ts";
import { needs, pathOf } from "../helpers/needs.ts";
import { asPlainUser, makePlainUsersFolder } from "../helpers/other-user.ts";
import { makeFolder, node, program, programs, restrack, type Running, shell, startJob, ownWarningCodes, warningCodes } from "../helpers/run-restrack.ts";

/** A job that has had a row and waits for a line on standard input. */
async function startJobWithARow(t: TestContext): Promise<Running> {
  const running = startJob(t, ["sh", "-c", "read code; exit $code"], ["--interval", "0.1"]);
  await running.untilRows(1);
  return running;
}

test("restrack run refuses a folder that it may not write to, before the command starts", needs("setpriv"), async (t) => {
  const folder = makePlainUsersFolder(t, 0o555);
  const open = makePlainUsersFolder(t);
  for (const option of ["--csv", "--json"]) {
    const { code, stderr } = await restrack(t, ["run", option, join(folder, "out"), "--", "touch", join(open, "ran")], { through: asPlainUser() });
    assert.equal(code, 125);
    assert.match(stderr, /permission denied\n {2}choose a folder that you may write to/);
    assert.ok(!existsSync(join(open, "ran")), "the command ran");
  }
});

test("restrack run refuses a file that another user has put into a shared folder", needs("root", "setpriv"), async (t) => {
  const folder = makePlainUsersFolder(t, 0o1777);
  writeFileSync(join(folder, "run.csv"), "not yours", { mode: 0o666 });
  const { code, stderr } = await restrack(t, ["run", "--csv", join(folder, "run.csv"), "--", "true"], { through: asPlainUser() });
  assert.equal(code, 125);
  assert.match(stderr, /another user's file|permission denied/);
  assert.equal(readFileSync(join(folder, "run.csv"), "utf8"), "not yours");
});

test("restrack run restores a CSV that was deleted while the command ran, all rows in it", async (t) => {
  const running = await startJobWithARow(t);
  rmSync(running.csv);
  running.tell("4\n");
  const { code, stderr } = await running.ended;
  assert.equal(code, 4);
  assertRowsAddUp(running.rows(), running.report());
  assert.deepEqual(ownWarningCodes(running.report()), []);
  assert.doesNotMatch(stderr, /Warning/);
});

test("restrack run leaves a file alone that somebody else has put where its CSV was", async (t) => {
  const running = await startJobWithARow(t);
  rmSync(running.csv);
  writeFileSync(running.csv, "precious");
  running.tell("4\n");
  assert.equal((await running.ended).code, 4);
  assert.equal(readFileSync(running.csv, "utf8"), "precious");
  assert.deepEqual(ownWarningCodes(running.report()), ["output_failed"]);
});

test("restrack run ends as the command does when the folder of its CSV was deleted", async (t) => {
  const running = await startJobWithARow(t);
  rmSync(running.folder, { recursive: true });
  running.tell("4\n");
  const { code, stderr } = await running.ended;
  assert.equal(code, 4);
  assert.match(stderr, /exit 4[^]*Warning: .*run\.csv/);
});

test("restrack run goes on when its CSV takes nothing, and says what is missing", async (t) => {
  const folder = makeFolder(t);
  const { code, stdout, stderr } = await restrack(t, ["run", "--csv", "/dev/full", "--json", join(folder, "run.json"), "--", "sh", "-c", "echo works; exit 6"]);
  assert.equal(code, 6);
  assert.equal(stdout.toString(), "works\n");
  const report = JSON.parse(readFileSync(join(folder, "run.json"), "utf8")) as Report;
  assert.deepEqual(ownWarningCodes(report), ["rows_lost"]);
  assert.match(stderr, /missing in "\/dev\/full": no space left on the disk/);
});

test("restrack run says so when its JSON takes nothing, and ends as the command does", async (t) => {
  const { code, stderr } = await restrack(t, ["run", "--json", "/dev/full", "--", "sh", "-c", "exit 6"]);
  assert.equal(code, 6);
  assert.match(stderr, /Cannot write --json "\/dev\/full": no space left on the disk/);
});

for (const free of [true, false]) {
  test(`restrack run on a disk that is full for ${free ? "a while loses no row" : "good writes whole rows as long as it can, and says how many are missing"}`, needs("mount", "unshare", "python3"), async (t) => {
    const folder = makeFolder(t);
    const disk = "/mnt";
    const job = `${pathOf("python3")} ${programs}/fill-disk.py ${disk} ${folder}/state/restrack/runs ${free ? "free" : ""}`;
    const line = `mount -t tmpfs -o size=64k tmpfs ${disk} && '${node}' '${program}' run --interval 0.05 --csv ${disk}/run.csv --json ${folder}/run.json -- ${job}; code=$?; cp ${disk}/run.csv ${folder}; exit $code`;
    const running = shell(t, `unshare --mount sh -c "${line.replaceAll("$", "\\$")}"`, {}, folder);
    const { code, stderr } = await running.ended;
    assert.equal(code, 5, stderr);
    const report = running.report();
    const rows = parseRows(readFileSync(running.csv, "utf8"));
    if (free) {
      assertRowsAddUp(rows, report);
      assert.ok(!warningCodes(report).includes("rows_lost"));
      return;
    }
    const missing = /(\d+) rows? (?:is|are) missing in ".*run\.csv": no space left on the disk/.exec(stderr)?.[1];
    assert.equal(rows.length + Number(missing), report.samples);
    assert.ok(warningCodes(report).includes("rows_lost"));
    assert.ok((sumOf(rows, "process_utime") ?? 0) <= report.totals.cpu_user_seconds!);
  });
}

test("restrack run writes rows into a pipe that a reader follows", async (t) => {
  const folder = makeFolder(t);
  const running = shell(t, `mkfifo ${folder}/rows.csv; cat ${folder}/rows.csv & '${node}' '${program}' run --quiet --interval 0.1 --csv ${folder}/rows.csv -- sleep 0.4; wait`);
  const { code, stdout, stderr } = await running.ended;
  assert.equal(code, 0, stderr);
  assert.ok(parseRows(stdout.toString()).length >= 2);
});
