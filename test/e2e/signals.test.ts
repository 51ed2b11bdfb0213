import assert from "node:assert/strict";
import { constants } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { needs, pathOf } from "../helpers/needs.ts";
import { untilCaught, untilGone, untilState } from "../helpers/processes.ts";
import { node, program, programs, type Running, shell, startJob } from "../helpers/run-restrack.ts";

const sayer = (...signals: string[]): string[] => [pathOf("python3"), join(programs, "say-signals.py"), ...signals];

async function startSayer(t: TestContext, signals: string[]): Promise<Running> {
  const running = startJob(t, sayer(...signals));
  await running.said(/ready/);
  return running;
}

// SIGINT and SIGQUIT come from no terminal here, so that nobody else tells the job.
for (const signal of ["SIGTERM", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGCONT", "SIGINT", "SIGQUIT"] as const) {
  test(`restrack run passes ${signal} on, once, and ends as the command does`, needs("python3"), async (t) => {
    const next = signal === "SIGUSR2" ? "SIGUSR1" : "SIGUSR2";
    const running = await startSayer(t, [signal, next]);
    process.kill(running.pid, signal);
    await running.said(new RegExp(`got ${signal}\n`));
    // When this one has come, a second one of the first would have come, too.
    process.kill(running.pid, next);
    await running.said(new RegExp(`got ${next}\n`));
    running.tell("7\n");
    const { code, signal: own, stdout } = await running.ended;
    assert.equal(code, 7, `ended by ${own}`);
    assert.equal(stdout.toString().match(/got/g)?.length, 2);
    assert.equal(running.report().exit_code, 7);
  });
}

test("restrack run reports on a command that SIGTERM ended", needs("python3"), async (t) => {
  const running = await startSayer(t, []);
  process.kill(running.pid, "SIGTERM");
  const { code, stderr } = await running.ended;
  assert.equal(code, 143);
  assert.equal(running.report().signal, "SIGTERM");
  assert.match(stderr, /killed by SIGTERM/);
});

test("restrack run passes the first SIGTERM to the command alone, and kills the whole tree at the second", async (t) => {
  const running = startJob(t, ["sh", "-c", "sleep 300 & child=$!; trap 'echo shell got it' TERM; echo ready $child; while kill -0 $child; do wait $child; done"]);
  const [, child] = await running.said(/ready (\d+)\n/);
  process.kill(running.pid, "SIGTERM");
  await running.said(/shell got it\n/);
  // It may just have been started.
  await untilState(Number(child), "S");
  process.kill(running.pid, "SIGTERM");
  assert.equal((await running.ended).code, 137);
  assert.equal(running.report().signal, "SIGKILL");
  await untilGone(Number(child));
});

test("restrack run keeps a signal that comes while the command is being started", async (t) => {
  const running = startJob(t, ["sleep", "20"]);
  // Node catches SIGTERM for itself from its first moment on, SIGUSR2 only when restrack asks for it.
  await untilCaught(running.pid, constants.signals.SIGUSR2);
  process.kill(running.pid, "SIGTERM");
  const { code } = await running.ended;
  assert.equal(code, 143);
});

test("restrack run measures a command that stops itself to its end, when SIGCONT is sent to restrack", needs("python3"), async (t) => {
  const running = startJob(t, ["sh", "-c", "echo me $$; kill -STOP $$; exit 5"]);
  const [, pid] = await running.said(/me (\d+)\n/);
  await untilState(Number(pid), "T");
  process.kill(running.pid, "SIGCONT");
  assert.equal((await running.ended).code, 5);
});

test("restrack run stops the command when it is told to stop itself by SIGTSTP, and SIGCONT continues both", needs("python3"), async (t) => {
  // Under a shell's job control: the kernel drops SIGTSTP for a group that nobody could continue.
  const running = shell(t, `set -m; exec 4<&0; '${node}' '${program}' run -- ${sayer("SIGCONT").join(" ")} <&4 & echo restrack $!; wait -f $!; echo code $?`, { input: null });
  const [, restrack] = await running.said(/restrack (\d+)/);
  const [, pid] = await running.said(/ready (\d+)/);
  process.kill(Number(restrack), "SIGTSTP");
  await untilState(Number(restrack), "T");
  await untilState(Number(pid), "T");
  process.kill(Number(restrack), "SIGCONT");
  await running.said(/got SIGCONT/);
  running.tell("5\n");
  await running.said(/code 5/);
});
