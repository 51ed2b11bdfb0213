import assert from "node:assert/strict";
import { test } from "node:test";
import { RoundPoll } from "../../../src/sources/table/round-poll.ts";

/** A poll whose rounds end when the test says so. */
function startPoll() {
  const state = { nowMs: 0, rounds: [] as { endedPid: number | null; end: (told: boolean) => void }[] };
  const poll = new RoundPoll({
    monotonicMs: () => state.nowMs,
    memoryKind: () => "rss",
    askAll: (endedPid) => new Promise((resolve) => state.rounds.push({ endedPid, end: resolve })),
  });
  return { poll, state };
}

test("RoundPoll asks one question at a time, and knows when it was told", async () => {
  const { poll, state } = startPoll();
  assert.equal(poll.toldAtMs, null);
  const first = poll.ask();
  assert.equal(poll.ask(), first);
  assert.equal(state.rounds.length, 1);
  state.nowMs = 40;
  state.rounds[0]!.end(true);
  await first;
  assert.equal(poll.toldAtMs, 20);
});

test("RoundPoll keeps what was told when a round tells nothing, or breaks", async () => {
  const { poll, state } = startPoll();
  const told = poll.ask();
  state.rounds[0]!.end(true);
  await told;
  state.nowMs = 500;
  const silent = poll.ask();
  state.rounds[1]!.end(false);
  await silent;
  assert.equal(poll.toldAtMs, 0);
  const broken = new RoundPoll({ monotonicMs: () => 0, memoryKind: () => "rss", askAll: () => Promise.reject(new Error("broken")) });
  await broken.ask();
  assert.equal(broken.toldAtMs, null);
});

test("RoundPoll asks again for what is now, after the question that is on its way", async () => {
  const { poll, state } = startPoll();
  void poll.ask();
  const again = poll.askAgain(7);
  state.rounds[0]!.end(true);
  await new Promise((done) => setImmediate(done));
  assert.deepEqual(state.rounds.map(({ endedPid }) => endedPid), [null, 7]);
  state.rounds[1]!.end(true);
  await again;
});

test("RoundPoll asks as long before a row as the slowest of the last answers took, and a bit more", async () => {
  const { poll, state } = startPoll();
  assert.equal(poll.leadMs, 150);
  for (const tookMs of [400, 20, 20, 20, 20, 20]) {
    const round = poll.ask();
    state.nowMs += tookMs;
    state.rounds.at(-1)!.end(true);
    await round;
  }
  assert.equal(poll.leadMs, 35);
  assert.equal(poll.costMs, 20);
});
