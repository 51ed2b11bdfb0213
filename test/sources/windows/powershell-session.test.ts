import assert from "node:assert/strict";
import { test } from "node:test";
import { FixtureHost } from "../../../src/host/fixture-host.ts";
import type { StreamListener } from "../../../src/host/stream-program.ts";
import { powerShellScript } from "../../../src/sources/windows/powershell-script.ts";
import { PowerShellSession } from "../../../src/sources/windows/powershell-session.ts";

const PATIENCE_MS = 800;

/** One PowerShell that was started: what was written to it, and what the test lets it say. */
interface Started {
  args: readonly string[];
  written: string[];
  listener: StreamListener;
  isStopped: boolean;
}

/** A session under a clock that stands still. `onStart` is done to each PowerShell as it starts. */
function startSession(onStart: (started: Started) => void = () => undefined) {
  const host = FixtureHost.of({});
  const all: Started[] = [];
  const session = new PowerShellSession({
    host,
    program: "powershell.exe",
    patienceMs: PATIENCE_MS,
    stream: (_program, args, listener, { input }) => {
      assert.equal(input, true);
      const started: Started = { args, written: [], listener, isStopped: false };
      all.push(started);
      onStart(started);
      return { pid: 4000 + all.length, write: (text) => started.written.push(text), stop: () => (started.isStopped = true) };
    },
  });
  const last = (): Started => all.at(-1)!;
  const questions = (): string[] => last().written.slice(1);
  /** A round in which the last PowerShell says this. */
  const askAnd = (act: () => void, slow = false, pids: number[] = []) => {
    const answer = session.ask(slow, pids);
    act();
    return answer;
  };
  const say = (text: string): void => last().listener.onText(text);
  /** A round in which nothing is said. */
  const askInVain = () => askAnd(() => host.advance(PATIENCE_MS));
  return { host, all, session, last, questions, askAnd, askInVain, say };
}

const answer = (seq: number, pids: readonly number[] = [4], ended: readonly number[] = []): string => `${JSON.stringify({ seq, processes: pids.map((pid) => ({ ProcessId: pid })), ended: ended.map((pid) => ({ ProcessId: pid, UserModeTime: 10_000_000, KernelModeTime: 0 })), system: {} })}\r\n`;
const pidsOf = (told: { processes: { pid: number }[] | null } | null) => told?.processes?.map(({ pid }) => pid);

test("PowerShellSession writes its script on one line of ASCII, then one question a round", async () => {
  const { all, last, questions, askAnd, say } = startSession();
  assert.deepEqual(pidsOf(await askAnd(() => say(answer(1, [4, 812])), true)), [4, 812]);
  assert.equal(last().written[0], `${powerShellScript}\n`);
  assert.match(last().written[0]!, /^[\x20-\x7e]+\n$/);
  await askAnd(() => say(answer(2)), false, [812, 4216]);
  assert.deepEqual(questions(), ["Write-Figures 1 $true @()\n", "Write-Figures 2 $false @(812,4216)\n"]);
  assert.equal(all.length, 1);
  assert.deepEqual(last().args.slice(-2), ["-Command", "-"]);
});

test("PowerShellSession gives a late answer to a later round, asks nothing meanwhile, and gives none twice", async () => {
  const { host, session, questions, askAnd, askInVain, say } = startSession();
  assert.equal(await askInVain(), null);
  assert.equal(await askInVain(), null);
  assert.equal(questions().length, 1);
  assert.deepEqual(pidsOf(await askAnd(() => say(answer(1, [5])))), [5]);
  const third = session.ask(false, []);
  assert.equal(questions().length, 2);
  host.advance(PATIENCE_MS);
  assert.equal(await third, null);
});

test("PowerShellSession prefers the newer of two answers, and forgets no end that only the older one tells", async () => {
  const { askAnd, askInVain, say } = startSession();
  await askInVain();
  say(answer(1, [5], [77]));
  const told = await askAnd(() => say(answer(2, [6], [78])));
  assert.deepEqual([told?.seq, pidsOf(told), told?.ended?.map(({ pid }) => pid)], [2, [6], [77, 78]]);
});

test("PowerShellSession takes what came late when nothing newer comes", async () => {
  const { askInVain, say } = startSession();
  await askInVain();
  say(answer(1, [5]));
  assert.deepEqual(pidsOf(await askInVain()), [5]);
  assert.equal(await askInVain(), null);
});

test("PowerShellSession reads an answer that comes in pieces, behind warnings and garbage", async () => {
  const { askAnd, say } = startSession();
  const text = `WARNING: module {"seq" is old\r\n\u0000\uFFFD{]\r\n\r\n${answer(1, [9])}`;
  const told = await askAnd(() => Array.from(text).forEach(say));
  assert.deepEqual(pidsOf(told), [9]);
});

test("PowerShellSession reads an answer of 10 MB", async () => {
  const { askAnd, say } = startSession();
  const commandLine = "x".repeat(10_000);
  const text = `${JSON.stringify({ seq: 1, processes: Array.from({ length: 1000 }, (_, pid) => ({ ProcessId: pid, CommandLine: commandLine })) })}\n`;
  const told = await askAnd(() => {
    for (let at = 0; at < text.length; at += 65_536) say(text.slice(at, at + 65_536));
  });
  assert.equal(told?.processes?.length, 1000);
});

test("PowerShellSession begins another one when it dies, each time after a longer pause", async () => {
  const { host, all, last, session, questions, askAnd, askInVain, say } = startSession();
  await askAnd(() => say(answer(1)));
  assert.equal(await askAnd(() => last().listener.onEnd("it ended with 1")), null);
  for (const pauseMs of [1000, 2000, 4000]) {
    const count = all.length;
    host.advance(pauseMs - 1);
    assert.equal(await session.ask(false, []), null);
    assert.equal(all.length, count, `before ${pauseMs} ms are over`);
    host.advance(1);
    await askAnd(() => last().listener.onEnd("it ended with 1"));
    assert.equal(all.length, count + 1);
  }
  host.advance(8000);
  assert.deepEqual(pidsOf(await askAnd(() => say(answer(6, [6])))), [6]);
  // A question of its own, with a number that no other session was asked by.
  assert.deepEqual(questions(), ["Write-Figures 6 $false @()\n"]);
  // What the dead ones may still say is nobody's.
  all[0]!.listener.onText(answer(7, [1]));
  assert.equal(await askInVain(), null);
  assert.equal(session.isUnusable, false);
});

test("PowerShellSession tries three times within a round what ends without a word, and then is unusable", async () => {
  const { all, session } = startSession(({ listener }) => queueMicrotask(() => listener.onEnd("it ended with 0")));
  assert.equal(await session.ask(false, []), null);
  assert.deepEqual([all.length, session.isUnusable], [3, true]);
});

test("PowerShellSession tries no second time what is not there", async () => {
  const { all, session } = startSession(({ listener }) => listener.onEnd("spawn powershell.exe ENOENT"));
  assert.equal(await session.ask(false, []), null);
  assert.deepEqual([all.length, session.isUnusable], [1, true]);
});

test("PowerShellSession goes on to try in the next round where each one takes its time to end", async () => {
  const { host, all, session, last, askAnd } = startSession();
  const slowly = () => askAnd(() => {
    host.advance(PATIENCE_MS);
    last().listener.onEnd("it ended with 1");
  });
  for (let count = 1; count <= 3; count++) {
    assert.equal(await slowly(), null);
    assert.equal(session.isUnusable, count === 3, String(count));
  }
  assert.equal(all.length, 3);
});

test("PowerShellSession ends one that has not answered for half a minute, and begins another", async () => {
  const { host, all, session, askInVain } = startSession();
  await askInVain();
  host.advance(30_000 - PATIENCE_MS);
  await askInVain();
  assert.deepEqual([all.length, all[0]!.isStopped], [1, false]);
  await askInVain();
  assert.deepEqual([all.length, all[0]!.isStopped, all[1]!.written.length], [2, true, 2]);
  assert.equal(session.isUnusable, false);
  all[1]!.listener.onText(answer(2, [8]));
  assert.deepEqual(pidsOf(await askInVain()), [8]);
});

test("PowerShellSession is unusable when it answers and never tells of a process", async () => {
  const { session, askAnd, say } = startSession();
  for (let seq = 1; seq <= 3; seq++) {
    assert.equal(session.isUnusable, false);
    assert.deepEqual((await askAnd(() => say(answer(seq, []))))?.processes, null);
  }
  assert.equal(session.isUnusable, true);
});

test("PowerShellSession.close() ends it and whoever waits, and nothing is begun any more", async () => {
  const { all, session, last } = startSession();
  const waiting = session.ask(false, []);
  session.close();
  assert.equal(await waiting, null);
  assert.deepEqual([all.length, last().isStopped], [1, true]);
  last().listener.onEnd("it was killed by SIGKILL");
  assert.equal(await session.ask(false, []), null);
  assert.deepEqual([all.length, session.isUnusable], [1, false]);
});
