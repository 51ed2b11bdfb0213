import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import type { Report } from "../../src/report/report.ts";
import { parseRows } from "../helpers/csv-rows.ts";
import { timeSaid, underTime } from "../helpers/gnu-time.ts";
import { needs, pathOf } from "../helpers/needs.ts";
import { asPlainUser, makePlainUsersFolder } from "../helpers/other-user.ts";
import { stateOf, until, untilGone, untilState } from "../helpers/processes.ts";
import { makeFolder, measure, node, program, programs, restrack, shell, startJob, ownWarningCodes, warningCodes } from "../helpers/run-restrack.ts";
import { usesPs } from "../helpers/source.ts";

const cpuSeconds = ({ totals }: Report): number => totals.cpu_user_seconds! + totals.cpu_system_seconds!;

test("restrack run that is stopped for a while has exact totals, whole rows, and says what it missed", needs("python3", "time"), async (t) => {
  const folder = makeFolder(t);
  const job = `echo me $$; read go; ${underTime(join(folder, "time"), [pathOf("python3"), join(programs, "burn-cpu.py"), "0.8"]).map((word) => `'${word}'`).join(" ")}; exit 5`;
  const running = startJob(t, ["sh", "-c", job], ["--interval", "0.1"], {}, folder);
  const [, pid] = await running.said(/me (\d+)\n/);
  await running.untilRows(2);
  process.kill(running.pid, "SIGSTOP");
  await untilState(running.pid, "T");
  running.tell("\n");
  await untilState(Number(pid), "Z");
  process.kill(running.pid, "SIGCONT");
  const { code } = await running.ended;
  assert.equal(code, 5);
  const report = running.report();
  const { user, system } = timeSaid(join(folder, "time"));
  assert.ok(Math.abs(cpuSeconds(report) - user - system) <= 0.025, `${cpuSeconds(report)} s measured, ${user + system} s used`);
  assert.ok(warningCodes(report).includes("missed_samples"), JSON.stringify(report.warnings));
  assert.ok(report.overhead.samples_missed! >= 6);
  // The rows before, and one or two that hold all of the time after.
  const times = running.rows().map((row) => row["timestamp"]!);
  assert.deepEqual(times, times.toSorted((a, b) => a - b));
});

test("kill -9 of restrack leaves the job running, and every row so far for restrack stats to read", async (t) => {
  const running = startJob(t, ["sh", "-c", "trap 'echo still here' USR1; sleep 300 & child=$!; echo me $$; while kill -0 $child; do wait $child; done"], ["--interval", "0.1"]);
  const [, pid] = await running.said(/me (\d+)\n/);
  await running.untilRows(3);
  process.kill(running.pid, "SIGKILL");
  await untilGone(running.pid);
  assert.equal(stateOf(Number(pid)), "S");
  const rows = parseRows(readFileSync(running.csv, "utf8"));
  assert.ok(rows.length >= 3);
  const { code, stdout, stderr } = await restrack(t, ["stats", "--format", "json", running.csv]);
  assert.equal(code, 0, stderr);
  const report = JSON.parse(stdout.toString()) as Report;
  assert.equal(report.samples, rows.length);
  assert.equal(report.end, null);
  assert.deepEqual(ownWarningCodes(report), ["not_ended"]);
  process.kill(Number(pid), "SIGUSR1");
  await running.said(/still here\n/);
});

test("restrack run works without a word when there is no HOME", async (t) => {
  const { code, report } = await measure(t, ["sh", "-c", "exit 3"], [], { env: { HOME: undefined, XDG_STATE_HOME: undefined } });
  assert.equal(code, 3);
  assert.deepEqual(ownWarningCodes(report), []);
});

test("restrack run works without a word when HOME does not exist, and does not make one", async (t) => {
  const home = join(makeFolder(t), "nonexistent");
  const { code, report } = await measure(t, ["sh", "-c", "exit 3"], [], { env: { HOME: home, XDG_STATE_HOME: undefined } });
  assert.equal(code, 3);
  assert.deepEqual(ownWarningCodes(report), []);
  assert.ok(!existsSync(home));
});

test("restrack run works without a word when nothing can be made in HOME", async (t) => {
  const { code, report } = await measure(t, ["sh", "-c", "exit 3"], [], { env: { HOME: "/proc", XDG_STATE_HOME: undefined } });
  assert.equal(code, 3);
  assert.deepEqual(ownWarningCodes(report), []);
});

test("restrack run of a user who may not write to HOME works without a word", needs("setpriv"), async (t) => {
  const home = makePlainUsersFolder(t, 0o555);
  const { code, stderr } = await restrack(t, ["run", "--", "sh", "-c", "exit 3"], { env: { HOME: home, XDG_STATE_HOME: undefined }, through: asPlainUser() });
  assert.equal(code, 3);
  assert.doesNotMatch(stderr, /Warning/);
});

test("restrack run works without a word when HOME is in a folder that may not be entered", needs("setpriv"), async (t) => {
  const locked = makePlainUsersFolder(t, 0o000);
  try {
    const { code, stderr } = await restrack(t, ["run", "--", "sh", "-c", "exit 3"], { env: { HOME: join(locked, "home"), XDG_STATE_HOME: undefined }, through: asPlainUser() });
    assert.equal(code, 3, stderr);
    assert.doesNotMatch(stderr, /Warning/);
  } finally {
    chmodSync(locked, 0o755); // else whoever removes it may not
  }
});

test("restrack run works with compiled code that it has kept, and with what else lies in its place", async (t) => {
  const folder = makeFolder(t);
  const cache = join(folder, "cache");
  mkdirSync(cache);
  const run = () => restrack(t, ["run", "--", "sh", "-c", "exit 3"], { env: { XDG_CACHE_HOME: cache } });
  assert.equal((await run()).code, 3);
  const [name] = readdirSync(join(cache, "restrack"));
  assert.ok(name, "nothing was kept");
  assert.match((await run()).stderr, /exit 3/);
  const kept = readFileSync(join(cache, "restrack", name));
  for (const broken of [Buffer.alloc(0), kept.subarray(0, 1000), Buffer.concat([kept.subarray(0, 3000), Buffer.alloc(kept.length - 3000)]), Buffer.from("console.log('not ours')")]) {
    writeFileSync(join(cache, "restrack", name), broken);
    const { code, stdout, stderr } = await run();
    assert.equal(code, 3, stderr);
    assert.equal(stdout.length, 0);
    assert.match(stderr, /exit 3/);
  }
});

test("restrack run of a job that another user's program takes part in counts its CPU time, and says once what it may not see", needs("root", "setpriv", "time", "python3"), async (t) => {
  const folder = makePlainUsersFolder(t);
  const setuid = join(folder, "python3");
  copyFileSync(pathOf("python3"), setuid);
  chmodSync(setuid, 0o4755);
  const witness = join(folder, "time");
  const { code, report, stderr } = await measure(t, underTime(witness, [setuid, join(programs, "burn-cpu.py"), "0.6"]), ["--interval", "0.1"], { through: asPlainUser() }, folder);
  assert.equal(code, 0);
  const { user, system } = timeSaid(witness);
  assert.ok(Math.abs(cpuSeconds(report) - user - system) <= 0.025, `${cpuSeconds(report)} s measured, ${user + system} s used`);
  // ps tells of everybody what it tells.
  assert.deepEqual(ownWarningCodes(report), usesPs ? [] : ["processes_hidden"]);
  if (!usesPs) assert.match(stderr, /1 process of the job could not be read/);
  // The resident size stands in for what may not be read.
  assert.ok(report.peaks.memory_mib! > 5, `peak ${report.peaks.memory_mib} MiB`);
});

test("restrack run needs room for one process beside its own threads, and no more", needs("pids cgroup"), async (t) => {
  const group = makePidsCgroup(t);
  writeFileSync(`${group}/pids.max`, String(nodesThreads() + 1));
  const folder = makeFolder(t);
  const running = shell(t, `echo $$ > ${group}/cgroup.procs; exec '${node}' '${program}' run --csv ${folder}/run.csv --json ${folder}/run.json -- sh -c 'echo ran; exit 6'`, {}, folder);
  const { code, stdout, stderr } = await running.ended;
  assert.equal(code, 6, stderr);
  assert.equal(stdout.toString(), "ran\n");
  assert.equal(running.report().exit_code, 6);
});

test("restrack run needs no more of a user's process limit either", needs("root", "setpriv"), async (t) => {
  // Of a user who has no other process.
  const through = [pathOf("bash"), "-c", `ulimit -u ${nodesThreads() + 1}; exec ${pathOf("setpriv")} --reuid 64321 --regid 64321 --clear-groups "$@"`, "bash"];
  const { code, stdout, stderr } = await restrack(t, ["run", "--no-save", "--", "sh", "-c", "echo ran; exit 6"], { through });
  assert.equal(code, 6, stderr);
  assert.equal(stdout.toString(), "ran\n");
});

test("restrack run gives its place to the job when the process limit leaves no room for both, or says that there is none", needs("pids cgroup"), async (t) => {
  const group = makePidsCgroup(t);
  const folder = makeFolder(t);
  // Node's own threads are there by then: only the job is too much.
  writeFileSync(join(folder, "limit.cjs"), `require("fs").writeFileSync("${group}/pids.max", "1")`);
  const { code, stdout, stderr } = await shell(t, `echo $$ > ${group}/cgroup.procs; exec '${node}' --require ${folder}/limit.cjs '${program}' run -- sh -c 'echo ran; exit 6'`).ended;
  assert.match(stderr, /no room for one more process/);
  // Only newer Nodes can put another program in their place.
  const canExec = askNode("typeof process.execve") === "function";
  assert.deepEqual({ code, said: stdout.toString() }, canExec ? { code: 6, said: "ran\n" } : { code: 125, said: "" }, stderr);
});

/** What a Node that does nothing needs. */
const nodesThreads = (): number => Number(askNode("/Threads:\\s*(\\d+)/.exec(fs.readFileSync('/proc/self/status'))[1]"));

const askNode = (expression: string): string => spawnSync(node, ["-p", expression], { encoding: "utf8" }).stdout.trim();

function makePidsCgroup(t: TestContext): string {
  const group = `/sys/fs/cgroup/pids/restrack-test-${process.pid}-${Math.floor(performance.now() * 1000)}`;
  mkdirSync(group);
  t.after(async () => {
    await until(() => readFileSync(`${group}/cgroup.procs`, "utf8") === "", "the cgroup to be empty");
    rmdirSync(group);
  });
  return group;
}
