import assert from "node:assert/strict";
import { test } from "node:test";
import type { StreamListener } from "../../../src/host/stream-program.ts";
import { ToolStream } from "../../../src/sources/gpu/tool-stream.ts";

/** A tool that tells numbers, a round a line, under a clock that the test moves. */
function startTool() {
  const state = { nowMs: 0, starts: [] as StreamListener[], stopped: 0, broken: [] as string[], waiting: [] as { atMs: number; act: () => void }[] };
  const tool = new ToolStream<number>({
    program: "tool",
    args: ["-l"],
    stream: (_, __, listener) => {
      state.starts.push(listener);
      return { pid: 100 + state.starts.length, write: () => undefined, stop: () => void state.stopped++ };
    },
    makeReader: () => ({ push: (text) => text.split("\n").filter(Boolean).map((line) => line.split(" ").map(Number)) }),
    monotonicMs: () => state.nowMs,
    later: (ms, act) => {
      const entry = { atMs: state.nowMs + ms, act };
      state.waiting.push(entry);
      return () => void state.waiting.splice(state.waiting.indexOf(entry), 1);
    },
    freshMs: 2500,
    onEnded: () => undefined,
    onBroken: (problem) => state.broken.push(problem),
  });
  const pass = (ms: number): void => {
    state.nowMs += ms;
    for (const entry of state.waiting.filter(({ atMs }) => atMs <= state.nowMs)) {
      state.waiting.splice(state.waiting.indexOf(entry), 1);
      entry.act();
    }
  };
  return { tool, state, pass };
}

test("ToolStream gives the last whole round, until it is too old", () => {
  const { tool, state, pass } = startTool();
  assert.equal(tool.read(), null);
  state.starts[0]!.onText("1 2\n3 4\n");
  assert.deepEqual(tool.read(), [3, 4]);
  pass(2500);
  assert.deepEqual(tool.read(), [3, 4]);
  pass(1);
  assert.equal(tool.read(), null);
});

test("ToolStream starts what has died again, after longer and longer pauses, and gives up with one word", () => {
  const { tool, state, pass } = startTool();
  const pauses: number[] = [];
  for (let failure = 1; failure <= 4; failure++) {
    state.starts.at(-1)!.onEnd("it ended with 9");
    assert.equal(tool.pid, null);
    if (failure < 4) pauses.push(state.waiting[0]!.atMs - state.nowMs);
    pass(100_000);
  }
  assert.deepEqual([pauses, state.starts.length, state.broken], [[1000, 2000, 4000], 4, ["it ended with 9"]]);
});

test("ToolStream counts only failures in a row", () => {
  const { state, pass } = startTool();
  for (let time = 0; time < 10; time++) {
    state.starts.at(-1)!.onText("1\n");
    state.starts.at(-1)!.onEnd("it was killed by SIGKILL");
    pass(1000);
  }
  assert.deepEqual([state.starts.length, state.broken], [11, []]);
});

test("ToolStream ends what prints without end, for good, and takes much of what comes once", () => {
  const { tool, state, pass } = startTool();
  for (let time = 0; time < 20; time++) {
    state.starts[0]!.onText(`1\n${"\n".repeat(2 ** 20)}`);
    if (time === 10) pass(10_001);
  }
  assert.deepEqual([tool.read(), state.broken], [[1], []]);
  for (let time = 0; time < 20 && state.stopped === 0; time++) state.starts[0]!.onText(`1\n${"\n".repeat(2 ** 20)}`);
  pass(100_000);
  assert.deepEqual([tool.pid, state.stopped, state.starts.length, state.broken], [null, 1, 1, ["it prints without end"]]);
});

test("ToolStream ends its tool when it is closed, and does not start it again", () => {
  const { tool, state, pass } = startTool();
  assert.equal(tool.pid, 101);
  tool.close();
  assert.equal(state.stopped, 1);
  state.starts[0]!.onEnd("it was killed by SIGKILL");
  pass(100_000);
  assert.deepEqual([state.starts.length, state.waiting.length], [1, 0]);
});
