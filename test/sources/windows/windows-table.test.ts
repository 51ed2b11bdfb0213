import assert from "node:assert/strict";
import { test } from "node:test";
import { toCimProcesses, type CimProcess } from "../../../src/parsers/cim-processes.ts";
import { toTableRows } from "../../../src/sources/windows/windows-table.ts";
import type { TableRow } from "../../../src/sources/table/process-table.ts";

/** As PowerShell tells of them; `second` of their start. */
const process = (pid: number, parent: number, second: number, more: Record<string, unknown> = {}): CimProcess =>
  toCimProcesses({ ProcessId: pid, ParentProcessId: parent, Name: `p${pid}.exe`, CreationDate: `/Date(${(1_740_000_000 + second) * 1000})/`, UserModeTime: 20_000_000, KernelModeTime: 5_000_000, WorkingSetSize: 8_192_000, PrivatePageCount: 6_144_000, ...more })[0]!;
const ended = (pid: number, ticks: number | null): CimProcess => toCimProcesses({ ProcessId: pid, UserModeTime: ticks, KernelModeTime: ticks })[0]!;
const parentsOf = (rows: readonly TableRow[]) => Object.fromEntries(rows.map(({ pid, ppid }) => [pid, ppid]));
const rowOf = (rows: readonly TableRow[], pid: number) => rows.find((row) => row.pid === pid);

test("toTableRows() gives no child to whoever only has the id of its parent", () => {
  const rows = toTableRows([process(100, 4, 50), process(200, 100, 40), process(300, 100, 60), process(400, 999, 60), process(0, 0, 0)], null, []);
  assert.deepEqual(parentsOf(rows), { 0: 0, 100: 0, 200: 0, 300: 100, 400: 0 });
});

test("toTableRows() believes in a parent whose start, or the child's, nobody tells", () => {
  const rows = toTableRows([process(100, 4, 50, { CreationDate: null }), process(200, 100, 40), process(300, 200, 0, { CreationDate: null })], null, []);
  assert.deepEqual(parentsOf(rows), { 100: 0, 200: 100, 300: 200 });
});

test("toTableRows() tells of one that has ended once more, with all it has used in the end, and then no more", () => {
  const first = toTableRows([process(100, 4, 50), process(200, 100, 60)], null, []);
  const second = toTableRows([process(100, 4, 50)], [ended(200, 37_500_000)], first);
  assert.deepEqual(rowOf(second, 200), { ...rowOf(first, 200), state: "Z", userSeconds: 3.75, systemSeconds: 3.75, rssBytes: 0, memoryBytes: null });
  assert.deepEqual(parentsOf(toTableRows([process(100, 4, 50)], [], second)), { 100: 0 });
});

test("toTableRows() takes the end for true of a process that was still listed", () => {
  const first = toTableRows([process(200, 4, 60)], null, []);
  const row = rowOf(toTableRows([process(200, 4, 60)], [ended(200, 40_000_000)], first), 200);
  assert.deepEqual([row?.state, row?.userSeconds], ["Z", 4]);
});

test("toTableRows() never lets the times of one that has ended fall, also when they are not told", () => {
  const first = toTableRows([process(200, 4, 60)], null, []);
  for (const ticks of [null, 10_000_000]) {
    const row = rowOf(toTableRows([], [ended(200, ticks)], first), 200);
    assert.deepEqual([row?.userSeconds, row?.systemSeconds], [2, ticks === null ? 0.5 : 1]);
  }
});

test("toTableRows() does not take a process that was given an old one's id for that one", () => {
  const first = toTableRows([process(200, 4, 60)], null, []);
  const row = rowOf(toTableRows([process(200, 4, 90, { UserModeTime: 0, Name: "other.exe" })], [ended(200, 40_000_000)], first), 200);
  assert.deepEqual([row?.comm, row?.state, row?.userSeconds], ["other", "S", 0]);
  // Nor one that nobody has seen for one that was.
  assert.deepEqual(toTableRows([], [ended(300, 1)], first), []);
});

test("toTableRows() splits command lines at quotes and blanks, and knows nothing of those of others", () => {
  const rows = toTableRows([process(1, 0, 1, { CommandLine: String.raw`"C:\Program Files\nodejs\node.exe" -e "f(\"a b\")" D:\out\ ` }), process(2, 0, 1, { CommandLine: null }), process(3, 0, 1, { Name: "Tool.EXE" }), process(4, 0, 1, { Name: null })], null, []);
  assert.deepEqual(rows.map(({ commandLine }) => commandLine), [[String.raw`C:\Program Files\nodejs\node.exe`, "-e", 'f("a b")', "D:\\out\\"], [], [], []]);
  assert.deepEqual(rows.map(({ comm }) => comm), ["p1", "p2", "Tool", ""]);
});

test("toTableRows() counts as memory what is private, and at most what is there", () => {
  const rows = toTableRows([process(1, 0, 1), process(2, 0, 1, { PrivatePageCount: 9_000_000 }), process(3, 0, 1, { PrivatePageCount: null }), process(4, 0, 1, { WorkingSetSize: null })], null, []);
  assert.deepEqual(rows.map(({ rssBytes, memoryBytes }) => [rssBytes, memoryBytes]), [[8_192_000, 6_144_000], [8_192_000, 8_192_000], [8_192_000, null], [0, null]]);
});
