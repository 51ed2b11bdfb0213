import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { maxOf } from "../helpers/csv-rows.ts";
import { needs, pathOf } from "../helpers/needs.ts";
import { asPlainUser } from "../helpers/other-user.ts";
import { stateOf, until, waitedTicksOf } from "../helpers/processes.ts";
import { cleanEnv, makeFolder, node, program, programs, restrack, type Running, shell, start, ownWarningCodes } from "../helpers/run-restrack.ts";
import { usesPs } from "../helpers/source.ts";

/** A process that runs already: it burns what it is told to, line by line, and ends with its input. */
async function startStranger(t: TestContext): Promise<{ pid: number; burn: (seconds: number) => void; end: () => void }> {
  const folder = makeFolder(t);
  const stranger = spawn("sh", ["-c", `echo ready; while read seconds; do ${pathOf("python3")} ${join(programs, "burn-cpu.py")} $seconds; done; exit 3`], { env: cleanEnv(folder), detached: true });
  t.after(() => stranger.kill("SIGKILL"));
  await new Promise((ready) => stranger.stdout.once("data", ready));
  return { pid: stranger.pid!, burn: (seconds) => stranger.stdin.write(`${seconds}\n`), end: () => stranger.stdin.end() };
}

function attach(t: TestContext, pid: number, options: string[] = []): Running {
  const folder = makeFolder(t);
  return start(t, ["attach", "--csv", join(folder, "run.csv"), "--json", join(folder, "run.json"), "--interval", "0.1", ...options, String(pid)], {}, folder);
}

test("restrack attach measures a process until it ends, and only what it uses from then on", needs("python3"), async (t) => {
  const stranger = await startStranger(t);
  stranger.burn(0.5);
  await until(() => waitedTicksOf(stranger.pid) >= 40, "half a second to be burnt");
  const running = attach(t, stranger.pid);
  await running.untilRows(2);
  stranger.burn(usesPs ? 2.4 : 0.4);
  stranger.end();
  const { code, stdout, stderr } = await running.ended;
  assert.equal(code, 0, stderr);
  assert.equal(stdout.length, 0);
  const report = running.report();
  const used = report.totals.cpu_user_seconds! + report.totals.cpu_system_seconds!;
  assert.ok(usesPs ? used >= 1 && used <= 3 : used >= 0.3 && used <= 0.45, `${used} s`);
  assert.equal(report.exit_code, null);
  assert.equal(report.command[0], "sh");
  assert.equal(maxOf(running.rows(), "process_children"), 1);
  assert.match(stderr, /exit unknown/);
});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  test(`restrack attach reports when ${signal} ends it, and leaves the process alone`, needs("python3"), async (t) => {
    const stranger = await startStranger(t);
    const running = attach(t, stranger.pid);
    await running.untilRows(2);
    process.kill(running.pid, signal);
    const { code, stderr } = await running.ended;
    assert.equal(code, 0, stderr);
    assert.ok(running.report().samples >= 2);
    assert.match(stderr, /CPU/);
    assert.equal(stateOf(stranger.pid), "S");
  });
}

test("restrack attach sees the memory that the process has already", needs("python3"), async (t) => {
  const stranger = await startStranger(t);
  const running = attach(t, stranger.pid);
  await running.untilRows(1);
  stranger.end();
  await running.ended;
  assert.ok(running.report().peaks.memory_mib! > 0.05);
  assert.deepEqual(ownWarningCodes(running.report()), []);
});

test("restrack attach to a process that does not exist ends with 125", async (t) => {
  const { code, stderr } = await restrack(t, ["attach", "4194304"]);
  assert.equal(code, 125);
  assert.match(stderr, /Cannot attach to 4194304: there is no such process\n {2}\S/);
});

test("restrack attach to itself ends with 125", async (t) => {
  const { code, stdout, stderr } = await shell(t, `sh -c 'exec "${node}" "${program}" attach $$'; echo $?`).ended;
  assert.equal(code, 0);
  assert.equal(stdout.toString(), "125\n");
  assert.match(stderr, /that is restrack itself/);
});

test("restrack attach to another user's process ends with 125", needs("root", "setpriv"), async (t) => {
  const { code, stderr } = await restrack(t, ["attach", String(process.pid)], { through: asPlainUser() });
  assert.equal(code, 125);
  assert.match(stderr, /it belongs to another user\n {2}run restrack as that user, or as root/);
});

test("restrack attach checks its outputs before it measures", needs("python3"), async (t) => {
  const stranger = await startStranger(t);
  const { code, stderr } = await restrack(t, ["attach", "--csv", join(makeFolder(t), "missing", "run.csv"), String(stranger.pid)]);
  assert.equal(code, 125);
  assert.match(stderr, /the folder ".*missing" does not exist/);
});
