import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Report } from "../../src/report/report.ts";
import { needs, pathOf } from "../helpers/needs.ts";
import { makeFolder, measure, node, program, programs, restrack, shell, startJob, ownWarningCodes } from "../helpers/run-restrack.ts";
import { usesPs } from "../helpers/source.ts";
import { untilGone } from "../helpers/processes.ts";

const run = `'${node}' '${program}' run`;

test("restrack run adds RESTRACK_RUN_ID to the command's environment, and changes nothing else of it", async (t) => {
  const list = "env -0 -u _";
  const odd = { ODD: "a\nb", EMPTY: "", RESTRACK_INTERVAL: "2" };
  const folder = makeFolder(t);
  const plain = (await shell(t, list, { env: odd }, folder).ended).stdout.toString();
  const { stdout, stderr } = await shell(t, `${run} --json ${folder}/run.json -- ${list}`, { env: odd }, folder).ended;
  const report = JSON.parse(readFileSync(join(folder, "run.json"), "utf8")) as Report;
  assert.deepEqual(stdout.toString().split("\0").toSorted(), [...plain.split("\0"), `RESTRACK_RUN_ID=${report.run_id}`].toSorted(), stderr);
});

/** What the shell says of the process it is, with and without restrack around it. */
const settings = {
  "its arguments, whatever they hold": { job: `printf '<%s>' '' ' ' '*' '$HOME' '--csv' '"' "a
b" é`, prepare: ":" },
  "its folder": { job: "pwd -P", prepare: "cd /usr/share" },
  "its umask": { job: "sh -c umask", prepare: "umask 027" },
  "its limits": { job: "grep -v 'open files' /proc/self/limits", prepare: "ulimit -c 0; ulimit -s 4096" },
  "its niceness": { job: "nice", prepare: "renice -n 5 $$ >/dev/null" },
  "its CPUs": { job: "grep Cpus_allowed_list /proc/self/status", prepare: "taskset -cp 0 $$ >/dev/null" },
  "its blocked signals": { job: "grep SigBlk /proc/self/status", prepare: ":" },
  "its group and session": { job: "sh -c 'set -- $(cat /proc/self/stat); test $5 = $PGRP && test $6 = $SESSION && echo same'", prepare: "set -- $(cat /proc/self/stat); export PGRP=$5 SESSION=$6" },
};
for (const [what, { job, prepare }] of Object.entries(settings)) {
  test(`restrack run leaves the command ${what}`, async (t) => {
    const plain = await shell(t, `${prepare}; ${job}`).ended;
    const { stdout, stderr } = await shell(t, `${prepare}; ${run} --quiet -- ${job}`).ended;
    assert.equal(stderr, "");
    assert.notEqual(plain.stdout.length, 0);
    assert.equal(stdout.toString(), plain.stdout.toString());
  });
}

test("restrack run starts a program of the current folder only by its path, as execvp(3) does", async (t) => {
  const { code, stderr } = await restrack(t, ["run", "--", "burn-cpu.py"], { cwd: programs });
  assert.equal(code, 127);
  assert.match(stderr, /use \.\/burn-cpu\.py/);
});

test("restrack run works in a folder that was deleted", async (t) => {
  const folder = makeFolder(t);
  const { stdout, stderr } = await shell(t, `mkdir ${folder}/gone; cd ${folder}/gone; rmdir ${folder}/gone; ${run} --json ${folder}/run.json -- true; echo $?`).ended;
  assert.equal(stdout.toString(), "0\n", stderr);
  assert.equal((JSON.parse(readFileSync(join(folder, "run.json"), "utf8")) as Report).cwd, null);
});

test("restrack run of a restrack run: both are right, and the inner one tells the outer one's id", needs("python3"), async (t) => {
  const folder = makeFolder(t);
  const inner = join(folder, "inner");
  mkdirSync(inner);
  const burn = (seconds: string): string => `${pathOf("python3")} ${programs}/burn-cpu.py ${seconds}`;
  const { code, report: outerReport } = await measure(t, ["sh", "-c", `${burn("0.3")}; ${run} --quiet --json ${inner}/run.json -- sh -c '${burn("0.5")}; exit 9'`], [], {}, folder);
  assert.equal(code, 9);
  const innerReport = JSON.parse(readFileSync(join(inner, "run.json"), "utf8")) as Report;
  assert.equal(innerReport.parent_run_id, outerReport.run_id);
  assert.equal(outerReport.parent_run_id, null);
  const [innerCpu, outerCpu] = [innerReport, outerReport].map(({ totals }) => totals.cpu_user_seconds! + totals.cpu_system_seconds!) as [number, number];
  assert.ok(innerCpu >= 0.5 && innerCpu <= 0.55, `inner ${innerCpu}`);
  const innersOwn = innerReport.overhead.cpu_seconds!;
  assert.ok(outerCpu >= 0.8 + innersOwn - 0.02 && outerCpu <= 0.9 + 2 * innersOwn, `outer ${outerCpu}, of which the inner restrack used ${innersOwn}`);
});

test("restrack run counts a daemon that a run inside of it has left behind", needs("python3"), async (t) => {
  const daemon = `${pathOf("python3")} ${programs}/leave-a-daemon.py ${usesPs ? 2.4 : 0.8}`;
  const { report } = await measure(t, ["sh", "-c", `${run} --quiet --no-cgroup -- ${daemon}`], ["--no-cgroup", "--wait-children", "--interval", "0.2"]);
  const used = report.totals.cpu_user_seconds! + report.totals.cpu_system_seconds!;
  assert.ok(used >= 0.5, `${used} s`);
});

test("restrack run as process 1 of a container counts a daemon, which falls to restrack itself", needs("mount", "python3", "unshare"), async (t) => {
  const folder = makeFolder(t);
  const daemon = `${pathOf("python3")} ${programs}/leave-a-daemon.py ${usesPs ? 2.4 : 0.8}`;
  const { code, stderr } = await shell(t, `unshare --pid --fork --mount-proc ${run} --no-cgroup --wait-children --json ${folder}/run.json -- ${daemon}`, {}, folder).ended;
  assert.equal(code, 0, stderr);
  const { totals } = JSON.parse(readFileSync(join(folder, "run.json"), "utf8")) as Report;
  const used = totals.cpu_user_seconds! + totals.cpu_system_seconds!;
  assert.ok(usesPs ? used >= 1 && used <= 2.6 : used >= 0.5 && used <= 0.95, `${used} s`);
});

test("restrack run takes its options from the environment, and a nested run does not write the outer one's files again", async (t) => {
  const folder = makeFolder(t);
  const env = { RESTRACK_JSON: join(folder, "run.json"), RESTRACK_NAME: "from the environment", RESTRACK_QUIET: "1" };
  const { stderr } = await restrack(t, ["run", "--", node, program, "run", "--", "sh", "-c", "exit 0"], { env });
  assert.equal(stderr, "");
  const report = JSON.parse(readFileSync(join(folder, "run.json"), "utf8")) as Report;
  assert.equal(report.name, "from the environment");
  assert.equal(report.parent_run_id, null, "the outer run's report stands");
});

test("restrack run tells what still runs when the command has ended, and leaves it alone", async (t) => {
  const running = startJob(t, ["sh", "-c", "sleep 300 >/dev/null 2>&1 & echo left $!"]);
  const [, left] = await running.said(/left (\d+)\n/);
  const { code, stderr } = await running.ended;
  assert.equal(code, 0);
  assert.deepEqual(ownWarningCodes(running.report()), ["left_behind"]);
  assert.match(stderr, /1 process of the job still runs \(sleep\)/);
  process.kill(Number(left), "SIGTERM");
  await untilGone(Number(left));
});
