import assert from "node:assert/strict";
import { test } from "node:test";
import { ProcessTree, type TreeRoot } from "../../src/sample/process-tree.ts";
import { Programs } from "../../src/sample/programs.ts";
import { FakeProcesses, type ProcessSketch, MIB } from "../helpers/fake-processes.ts";

const OWN_PID = 100;
const ROOT_PID = 200;
const RUN_ID = "run-1";

interface Planted {
  source: FakeProcesses;
  tree: ProcessTree;
  pids(): number[];
}

/** restrack and its job, just started, on a machine with some others. */
function plant(root: Partial<TreeRoot> = {}, ...others: (ProcessSketch & { pid: number })[]): Planted {
  const source = new FakeProcesses({ pid: 1, ppid: 0, comm: "init" }, { pid: OWN_PID, comm: "restrack" }, ...others, { pid: ROOT_PID, ppid: OWN_PID, runIds: [RUN_ID] });
  const tree = new ProcessTree(source, new Programs(), { pid: ROOT_PID, runId: RUN_ID, ownPid: OWN_PID, ...root });
  assert.ok(tree.begin());
  return { source, tree, pids: () => [...tree.members.keys()] };
}

test("ProcessTree.begin() says false when the root is gone or cannot be read", () => {
  const source = new FakeProcesses({ pid: 5, unreadable: true });
  for (const pid of [5, 6]) assert.equal(new ProcessTree(source, new Programs(), { pid, runId: null, ownPid: OWN_PID }).begin(), false);
  assert.equal(source.openHandles, 0);
});

test("ProcessTree finds children and their children by parent, whatever their pids, in parent-first order", () => {
  const { source, tree, pids } = plant();
  source.start({ pid: 900, ppid: ROOT_PID, comm: "a" }, { pid: 500, ppid: 900, comm: "b" }, { pid: 300, ppid: 500, comm: "c" });
  source.start({ pid: 400, ppid: 1, comm: "stranger" });
  tree.discover();
  assert.deepEqual(pids(), [ROOT_PID, 900, 500, 300]);
  assert.equal(tree.found, 4);
  assert.equal(tree.machineProcesses, 7);
  assert.equal(source.openHandles, 4, "strangers are not held open");
});

test("ProcessTree keeps the children of a parent that has died", () => {
  const { source, tree, pids } = plant();
  source.start({ pid: 300, ppid: ROOT_PID }, { pid: 301, ppid: 300 });
  tree.discover();
  source.end(300, ROOT_PID);
  tree.remove(tree.members.get(300) ?? assert.fail());
  source.start({ pid: 302, ppid: 301 });
  tree.discover();
  assert.deepEqual(pids(), [ROOT_PID, 301, 302]);
  assert.equal(source.openHandles, 3);
});

test("ProcessTree finds a daemon whose parent is gone by the run's id, and its children by parent", () => {
  const { source, tree, pids } = plant();
  source.start({ pid: 300, ppid: 1, runIds: [RUN_ID] }, { pid: 301, ppid: 300, runIds: [] }, { pid: 302, ppid: 1, runIds: ["run-2"] });
  tree.discover();
  assert.deepEqual(pids(), [ROOT_PID, 300, 301]);
});

test("ProcessTree takes nobody in by the run's id who is older than the root, or our own other child", () => {
  const { source, tree, pids } = plant();
  source.start({ pid: 300, ppid: 1, runIds: [RUN_ID], starttime: 1 }, { pid: 301, ppid: OWN_PID });
  tree.discover();
  assert.deepEqual(pids(), [ROOT_PID]);
});

test("ProcessTree asks nobody for the id of a run that it did not start", () => {
  const { source, tree, pids } = plant({ runId: null });
  source.start({ pid: 300, ppid: 1, runIds: [RUN_ID] }, { pid: 301, ppid: ROOT_PID });
  tree.discover();
  assert.deepEqual(pids(), [ROOT_PID, 301]);
  assert.equal(source.count("environ"), 0);
});

test("ProcessTree takes in whom the job's cgroup names, with their children", () => {
  const { source, tree, pids } = plant();
  source.start({ pid: 300, ppid: 1 }, { pid: 301, ppid: 300 }, { pid: 302, ppid: 1 });
  tree.discover([300]);
  assert.deepEqual(pids(), [ROOT_PID, 300, 301]);
});

test("ProcessTree lets a pid that was given out again adopt nobody", () => {
  const { source, tree, pids } = plant();
  source.start({ pid: 300, ppid: ROOT_PID, starttime: 5_000 });
  tree.discover();
  // A member is younger than this one, which says to be its child: its real parent had the same pid before.
  source.start({ pid: 301, ppid: 300, starttime: 4_000 });
  source.start({ pid: 302, ppid: 300, starttime: 5_000 });
  tree.discover();
  assert.deepEqual(pids(), [ROOT_PID, 300, 302]);
});

test("ProcessTree reads a stranger's pid again once another process has it", () => {
  const { source, tree, pids } = plant();
  source.start({ pid: 300, ppid: 1 });
  tree.discover();
  source.end(300);
  tree.discover();
  source.start({ pid: 300, ppid: ROOT_PID });
  tree.discover();
  assert.deepEqual(pids(), [ROOT_PID, 300]);
});

test("ProcessTree reads a stranger once", () => {
  const { source, tree } = plant();
  source.start({ pid: 300, ppid: 1 });
  for (let count = 0; count < 5; count++) {
    tree.discover();
    source.start({ pid: 400 + count, ppid: ROOT_PID });
  }
  assert.deepEqual([source.count("open", 300), source.count("stat", 300), source.count("environ", 300)], [1, 1, 1]);
});

test("ProcessTree asks once for a process that it may not read", () => {
  const { source, tree, pids } = plant();
  source.start({ pid: 300, ppid: ROOT_PID, unreadable: true });
  for (let count = 0; count < 5; count++) tree.discover();
  assert.deepEqual(pids(), [ROOT_PID]);
  assert.equal(source.count("open", 300), 1);
});

test("ProcessTree asks again for a process that vanished while it was read, once its pid is there again", () => {
  const { source, tree, pids } = plant();
  source.start({ pid: 300, ppid: ROOT_PID });
  source.onRead = (what, pid) => {
    if (what !== "stat" || pid !== 300) return;
    source.onRead = () => undefined;
    source.end(300);
  };
  tree.discover();
  assert.deepEqual(pids(), [ROOT_PID]);
  assert.equal(source.openHandles, 1);
  source.start({ pid: 300, ppid: ROOT_PID });
  tree.discover();
  assert.deepEqual(pids(), [ROOT_PID, 300]);
});

test("ProcessTree never reads who had a smaller pid than the root at the first listing", () => {
  const { source, tree } = plant({}, { pid: 20 }, { pid: 30 });
  source.start({ pid: 300, ppid: ROOT_PID });
  tree.discover();
  tree.discover();
  assert.deepEqual([...new Set(source.reads.filter((read) => read.startsWith("open")))], ["open 200", "open 300"]);
});

test("ProcessTree reads small pids too once they have begun anew", () => {
  for (const firstListing of [true, false]) {
    const { source, tree, pids } = plant();
    if (!firstListing) tree.discover();
    source.start({ pid: 32_000, ppid: ROOT_PID }, { pid: 50, ppid: ROOT_PID });
    tree.discover();
    assert.deepEqual(pids(), [ROOT_PID, 50, 32_000]);
  }
});

test("ProcessTree reads small pids of later listings even when those given out since are greater than the root's again", () => {
  const { source, tree, pids } = plant();
  tree.discover();
  source.start({ pid: 50, ppid: ROOT_PID }, { pid: 250, ppid: ROOT_PID });
  tree.discover();
  assert.deepEqual(pids(), [ROOT_PID, 50, 250]);
});

test("ProcessTree reads everybody where nobody tells which pid was given out last, and where it did not start the root", () => {
  const silent = plant();
  silent.source.tellsLastPid = false;
  silent.tree.discover();
  assert.equal(silent.source.count("open", OWN_PID), 1);
  const attached = plant({ runId: null });
  attached.source.start({ pid: 50, ppid: ROOT_PID }, { pid: 999, ppid: 1 });
  attached.tree.discover();
  assert.deepEqual(attached.pids(), [ROOT_PID, 50]);
});

test("ProcessTree goes on where the processes cannot be listed", () => {
  const { source, tree, pids } = plant();
  source.canList = false;
  tree.discover();
  assert.deepEqual([pids(), tree.machineProcesses], [[ROOT_PID], null]);
});

test("ProcessTree.mayHaveNew() says false only while no pid has been given out since the last listing", () => {
  const { source, tree } = plant();
  assert.ok(tree.mayHaveNew());
  tree.discover();
  assert.ok(!tree.mayHaveNew());
  source.start({ pid: 300, ppid: ROOT_PID });
  assert.ok(tree.mayHaveNew());
  source.tellsLastPid = false;
  tree.discover();
  assert.ok(tree.mayHaveNew());
});

test("ProcessTree.mayHaveNew() sees who came while the processes were listed", () => {
  const { source, tree, pids } = plant();
  source.onRead = (what) => {
    if (what !== "stat") return;
    source.onRead = () => undefined;
    source.start({ pid: 301, ppid: ROOT_PID });
  };
  source.start({ pid: 300, ppid: ROOT_PID });
  tree.discover();
  assert.deepEqual(pids(), [ROOT_PID, 300]);
  assert.ok(tree.mayHaveNew());
});

test("ProcessTree.isUnchanged() says true only when nobody has come and nobody gone since the last listing", () => {
  const { source, tree } = plant({}, { pid: 20 }, { pid: 30 });
  assert.ok(!tree.isUnchanged());
  tree.discover();
  assert.ok(tree.isUnchanged());
  source.end(20);
  assert.ok(!tree.isUnchanged(), "one has gone");
  tree.discover();
  assert.ok(tree.isUnchanged());
  source.end(30);
  source.start({ pid: 300 });
  assert.ok(!tree.isUnchanged(), "one for another");
  source.tellsProcessCount = false;
  tree.discover();
  assert.ok(!tree.isUnchanged());
});

test("ProcessTree.changedFamilies names the parents whose children have come or gone", () => {
  const { source, tree } = plant();
  assert.deepEqual([...tree.changedFamilies], []);
  source.start({ pid: 300, ppid: ROOT_PID }, { pid: 301, ppid: 300 }, { pid: 302, ppid: 1, runIds: [RUN_ID] });
  tree.discover();
  assert.deepEqual([...tree.changedFamilies], [ROOT_PID, 300]);
  tree.changedFamilies.clear();
  tree.remove(tree.members.get(301) ?? assert.fail());
  assert.deepEqual([...tree.changedFamilies], [300]);
});

test("ProcessTree reads once more what it has read before its parent, and nobody else", () => {
  const { source, tree } = plant();
  source.start({ pid: 300, ppid: 301, utime: 1 }, { pid: 301, ppid: ROOT_PID, utime: 1 });
  source.onRead = (what, pid) => {
    if (what === "stat" && pid === 301) source.change(300, { utime: 7 }); // by now the child has been read for the first time
  };
  tree.discover();
  assert.deepEqual(source.reads.filter((read) => read.startsWith("stat")).slice(-3), ["stat 300", "stat 301", "stat 300"]);
  assert.deepEqual([300, 301].map((pid) => tree.members.get(pid)?.stat.utime), [7, 1]);
  assert.deepEqual([300, 301].map((pid) => tree.members.get(pid)?.before.utime), [7, 1]);
});

test("ProcessTree counts of a fork's memory only its own growth until it is read, and all of another program's", () => {
  const { source, tree } = plant();
  source.start({ pid: 300, ppid: ROOT_PID, rssBytes: 500 * MIB });
  tree.discover();
  source.start({ pid: 301, ppid: 300, rssBytes: 480 * MIB }, { pid: 302, ppid: 300, rssBytes: 600 * MIB });
  tree.discover();
  const memoryOf = (pid: number) => tree.members.get(pid)?.memory ?? assert.fail();
  assert.deepEqual([memoryOf(301).baseBytes, memoryOf(301).ratio], [0, 0]);
  assert.deepEqual([memoryOf(302).baseBytes, memoryOf(302).ratio], [600 * MIB, 1]);
});
