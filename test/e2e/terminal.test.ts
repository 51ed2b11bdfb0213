import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { needs, pathOf } from "../helpers/needs.ts";
import { childOf, parentOf, stateOf, until, untilGone, untilState } from "../helpers/processes.ts";
import { makeFolder, node, program, programs, Running } from "../helpers/run-restrack.ts";

const COLUMNS = 93;
const ROWS = 31;
const CTRL_C = "\x03";
const CTRL_Z = "\x1a";
const CTRL_BACKSLASH = "\x1c";

const sayer = (...signals: string[]): string => `${pathOf("python3")} ${join(programs, "say-signals.py")} ${signals.join(" ")}`;

/** A command on a terminal; what is told is typed, and what is said is on the screen. */
function onTerminal(t: TestContext, command: (folder: string) => readonly string[], env: Record<string, string | undefined> = {}): Running {
  const folder = makeFolder(t);
  const python = [pathOf("python3"), "test/helpers/on-terminal.py", String(COLUMNS), String(ROWS)];
  return new Running(t, folder, [...python, ...command(folder)], { env: { TERM: "xterm", NO_COLOR: undefined, ...env } });
}

const restrackOnTerminal = (t: TestContext, options: string[], job: string, env?: Record<string, string>): Running =>
  onTerminal(t, (folder) => [node, program, "run", "--json", join(folder, "run.json"), ...options, "--", "sh", "-c", job], env);

test("restrack run leaves the command its terminal, size and all", needs("python3"), async (t) => {
  const running = restrackOnTerminal(t, ["--quiet"], "test -t 0 && test -t 1 && test -t 2 && echo terminal; stty size");
  const { code, stdout } = await running.ended;
  assert.equal(code, 0);
  assert.equal(stdout.toString(), `terminal\r\n${ROWS} ${COLUMNS}\r\n`);
});

test("restrack run leaves the terminal as the command has set it", needs("python3"), async (t) => {
  const running = onTerminal(t, () => ["sh", "-c", `'${node}' '${program}' run --quiet -- stty -echo -icanon; stty -a`]);
  assert.match((await running.ended).stdout.toString(), / -icanon [^]* -echo /);
});

for (const { name, key, signal, code } of [
  { name: "Ctrl-C", key: CTRL_C, signal: "SIGINT", code: 130 },
  { name: "Ctrl-\\", key: CTRL_BACKSLASH, signal: "SIGQUIT", code: 131 },
]) {
  test(`${name} ends the command, and restrack run reports after it`, needs("python3"), async (t) => {
    const running = restrackOnTerminal(t, [], "ulimit -c 0; echo ready; exec sleep 300");
    await running.said(/ready/);
    await untilState(await pidOfJob(running), "S");
    running.tell(key);
    const { code: own, stdout } = await running.ended;
    assert.equal(own, code);
    assert.equal(running.report().signal, signal);
    assert.match(stdout.toString(), new RegExp(`killed by ${signal}[^]*CPU`));
  });

  test(`${name} reaches a command that takes it as it would without restrack: once`, needs("python3"), async (t) => {
    const running = restrackOnTerminal(t, ["--quiet"], `exec ${sayer(signal, "SIGUSR2")}`);
    const [, job] = await running.said(/ready (\d+)/);
    running.tell(key);
    await running.said(new RegExp(`got ${signal}`));
    // restrack takes its signals one after another: when this one has come, one that it has passed on before has come, too.
    process.kill(parentOf(Number(job)), "SIGUSR2");
    await running.said(/got SIGUSR2/);
    running.tell("5\r");
    const { code: own, stdout } = await running.ended;
    assert.equal(own, 5);
    assert.equal(stdout.toString().match(/got/g)?.length, 2);
  });
}

test("Ctrl-C ends restrack attach, which reports and leaves the process alone", needs("python3"), async (t) => {
  const stranger = spawn("sleep", ["300"], { stdio: "ignore", detached: true });
  t.after(() => stranger.kill("SIGKILL"));
  const running = onTerminal(t, (folder) => [node, program, "attach", "--interval", "0.1", "--csv", join(folder, "run.csv"), String(stranger.pid)]);
  await running.untilRows(1);
  running.tell(CTRL_C);
  const { code, stdout } = await running.ended;
  assert.equal(code, 0);
  assert.match(stdout.toString(), /exit unknown[^]*CPU/);
  assert.equal(stateOf(stranger.pid!), "S");
});

test("Ctrl-Z stops restrack and the command together, and fg continues both", needs("python3", "bash"), async (t) => {
  const shell = onTerminal(t, () => [pathOf("bash"), "--norc", "-i"], { PS1: "$ ", HISTFILE: undefined });
  shell.tell(`'${node}' '${program}' run --json ${shell.folder}/run.json -- ${sayer("SIGCONT")}\r`);
  const [, pid] = await shell.said(/ready (\d+)\r\n/);
  const job = Number(pid);
  const restrack = parentOf(job);
  shell.tell(CTRL_Z);
  await shell.said(/Stopped/);
  await untilState(job, "T");
  await untilState(restrack, "T");
  shell.tell("fg\r");
  await shell.said(/got SIGCONT/);
  shell.tell("6\r");
  await shell.said(/exit 6/);
  shell.tell("echo code=$?\r");
  await shell.said(/code=6/);
  assert.equal(shell.report().exit_code, 6);
  shell.tell("exit\r");
  await shell.ended;
});

test("restrack run in the background of a shell reports while the shell waits for a key", needs("python3", "bash"), async (t) => {
  const shell = onTerminal(t, () => [pathOf("bash"), "--norc", "-i"], { PS1: "$ ", HISTFILE: undefined });
  shell.tell(`'${node}' '${program}' run -- sh -c 'exit 7' &\r`);
  await shell.said(/exit 7/);
  shell.tell("wait $!; echo code=$?\r");
  await shell.said(/code=7/);
  shell.tell("exit\r");
  await shell.ended;
});

test("a terminal that is closed ends the command with SIGHUP, and its files are written", needs("python3"), async (t) => {
  const running = restrackOnTerminal(t, [], "echo ready; exec sleep 300");
  await running.said(/ready/);
  const job = await pidOfJob(running);
  const restrack = parentOf(job);
  running.process.kill("SIGKILL");
  await untilGone(job);
  await untilGone(restrack);
  assert.equal(running.report().signal, "SIGHUP");
});

test("restrack run --progress shows one live line on a terminal, and clears it", needs("python3"), async (t) => {
  const running = restrackOnTerminal(t, ["--progress", "--interval", "0.2"], "sleep 0.7");
  const { stdout } = await running.ended;
  const lines = stdout.toString().split("\r\x1b[K");
  assert.ok(lines.length >= 4, JSON.stringify(lines));
  for (const line of lines.slice(1, -1)) assert.ok(line.length < COLUMNS && !line.includes("\n"), JSON.stringify(line));
  assert.match(lines.at(-1)!, /^\s*\n/, "nothing of it is left in front of the summary");
});

test("restrack run colours its summary on a terminal, unless NO_COLOR or TERM=dumb says not to", needs("python3"), async (t) => {
  const screen = async (env: Record<string, string>): Promise<string> => (await restrackOnTerminal(t, [], "exit 1", env).ended).stdout.toString();
  assert.match(await screen({}), /\x1b\[\d+m/);
  assert.doesNotMatch(await screen({ NO_COLOR: "1" }), /\x1b/);
  assert.doesNotMatch(await screen({ TERM: "dumb" }), /\x1b/);
});

/** The pid that on-terminal.py's child, which is restrack, has as its only child. */
async function pidOfJob(running: Running): Promise<number> {
  let job = 0;
  await until(() => {
    const restrack = childOf(running.pid);
    job = restrack === null ? 0 : (childOf(restrack) ?? 0);
    return job !== 0;
  }, "the job to be started");
  return job;
}
