import assert from "node:assert/strict";
import { test } from "node:test";
import { FixtureHost } from "../../src/host/fixture-host.ts";
import { PolledMeasurement } from "../../src/run/polled-measurement.ts";
import { ledger } from "../../src/run/polled.ts";
import type { Sample } from "../../src/sample/sample.ts";
import { emptySystemSnapshot } from "../../src/snapshot.ts";
import type { Poll } from "../../src/sources/poll.ts";
import type { Sources } from "../../src/sources/source.ts";
import { ProcessTable, type TableRow } from "../../src/sources/table/process-table.ts";
import { tableRow } from "../helpers/table-row.ts";

const ROOT = 200;

/** A run whose programs answer after `tookMs`, unless the test says otherwise; time goes on by run(). */
function startRun() {
  const host = FixtureHost.of({}, { pid: 100 });
  const table = new ProcessTable({ ticksPerSecond: 100, readReapedChildren: () => null, carriesRunId: () => false });
  const state = { tookMs: 20, rows: [tableRow({ pid: ROOT, ppid: 100 })] as TableRow[], asked: [] as [atMs: number, endedPid: number | null][], samples: [] as Sample[], toldAtMs: null as number | null };
  let asking: Promise<boolean> | null = null;
  const askNow = (endedPid: number | null): Promise<boolean> => {
    state.asked.push([host.monotonicMs(), endedPid]);
    return new Promise((resolve) => {
      host.after(state.tookMs, () => {
        asking = null;
        table.update(state.rows, endedPid);
        state.toldAtMs = host.monotonicMs();
        resolve(true);
      });
    });
  };
  const poll: Poll = {
    ask: () => (asking ??= askNow(null)),
    askAgain: async (endedPid) => {
      await asking;
      return (asking = askNow(endedPid));
    },
    get isAsked() {
      return asking !== null;
    },
    get toldAtMs() {
      return state.toldAtMs;
    },
    leadMs: 100,
    costMs: 100,
    memoryKind: () => "rss",
  };
  const notAsked = (): never => assert.fail("nobody should have asked");
  const sources: Sources = { processes: table, system: { read: () => emptySystemSnapshot, close: () => undefined }, readLimits: notAsked, readServerInfo: notAsked, poll };
  const measurement = new PolledMeasurement(
    host,
    { sources, ledger, warnings: [], helpers: { onEnded: () => undefined } },
    { pid: ROOT, runId: "run-1", intervalSeconds: 1, memoryKind: "pss", system: false, attached: false, exactGroup: null, startMs: 0, startWallMs: 0, onSample: (sample) => state.samples.push(sample) },
    { monotonicMs: () => host.monotonicMs(), wallMs: () => host.wallMs(), cpuMs: () => 0, after: (ms, call) => host.after(ms, call) },
  );
  const settle = (): Promise<void> => new Promise((done) => setImmediate(done));
  const run = async (ms: number): Promise<void> => {
    for (let step = 0; step < ms; step += 5) {
      host.advance(5);
      await settle();
    }
  };
  const burn = (userSeconds: number): void => void (state.rows = [tableRow({ pid: ROOT, ppid: 100, userSeconds })]);
  return { measurement, state, run, burn };
}

const inShort = ({ elapsedSeconds, tree }: Sample) => [elapsedSeconds, tree.cpuUserSeconds, tree.cpuCores === null ? null : Number(tree.cpuCores.toFixed(2))];

test("PolledMeasurement asks before each row and shows what was told for it", async () => {
  const { measurement, state, run, burn } = startRun();
  await run(850);
  burn(0.9);
  await run(1000);
  burn(1.9);
  await run(650);
  measurement.stop();
  // Told at 0.92 and 1.92 s, shown at the rows.
  assert.deepEqual(state.samples.map(inShort), [[1, 0.9, 0.98], [2, 1, 1]]);
  assert.ok(state.asked.some(([atMs]) => atMs === 900) && state.asked.some(([atMs]) => atMs === 1900));
});

test("PolledMeasurement waits for an answer that is nearly there, and the row stands at its time", async () => {
  const { measurement, state, run, burn } = startRun();
  await run(500);
  state.tookMs = 300;
  burn(0.9);
  await run(650);
  assert.equal(state.samples.length, 0);
  await run(100);
  measurement.stop();
  assert.deepEqual(state.samples.map(({ elapsedSeconds, lateSeconds, tree }) => [elapsedSeconds, lateSeconds, tree.cpuUserSeconds]), [[1, 0, 0.9]]);
});

test("PolledMeasurement leaves a row empty that a slow program misses, and makes up for it in the next", async () => {
  const { measurement, state, run, burn } = startRun();
  await run(850);
  burn(0.9);
  await run(650);
  state.tookMs = 900;
  burn(3);
  await run(2000);
  measurement.stop();
  const [first, missed, next] = state.samples;
  assert.deepEqual(inShort(first!), [1, 0.9, 0.98]);
  assert.deepEqual([missed!.elapsedSeconds, missed!.tree.rootPid, missed!.tree.cpuCores, missed!.tree.memoryBytes, missed!.system.memoryTotalBytes], [2, null, null, null, null]);
  // 2.1 s more were told 1.88 s after the last answer.
  assert.equal(next!.elapsedSeconds, 3);
  assert.equal(next!.tree.cpuUserSeconds, 2.1);
  assert.ok(next!.tree.cpuCores! > 1 && next!.tree.cpuCores! < 1.2, String(next!.tree.cpuCores));
});

test("PolledMeasurement asks once more when the root has ended, for a row at that time, and sees who is left", async () => {
  const { measurement, state, run } = startRun();
  state.rows = [tableRow({ pid: ROOT, ppid: 100, userSeconds: 0.3 }), tableRow({ pid: 201, ppid: ROOT, comm: "left", commandLine: ["left"], userSeconds: 0.1 })];
  await run(400);
  state.rows = [tableRow({ pid: ROOT, ppid: 100, userSeconds: 0.3 }), tableRow({ pid: 201, ppid: 1, comm: "left", commandLine: ["left"], userSeconds: 0.2 })];
  const ended = measurement.rootEnded();
  await run(300);
  await ended;
  assert.deepEqual(measurement.livingPrograms(), ["left"]);
  assert.deepEqual(state.samples.map(({ elapsedSeconds, tree }) => [elapsedSeconds, tree.cpuUserSeconds]), [[0.4, 0.5]]);
  assert.equal(state.asked.at(-1)![1], ROOT);
  measurement.stop();
});

test("PolledMeasurement keeps rows in order when the root ends while one waits for its answer", async () => {
  const { measurement, state, run, burn } = startRun();
  await run(500);
  state.tookMs = 300;
  burn(0.9);
  await run(550);
  const ended = measurement.rootEnded();
  await run(1500);
  await ended;
  measurement.stop();
  assert.deepEqual(state.samples.map(({ elapsedSeconds }) => elapsedSeconds), [1, 1.05]);
});

test("PolledMeasurement tells nothing more when it has been stopped", async () => {
  const { measurement, state, run } = startRun();
  await run(1100);
  const { length } = state.samples;
  measurement.stop();
  await run(3000);
  assert.equal(state.samples.length, length);
});
