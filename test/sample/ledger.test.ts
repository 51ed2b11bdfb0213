import assert from "node:assert/strict";
import { test } from "node:test";
import type { Sampler } from "../../src/sample/sampler.ts";
import { FakeProcesses } from "../helpers/fake-processes.ts";
import { RowSums, rowTime, samplerOf } from "../helpers/simulated-run.ts";

const RUN = { runIds: ["run-1"] };
const ROOT = 200;

/** A job whose root has pid 200, and the sampler that has seen it start. */
function startJob(): { processes: FakeProcesses; sampler: Sampler } {
  const processes = new FakeProcesses({ pid: 1, ppid: 0 }, { pid: 100, ppid: 1 }, { pid: ROOT, ppid: 100, ...RUN });
  const sampler = samplerOf(processes, { pid: ROOT });
  sampler.begin();
  return { processes, sampler };
}

const ticksOf = ({ ledger, tree }: Sampler): number => {
  const { userTicks, systemTicks } = ledger.totals(tree.members);
  return userTicks + systemTicks;
};

/** The last row: the root has ended and we have waited for it. */
function endJob(processes: FakeProcesses, sampler: Sampler, sums: RowSums): void {
  const atStart = { cutime: 0, cstime: 0, faults: 0, io: { rchar: 0, wchar: 0, readBytes: 0, writeBytes: 0 } };
  processes.reapRoot(ROOT);
  sums.add(sampler.row(rowTime, { atStart, now: processes.readReapedChildren()! }));
}

/** Does something once, just before that reading. */
function once(processes: FakeProcesses, reading: string, action: () => void): void {
  processes.onRead = (what, pid) => {
    if (`${what} ${pid}` !== reading) return;
    processes.onRead = () => undefined;
    action();
  };
}

test("Ledger counts a child's time once when its parent has waited for it, and all of it", () => {
  const { processes, sampler } = startJob();
  processes.start({ pid: 201, ppid: ROOT, utime: 40, stime: 2, ...RUN });
  sampler.look();
  assert.equal(ticksOf(sampler), 42);
  processes.add(201, { utime: 8 });
  processes.end(201, ROOT);
  sampler.look();
  assert.equal(ticksOf(sampler), 50);
  assert.equal(sampler.ledger.lostTicks, 0);
});

test("Ledger counts children that nobody has ever seen", () => {
  const { processes, sampler } = startJob();
  processes.start({ pid: 201, ppid: ROOT, utime: 40, ...RUN });
  processes.end(201, ROOT);
  sampler.look();
  assert.equal(ticksOf(sampler), 40);
});

test("Ledger keeps what was last seen of a child whose parent ignores SIGCHLD", () => {
  const { processes, sampler } = startJob();
  processes.start({ pid: 201, ppid: ROOT, utime: 40, ...RUN });
  sampler.look();
  processes.end(201);
  for (let look = 0; look < 5; look++) {
    sampler.look();
    assert.equal(ticksOf(sampler), 40);
  }
  assert.equal(sampler.ledger.lostTicks, 40);
});

test("Ledger keeps what was last seen of a daemon that init has reaped, and is told nothing more", () => {
  const { processes, sampler } = startJob();
  processes.start({ pid: 201, ppid: 1, utime: 40, ...RUN });
  sampler.look();
  processes.end(201);
  sampler.look();
  assert.equal(ticksOf(sampler), 40);
});

test("Ledger counts a child once that ends between the readings of its parent and of itself", () => {
  const { processes, sampler } = startJob();
  processes.start({ pid: 201, ppid: ROOT, utime: 40, ...RUN });
  sampler.look();
  once(processes, "stat 201", () => processes.end(201, ROOT));
  sampler.look();
  assert.equal(ticksOf(sampler), 40, "its parent was read before it ended");
  sampler.look();
  assert.equal(ticksOf(sampler), 40, "its parent has been read since");
  assert.equal(sampler.ledger.lostTicks, 0);
});

test("Ledger lets no small orphan take the time of a large child that was waited for", () => {
  // sh -c 'monitor & big; kill $!': both are gone at once, and only big was waited for.
  const { processes, sampler } = startJob();
  const sums = new RowSums();
  processes.start({ pid: 201, ppid: ROOT, utime: 3, minflt: 900, ...RUN }, { pid: 202, ppid: ROOT, utime: 200, minflt: 1000, ...RUN });
  sampler.look();
  processes.add(202, { utime: 10 });
  processes.end(202, ROOT);
  processes.end(201);
  endJob(processes, sampler, sums);
  assert.ok(sums.ticks <= 213 && sums.ticks >= 210, `${sums.ticks} ticks, used were 213`);
});

test("Ledger lets no orphan of a child that ended take the time of another child", () => {
  const { processes, sampler } = startJob();
  processes.start(
    { pid: 201, ppid: ROOT, utime: 1, minflt: 100, ...RUN },
    { pid: 202, ppid: 201, utime: 30, minflt: 100, ...RUN },
    { pid: 203, ppid: ROOT, utime: 500, minflt: 100, ...RUN },
  );
  sampler.look();
  // The whole group is killed: the root waits for its two children, init for the grandchild.
  processes.end(201, ROOT);
  processes.end(202);
  processes.end(203, ROOT);
  for (let look = 0; look < 4; look++) {
    sampler.look();
    assert.equal(ticksOf(sampler), 531);
  }
  assert.equal(sampler.ledger.lostTicks, 30);
});

test("Ledger counts a new family once when a child of it ends while the family is read", () => {
  for (const reading of ["stat 201", "stat 202", "cmdline 201", "cmdline 202", "io 201", "io 202"]) {
    const { processes, sampler } = startJob();
    const sums = new RowSums();
    processes.start({ pid: 201, ppid: ROOT, utime: 5, io: {}, ...RUN }, { pid: 202, ppid: 201, utime: 70, io: { rchar: 1000 }, ...RUN });
    let times = 0;
    processes.onRead = (what, pid) => {
      if (`${what} ${pid}` === reading && ++times === 1) once(processes, reading, () => processes.end(202, 201));
    };
    for (let row = 0; row < 4; row++) {
      sums.add(sampler.row(rowTime));
      assert.ok(sums.ticks <= 75, `${sums.ticks} ticks of 75, when it ends before the second "${reading}"`);
      assert.ok(sums.rchar <= 1000, `${sums.rchar} characters of 1000, when it ends before the second "${reading}"`);
    }
  }
});

test("Ledger counts a daemon's family once whose pids have begun anew", () => {
  const { processes, sampler } = startJob();
  // The child has the smaller pid, and both are found by the run's id.
  processes.start({ pid: 390, ppid: 1, utime: 5, ...RUN }, { pid: 310, ppid: 390, utime: 70, ...RUN });
  sampler.look();
  once(processes, "stat 390", () => processes.end(310, 390));
  sampler.look();
  assert.ok(ticksOf(sampler) <= 75, `${ticksOf(sampler)} ticks of 75`);
  sampler.look();
  assert.equal(ticksOf(sampler), 75);
});

test("Ledger keeps the I/O of a worker whose daemon ends after it and before the next row", () => {
  const { processes, sampler } = startJob();
  const sums = new RowSums();
  processes.start({ pid: 201, ppid: 1, io: { rchar: 10 }, ...RUN }, { pid: 202, ppid: 201, io: { rchar: 1000 }, ...RUN });
  sums.add(sampler.row(rowTime));
  sums.add(sampler.row(rowTime));
  processes.end(202, 201);
  sampler.look();
  processes.end(201);
  sampler.look();
  sums.add(sampler.row(rowTime));
  assert.equal(sums.rchar, 1010);
});

test("Ledger counts I/O once of a child that ends between two readings of its parent", () => {
  for (const reading of ["io 200", "stat 200", "io 201", "stat 201"]) {
    const { processes, sampler } = startJob();
    const sums = new RowSums();
    processes.change(ROOT, { io: { rchar: 10 } });
    processes.start({ pid: 201, ppid: ROOT, io: { rchar: 1000 }, ...RUN });
    sums.add(sampler.row(rowTime));
    sums.add(sampler.row(rowTime));
    once(processes, reading, () => processes.end(201, ROOT));
    for (let row = 0; row < 3; row++) {
      sums.add(sampler.row(rowTime));
      assert.equal(sums.rchar, 1010, `when it ends before "${reading}"`);
    }
  }
});

test("Ledger counts a left-behind parent's child once that ends in the moment when the root has", () => {
  const { processes, sampler } = startJob();
  const sums = new RowSums();
  processes.start({ pid: 201, ppid: 1, utime: 5, ...RUN }, { pid: 202, ppid: 201, utime: 70, ...RUN });
  sampler.look();
  once(processes, "stat 202", () => processes.end(202, 201));
  endJob(processes, sampler, sums);
  sums.add(sampler.row(rowTime));
  assert.equal(sums.ticks, 75);
});

test("Ledger counts an orphan once that a subreaper has waited for while its own parent is a zombie", () => {
  // tini -s, containerd-shim, systemd --user: the root adopts the grandchild.
  const { processes, sampler } = startJob();
  processes.start({ pid: 201, ppid: ROOT, utime: 5, ...RUN }, { pid: 202, ppid: 201, utime: 70, ...RUN });
  sampler.look();
  processes.change(201, { state: "Z" });
  processes.end(202, ROOT);
  for (let look = 0; look < 4; look++) {
    sampler.look();
    assert.equal(ticksOf(sampler), 75);
  }
});

test("Ledger takes a pid that was given out again for another process", () => {
  const { processes, sampler } = startJob();
  processes.start({ pid: 201, ppid: ROOT, utime: 40, ...RUN });
  sampler.look();
  processes.end(201, ROOT);
  processes.start({ pid: 201, ppid: ROOT, utime: 3, ...RUN }, { pid: 250, ppid: 1 });
  sampler.look();
  assert.equal(ticksOf(sampler), 43);
  processes.end(201, ROOT);
  sampler.look();
  assert.equal(ticksOf(sampler), 43);
});

test("Ledger has what the root used after its last reading from our own waited-for children", () => {
  const { processes, sampler } = startJob();
  const sums = new RowSums();
  sampler.look();
  processes.add(ROOT, { utime: 30, stime: 4, cutime: 6 });
  processes.change(ROOT, { io: { readBytes: 4096, rchar: 7 } });
  endJob(processes, sampler, sums);
  assert.equal(sums.ticks, 40);
  assert.equal(sums.readBytes, 4096);
  assert.equal(sums.rchar, 7);
});

test("Ledger counts nothing twice that is left behind and ends after the root", () => {
  const { processes, sampler } = startJob();
  const sums = new RowSums();
  processes.start({ pid: 201, ppid: ROOT, utime: 40, ...RUN });
  sampler.look();
  endJob(processes, sampler, sums);
  processes.add(201, { utime: 10 });
  sums.add(sampler.row(rowTime));
  assert.equal(sums.ticks, 50);
  processes.end(201);
  sums.add(sampler.row(rowTime));
  assert.equal(sums.ticks, 50);
});
