import assert from "node:assert/strict";
import { test } from "node:test";
import { SeenLedger } from "../../src/sample/seen-ledger.ts";
import { FakeProcesses } from "../helpers/fake-processes.ts";
import { rowTime, samplerOf } from "../helpers/simulated-run.ts";

const ROOT = 200;
const none = { cutime: 0, cstime: 0, faults: 0, io: null };

/** A job whose root has pid 200; nothing tells what those used that have ended. */
function startJob() {
  const processes = new FakeProcesses({ pid: 1, ppid: 0 }, { pid: 100, ppid: 1 }, { pid: ROOT, ppid: 100, runIds: ["run-1"] });
  processes.reaped = null;
  const sampler = samplerOf(processes, { pid: ROOT, ledger: (unseen, ticksPerSecond) => new SeenLedger(unseen, ticksPerSecond) });
  sampler.begin();
  const ticks = (): number => {
    const { userTicks, systemTicks } = sampler.ledger.totals(sampler.tree.members);
    return userTicks + systemTicks;
  };
  return { processes, sampler, ticks };
}

test("SeenLedger keeps what was seen last of those that have ended", () => {
  const { processes, sampler, ticks } = startJob();
  processes.start({ pid: 201, ppid: ROOT, utime: 40, stime: 2 });
  sampler.look();
  processes.add(ROOT, { utime: 5 });
  processes.end(201, ROOT);
  // What a parent has waited for is not told: it must not count twice where it is.
  processes.change(ROOT, { cutime: 0, cstime: 0, cminflt: 0 });
  sampler.look();
  assert.equal(ticks(), 47);
  assert.equal(sampler.ledger.lostTicks, 42);
});

test("SeenLedger takes what we have waited for as the truth, where that is told", () => {
  const { processes, sampler, ticks } = startJob();
  processes.start({ pid: 201, ppid: ROOT, utime: 100 });
  sampler.look();
  processes.end(201, ROOT);
  processes.end(ROOT, 1);
  sampler.row(rowTime, { atStart: none, now: { ...none, cutime: 150, cstime: 20 } });
  assert.equal(ticks(), 170);
  assert.equal(sampler.ledger.lostTicks, 0);
});

test("SeenLedger adds orphans to what we have waited for, and says how much of the sum was only seen", () => {
  const { processes, sampler, ticks } = startJob();
  processes.start({ pid: 201, ppid: ROOT, utime: 30, runIds: ["run-1"] });
  sampler.look();
  processes.change(201, { ppid: 1 });
  sampler.look();
  processes.end(201, 1);
  sampler.look();
  processes.end(ROOT, 1);
  sampler.row(rowTime, { atStart: none, now: { ...none, cutime: 60 } });
  assert.equal(ticks(), 90);
  assert.equal(sampler.ledger.lostTicks, 30);
});

test("SeenLedger believes what it has seen when that is more than was waited for", () => {
  const { processes, sampler, ticks } = startJob();
  processes.start({ pid: 201, ppid: ROOT, utime: 200 });
  sampler.look();
  processes.end(201, ROOT);
  processes.end(ROOT, 1);
  sampler.row(rowTime, { atStart: none, now: { ...none, cutime: 60 } });
  assert.equal(ticks(), 200);
  assert.equal(sampler.ledger.lostTicks, 140);
});

test("SeenLedger counts what goes on after the root on top", () => {
  const { processes, sampler, ticks } = startJob();
  processes.start({ pid: 201, ppid: ROOT, utime: 10 });
  sampler.look();
  processes.change(201, { ppid: 1 });
  processes.end(ROOT, 1);
  sampler.row(rowTime, { atStart: none, now: { ...none, cutime: 60 } });
  processes.add(201, { utime: 15 });
  sampler.look();
  assert.equal(ticks(), 85);
  processes.end(201, 1);
  sampler.look();
  assert.equal(ticks(), 85);
});

test("SeenLedger divides what was rounded away among those that were seen, and leaves the rest to those that were not", () => {
  const { processes, sampler } = startJob();
  processes.start({ pid: 201, ppid: ROOT, utime: 300, comm: "worker", commandLine: ["worker"] });
  sampler.look();
  processes.end(201, ROOT);
  processes.end(ROOT, 1);
  sampler.row(rowTime, { atStart: none, now: { ...none, cutime: 1000 } });
  const ticksOf = Object.fromEntries([...sampler.programs].map(({ label, ticks }) => [label, Math.round(ticks)]));
  assert.equal(ticksOf["(short-lived)"], 500);
  assert.equal(ticksOf["worker"], 499);
});
