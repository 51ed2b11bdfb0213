import assert from "node:assert/strict";
import { test } from "node:test";
import { FixtureHost } from "../../src/host/fixture-host.ts";
import type { Clock } from "../../src/run/ticker.ts";
import { ledger, Measurement } from "../../src/run/polled.ts";
import type { Sample } from "../../src/sample/sample.ts";
import { emptySystemSnapshot } from "../../src/snapshot.ts";
import type { ReapedChildren, Sources } from "../../src/sources/source.ts";
import { ProcessTable, type TableRow } from "../../src/sources/table/process-table.ts";
import { RoundPoll } from "../../src/sources/table/round-poll.ts";
import { tableRow } from "../helpers/table-row.ts";

const OWN_PID = 100;
const ROOT = 200;

/** A job as a tool tells of it, until `told` is null: then nobody answers. */
function start(intervalSeconds: number) {
  const host = FixtureHost.of({}, { pid: OWN_PID });
  const clock: Clock = { monotonicMs: () => host.monotonicMs(), wallMs: () => host.wallMs(), cpuMs: () => 0, after: (ms, call) => host.after(ms, call) };
  let told: TableRow[] | null = [];
  let reaped: ReapedChildren = { cutime: 0, cstime: 0, faults: 0, io: null };
  const processes = new ProcessTable({ ticksPerSecond: 100, readReapedChildren: () => reaped, carriesRunId: () => false });
  const poll = new RoundPoll({
    monotonicMs: () => host.monotonicMs(),
    memoryKind: () => "rss",
    askAll: async (endedPid) => {
      if (told === null) return new Promise(() => undefined);
      processes.update(told, endedPid);
      return true;
    },
  });
  const sources: Sources = { processes, poll, system: { read: () => emptySystemSnapshot, close: () => undefined }, readLimits: () => assert.fail(), readServerInfo: () => assert.fail() };
  const rows: Sample[] = [];
  const measurement = new Measurement(host, { sources, ledger, warnings: [], helpers: { onEnded: () => undefined } }, { pid: ROOT, runId: "run", intervalSeconds, memoryKind: "rss", system: true, attached: false, exactGroup: null, startMs: host.monotonicMs(), startWallMs: host.wallMs(), onSample: (row) => rows.push(row) }, clock);
  return {
    measurement,
    rows,
    tell: (now: TableRow[] | null) => (told = now),
    reap: (cutime: number, cstime: number) => (reaped = { ...reaped, cutime, cstime }),
    /** In steps, so that what was called back can go on. */
    pass: async (ms: number) => {
      for (let passed = 0; passed < ms; passed += 10) {
        host.advance(10);
        await new Promise(setImmediate);
      }
    },
  };
}

const isDone = async (promise: Promise<void>): Promise<boolean> => Promise.race([promise.then(() => true), new Promise<boolean>((resolve) => setImmediate(() => resolve(false)))]);

test("PolledMeasurement ends a run of long intervals though nobody answers any more", async () => {
  const { measurement, rows, tell, pass } = start(60);
  tell([tableRow({ pid: OWN_PID }), tableRow({ pid: ROOT, ppid: OWN_PID, userSeconds: 1 })]);
  await pass(60_010);
  assert.equal(rows.length, 1);
  tell(null);
  // The row of the second minute waits for its answer.
  await pass(62_000);
  assert.equal(rows.length, 1);
  const end = measurement.rootEnded();
  await pass(2100);
  assert.equal(await isDone(end), true);
  assert.deepEqual(rows.map(({ elapsedSeconds }) => Math.round(elapsedSeconds)), [60, 120, 122]);
  measurement.stop();
});

test("PolledMeasurement counts nothing twice when nobody answers at the end", async () => {
  const { measurement, rows, tell, reap, pass } = start(1);
  tell([tableRow({ pid: OWN_PID }), tableRow({ pid: ROOT, ppid: OWN_PID, userSeconds: 1 }), tableRow({ pid: 300, ppid: ROOT, userSeconds: 4 })]);
  await pass(5500);
  tell(null);
  reap(350, 200);
  const end = measurement.rootEnded();
  await pass(2100);
  assert.equal(await isDone(end), true);
  const used = rows.reduce((sum, { tree }) => sum + (tree.cpuUserSeconds ?? 0) + (tree.cpuSystemSeconds ?? 0), 0);
  assert.equal(Math.round(used * 100) / 100, 5.5);
  assert.deepEqual(measurement.livingPrograms(), [], "nobody knows who lives");
  measurement.stop();
});

test("PolledMeasurement tells who is left when it was told so at the end", async () => {
  const { measurement, rows, tell, reap, pass } = start(1);
  const daemon = tableRow({ pid: 300, ppid: ROOT, userSeconds: 4, comm: "daemon", commandLine: ["daemon"] });
  tell([tableRow({ pid: OWN_PID }), tableRow({ pid: ROOT, ppid: OWN_PID, userSeconds: 1 }), daemon]);
  await pass(5500);
  reap(150, 0);
  const end = measurement.rootEnded();
  await pass(100);
  assert.equal(await isDone(end), true);
  const used = rows.reduce((sum, { tree }) => sum + (tree.cpuUserSeconds ?? 0) + (tree.cpuSystemSeconds ?? 0), 0);
  assert.equal(Math.round(used * 100) / 100, 5.5);
  assert.deepEqual(measurement.livingPrograms(), ["daemon"]);
  measurement.stop();
});

test("PolledMeasurement gives no program time that nobody saw, where nobody tells of any", async () => {
  const { measurement, rows, tell, reap, pass } = start(1);
  tell([tableRow({ pid: OWN_PID, userSeconds: null }), tableRow({ pid: ROOT, ppid: OWN_PID, userSeconds: null })]);
  await pass(2500);
  reap(200, 0);
  const end = measurement.rootEnded();
  await pass(100);
  assert.equal(await isDone(end), true);
  assert.deepEqual(rows.map(({ tree }) => tree.cpuUserSeconds), [null, null, null]);
  assert.deepEqual([...measurement.sampler.programs].filter(({ ticks }) => ticks > 0), []);
  measurement.stop();
});
