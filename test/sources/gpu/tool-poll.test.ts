import assert from "node:assert/strict";
import { test } from "node:test";
import { ToolPoll } from "../../../src/sources/gpu/tool-poll.ts";
import { GpuTool, type Answer } from "../../helpers/gpu-tool.ts";
import { settle } from "../../helpers/moved-clock.ts";

/** A tool that tells numbers. */
async function start(answer: (commandLine: string) => Answer, tookMs = 0, programs = ["tool"]) {
  const tool = new GpuTool(answer);
  tool.tookMs = tookMs;
  const ways = programs.map((program) => async (tell: (program: string, args: string[]) => Promise<string>) => {
    const number = Number(await tell(program, ["-x"]));
    if (Number.isNaN(number)) throw new SyntaxError("Cannot parse");
    return number;
  });
  const poll = new ToolPoll<number>({ ...tool.options, ways });
  await settle();
  return { tool, poll, clock: tool.clock };
}

test("ToolPoll answers at once, with what was heard last", async () => {
  let count = 0;
  const { tool, poll, clock } = await start(() => String(++count), 200);
  assert.equal(poll.read(), null, "nothing yet");
  await clock.pass(200);
  assert.equal(poll.read(), 1);
  await clock.pass(999);
  assert.deepEqual([poll.read(), tool.asked.length], [1, 1]);
  await clock.pass(1);
  assert.deepEqual([poll.read(), tool.asked.length], [1, 2], "an interval after the answer it is asked again");
  await clock.pass(200);
  assert.deepEqual([poll.read(), tool.ended], [2, 2]);
});

test("ToolPoll gives nothing that is too old", async () => {
  let isDead = false;
  const { poll, clock } = await start(() => (isDead ? "hangs" : "7"));
  isDead = true;
  await clock.pass(3000);
  assert.equal(poll.read(), 7);
  await clock.pass(1);
  assert.equal(poll.read(), null);
});

test("ToolPoll lets a slow tool run for 3 s, then for a twentieth of the time, and keeps its answers for as long", async () => {
  const { tool, poll, clock } = await start(() => "7", 1000);
  const begins = [0];
  for (let step = 1; step < 1000; step++) {
    await clock.pass(100);
    if (tool.asked.length > begins.length) begins.push(clock.nowMs / 1000);
    if (clock.nowMs > 1000) assert.equal(poll.read(), 7);
  }
  assert.deepEqual(begins, [0, 2, 4, 6, 20, 40, 60, 80]);
});

test("ToolPoll asks a tool that fails after longer and longer pauses, and gives up with one word when it never answered", async () => {
  const { tool, poll, clock } = await start(() => ({ exitCode: 3, stderr: "Traceback\nModuleNotFoundError: no amdsmi\n" }));
  const pauses: number[] = [];
  for (let failure = 1; failure < 4; failure++) {
    pauses.push(clock.waiting[0]!.atMs - clock.nowMs);
    await clock.pass(pauses.at(-1)!);
  }
  assert.deepEqual([pauses, tool.asked.length, tool.broken], [[1000, 2000, 4000], 4, ["it ended with 3: ModuleNotFoundError: no amdsmi"]]);
  await clock.pass(1e9);
  assert.deepEqual([tool.asked.length, clock.waiting, poll.read(), tool.broken.length], [4, [], null, 1]);
});

test("ToolPoll never gives up a tool that has answered once, and asks it once a minute at last", async () => {
  let isDead = false;
  const { tool, poll, clock } = await start(() => (isDead ? "garbage" : "7"));
  isDead = true;
  const pauses: number[] = [];
  for (let round = 0; round < 9; round++) {
    pauses.push((clock.waiting[0]!.atMs - clock.nowMs) / 1000);
    await clock.pass(1000 * pauses.at(-1)!);
  }
  assert.deepEqual([pauses, poll.read()], [[1, 1, 2, 4, 8, 16, 32, 60, 60], null]);
  isDead = false;
  await clock.pass(60_000);
  assert.deepEqual([poll.read(), tool.broken], [7, []]);
});

test("ToolPoll ends a tool that hangs after 30 s", async () => {
  const { tool, clock } = await start(() => "hangs");
  await clock.pass(29_999);
  assert.equal(tool.ended, 0);
  await clock.pass(1);
  assert.equal(tool.ended, 1);
  for (let round = 0; round < 3; round++) {
    await clock.pass(1_000_000);
    await clock.pass(30_000);
  }
  assert.deepEqual([tool.asked.length, tool.broken], [4, ["it did not end within 30 s"]]);
});

for (const [what, answer, problem] of [
  ["is missing", { exitCode: null, missing: true }, "it could not be started"],
  ["prints garbage", "garbage", "Cannot parse"],
  ["ends with an error", { exitCode: 2 }, "it ended with 2"],
  ["is killed", { exitCode: null }, "it ended with null"],
] as const) {
  test(`ToolPoll says what is wrong with a tool that ${what}`, async () => {
    const { tool, clock } = await start(() => answer);
    for (let round = 0; round < 3; round++) await clock.pass(10_000);
    assert.deepEqual(tool.broken, [problem]);
  });
}

test("ToolPoll believes what a tool prints, though it ends with an error", async () => {
  const { poll } = await start(() => ({ exitCode: 1, stdout: "8" }));
  assert.equal(poll.read(), 8);
});

test("ToolPoll tries one way after the other, and stays with the one that leads somewhere", async () => {
  const { tool, poll, clock } = await start((line) => (line.startsWith("second") ? "2" : "garbage"), 0, ["first", "second", "third"]);
  assert.deepEqual([poll.read(), tool.takeAsked()], [2, ["first -x", "second -x"]]);
  await clock.pass(1000);
  assert.deepEqual([poll.read(), tool.takeAsked()], [2, ["second -x"]]);
});

for (const how of ["hangs", "7", "garbage"]) {
  test(`ToolPoll asks nothing any more once it is closed, while its tool says ${how}`, async () => {
    const { tool, poll, clock } = await start(() => how, 500);
    poll.close();
    await clock.pass(500);
    await clock.pass(1e6);
    assert.deepEqual([tool.asked.length, tool.ended, tool.broken, clock.waiting], [1, 0, [], []]);
  });
}
