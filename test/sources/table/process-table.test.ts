import assert from "node:assert/strict";
import { test } from "node:test";
import { ProcessTable } from "../../../src/sources/table/process-table.ts";
import { tableRow } from "../../helpers/table-row.ts";

const newTable = (): ProcessTable => new ProcessTable({ ticksPerSecond: 100, readReapedChildren: () => null, carriesRunId: () => false });

test("ProcessTable answers with what was told last, in ticks", () => {
  const table = newTable();
  assert.equal(table.listPids(), null);
  table.update([tableRow({ pid: 7, ppid: 3, userSeconds: 1.25, systemSeconds: 0.5, state: "R", threads: 4, rssBytes: 4096, startSeconds: 50 })]);
  assert.deepEqual(table.listPids(), [7]);
  const handle = table.open(7)!;
  const { utime, stime, cutime, ppid, state, threads, rssBytes, starttime } = handle.readStat()!;
  assert.deepEqual({ utime, stime, cutime, ppid, state, threads, rssBytes, starttime }, { utime: 125, stime: 50, cutime: 0, ppid: 3, state: "R", threads: 4, rssBytes: 4096, starttime: 5000 });
  table.update([tableRow({ pid: 7, ppid: 3, userSeconds: 2, startSeconds: 50 })]);
  assert.deepEqual((({ utime }) => utime)(handle.readStat() as { utime: number }), 200);
  table.update([]);
  assert.equal(handle.readStat(), undefined);
});

test("ProcessTable never lets a handle answer for a later process of the same pid", () => {
  const table = newTable();
  table.update([tableRow({ pid: 7, startSeconds: 50, userSeconds: 9 })]);
  const handle = table.open(7)!;
  table.update([tableRow({ pid: 7, startSeconds: 53, userSeconds: 9 })]);
  assert.equal(handle.readStat(), undefined);
  assert.equal(table.open(7)!.readStat()!.starttime, 5300);
});

test("ProcessTable takes a start that ps rounds anew each time for the same", () => {
  const table = newTable();
  table.update([tableRow({ pid: 7, startSeconds: 50 })]);
  const handle = table.open(7)!;
  for (const startSeconds of [51, 49, 50]) {
    table.update([tableRow({ pid: 7, startSeconds })]);
    assert.equal(handle.readStat()!.starttime, 5000);
  }
});

test("ProcessTable tells processes without a start apart by a CPU time that falls, and finds no parent younger than its child", () => {
  const table = newTable();
  table.update([tableRow({ pid: 7, startSeconds: null, userSeconds: 9 })]);
  const handle = table.open(7)!;
  table.update([tableRow({ pid: 7, startSeconds: null, userSeconds: 12 }), tableRow({ pid: 8, ppid: 7, startSeconds: null })]);
  assert.ok(handle.readStat()!.starttime <= table.open(8)!.readStat()!.starttime);
  table.update([tableRow({ pid: 7, startSeconds: null, userSeconds: 0 }), tableRow({ pid: 8, ppid: 7, startSeconds: null })]);
  assert.equal(handle.readStat(), undefined);
});

test("ProcessTable leaves out a process that has ended, whatever is told", () => {
  const table = newTable();
  table.update([tableRow({ pid: 7 }), tableRow({ pid: 8 })], 7);
  assert.deepEqual(table.listPids(), [8]);
});

test("ProcessTable says when nobody tells of CPU", () => {
  const table = newTable();
  table.update([tableRow({ pid: 7, userSeconds: null }), tableRow({ pid: 8, userSeconds: null })]);
  assert.equal(table.tellsCpu, false);
  table.update([tableRow({ pid: 7, userSeconds: null }), tableRow({ pid: 8 })]);
  assert.equal(table.tellsCpu, true);
});
