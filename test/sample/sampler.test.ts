import assert from "node:assert/strict";
import { test } from "node:test";
import { Sampler, type SamplerOptions } from "../../src/sample/sampler.ts";
import type { ExactGroup, ExactUsage } from "../../src/sources/source.ts";
import { emptySystemSnapshot, type SystemSnapshot } from "../../src/snapshot.ts";
import { FakeProcesses, MIB } from "../helpers/fake-processes.ts";
import { RowSums, rowTime, samplerOf, sourcesOf } from "../helpers/simulated-run.ts";

const RUN = { runIds: ["run-1"] };
const ROOT = 200;

function startJob(options: Partial<SamplerOptions> = {}): { processes: FakeProcesses; sampler: Sampler } {
  const processes = new FakeProcesses({ pid: 1, ppid: 0 }, { pid: 100, ppid: 1 }, { pid: ROOT, ppid: 100, ...RUN });
  const sampler = samplerOf(processes, { pid: ROOT, ...options });
  sampler.begin();
  return { processes, sampler };
}

/** A process that has been running for long, with a child, and a sampler that has just been attached to it. */
function attach(): { processes: FakeProcesses; sampler: Sampler } {
  const processes = new FakeProcesses(
    { pid: 1, ppid: 0 },
    { pid: ROOT, ppid: 1, utime: 90_000, stime: 5000, cutime: 700, rssBytes: 100 * MIB, status: { peakRssBytes: 900 * MIB }, io: { rchar: 5e9, readBytes: 1e9 }, comm: "old" },
    { pid: 201, ppid: ROOT, utime: 3000, rssBytes: 50 * MIB, status: { peakRssBytes: 60 * MIB }, io: { rchar: 100, readBytes: 8192 }, comm: "older" },
  );
  const sampler = samplerOf(processes, { pid: ROOT, runId: null, attached: true, reapedAtStart: null });
  sampler.begin();
  return { processes, sampler };
}

test("Sampler counts a daemon that falls to restrack itself, as it does where restrack is process 1 of a container", () => {
  const { processes, sampler } = startJob();
  const sums = new RowSums();
  sampler.look();
  processes.start({ pid: 202, ppid: 100, utime: 50, ...RUN });
  sums.add(sampler.row(rowTime));
  assert.equal(sums.ticks, 50);
});

test("Sampler's rows show living children, threads and processes of the machine", () => {
  const { processes, sampler } = startJob();
  processes.start({ pid: 201, ppid: ROOT, threads: 3, ...RUN }, { pid: 202, ppid: 201, threads: 4, ...RUN }, { pid: 203, ppid: ROOT, state: "Z", ...RUN });
  const { tree, system } = sampler.row(rowTime);
  assert.equal(tree.rootPid, ROOT);
  assert.equal(tree.children, 2);
  assert.equal(tree.threads, 8);
  assert.equal(system.processes, null, "the machine is not measured");
  assert.equal(sampler.peakProcesses, 3);
  assert.equal(sampler.peakThreads, 8);
});

test("Sampler counts the children of a root that is a zombie", () => {
  const { processes, sampler } = startJob();
  processes.start({ pid: 201, ppid: ROOT, ...RUN });
  sampler.look();
  processes.change(ROOT, { state: "Z" });
  assert.equal(sampler.row(rowTime).tree.children, 1);
});

test("Sampler shows in the last row what there was before everybody ended", () => {
  const { processes, sampler } = startJob();
  processes.start({ pid: 201, ppid: ROOT, threads: 3, ...RUN });
  sampler.look();
  processes.end(201, ROOT);
  const atStart = processes.readReapedChildren()!;
  processes.reapRoot(ROOT);
  const { tree } = sampler.row(rowTime, { atStart, now: processes.readReapedChildren()! });
  assert.equal(tree.children, 1);
  assert.equal(tree.threads, 4);
});

test("Sampler measures a command that has gone before its first reading by what we have waited for", () => {
  const processes = new FakeProcesses({ pid: 1, ppid: 0 }, { pid: 100, ppid: 1 });
  const sampler = samplerOf(processes, { pid: ROOT });
  const atStart = processes.readReapedChildren()!;
  assert.equal(sampler.begin(), false);
  const { tree } = sampler.row(rowTime, { atStart, now: { cutime: 3, cstime: 1, faults: 200, io: { rchar: 5, wchar: 6, readBytes: 7, writeBytes: 8 } } });
  assert.deepEqual([tree.cpuUserSeconds, tree.cpuSystemSeconds], [0.03, 0.01]);
  assert.deepEqual([tree.readChars, tree.writeChars, tree.readBytes, tree.writeBytes], [5, 6, 7, 8]);
  assert.deepEqual([tree.memoryBytes, tree.memoryPeakBytes, tree.rssBytes, tree.threads], [null, null, null, null]);
});

test("Sampler does not count what an attached tree has used before", () => {
  const { processes, sampler } = attach();
  const sums = new RowSums();
  sums.add(sampler.row(rowTime));
  assert.deepEqual([sums.ticks, sums.rchar, sums.readBytes], [0, 0, 0]);
  processes.add(ROOT, { utime: 7 });
  processes.add(201, { stime: 3 });
  processes.change(201, { io: { rchar: 150, readBytes: 12_288 } });
  sums.add(sampler.row(rowTime));
  assert.deepEqual([Math.round(sums.ticks), sums.rchar, sums.readBytes], [10, 50, 4096]);
});

test("Sampler gives the programs of an attached tree what they use from then on, no more", () => {
  const { processes, sampler } = attach();
  processes.add(ROOT, { utime: 7 });
  sampler.row(rowTime);
  assert.deepEqual([...sampler.programs].filter(({ ticks }) => ticks > 0).map(({ label, ticks }) => [label, ticks]), [["old", 7]]);
  assert.deepEqual([...sampler.programs].map(({ readBytes }) => readBytes).filter((bytes) => bytes > 0), []);
});

test("Sampler does not say that an attached tree's earlier time was only sampled", () => {
  const { processes, sampler } = attach();
  const sums = new RowSums();
  processes.add(ROOT, { utime: 7 });
  sums.add(sampler.row(rowTime));
  processes.end(201, ROOT);
  processes.end(ROOT);
  sums.add(sampler.row(rowTime));
  assert.equal(Math.round(sums.ticks), 7);
  assert.ok(sampler.ledger.lostTicks <= 7, `${sampler.ledger.lostTicks} ticks are said to be sampled, 7 were counted`);
});

test("Sampler takes no high-water mark for a peak that an attached process has reached before", () => {
  const { processes, sampler } = attach();
  assert.equal(sampler.row(rowTime).tree.memoryPeakBytes, 150 * MIB);
  processes.change(ROOT, { status: { peakRssBytes: 1000 * MIB }, minflt: 500 });
  assert.equal(sampler.row(rowTime).tree.memoryPeakBytes, 1050 * MIB, "one that it reaches later counts");
});

test("Sampler sees a peak between two rows of a program that was started by a larger one", () => {
  const { processes, sampler } = startJob();
  processes.change(ROOT, { rssBytes: 600 * MIB, status: { peakRssBytes: 800 * MIB }, comm: "python3" });
  sampler.row(rowTime);
  processes.start({ pid: 201, ppid: ROOT, rssBytes: 10 * MIB, status: { peakRssBytes: 10 * MIB }, comm: "convert", ...RUN });
  sampler.row(rowTime);
  processes.change(201, { status: { peakRssBytes: 410 * MIB }, minflt: 100_000 });
  assert.equal(sampler.row(rowTime).tree.memoryPeakBytes, 1010 * MIB);
});

test("Sampler keeps no list of families where memory is only RSS", () => {
  const { processes, sampler } = startJob({ memoryKind: "rss" });
  for (let pid = 300; pid < 320; pid += 2) {
    processes.start({ pid, ppid: ROOT, ...RUN }, { pid: pid + 1, ppid: pid, ...RUN });
    sampler.row(rowTime);
    processes.end(pid + 1, pid);
    processes.end(pid, ROOT);
    sampler.row(rowTime);
  }
  assert.ok(sampler.tree.changedFamilies.size <= 1, `${sampler.tree.changedFamilies.size} families are kept for a week`);
});

test("Sampler reads the I/O of a large tree's member in the first row after it has done something", () => {
  const { processes, sampler } = startJob();
  for (let pid = 300; pid < 420; pid++) processes.start({ pid, ppid: ROOT, io: {}, ...RUN });
  for (let row = 0; row < 3; row++) sampler.row(rowTime);
  const sums = new RowSums();
  for (let pid = 300; pid < 420; pid++) {
    processes.change(pid, { io: { readBytes: 4096 } });
    processes.add(pid, { utime: 1 });
  }
  sampler.look();
  sampler.look();
  sampler.look();
  sums.add(sampler.row(rowTime));
  assert.equal(sums.readBytes, 120 * 4096);
});

test("Sampler only glances at every other look at a job that does nothing, and still sees a child that is gone before the row", () => {
  const { processes, sampler } = startJob();
  for (let look = 0; look < 8; look++) sampler.look();
  const before = processes.count("stat", ROOT);
  for (let look = 0; look < 10; look++) assert.equal(sampler.look(), false);
  assert.equal(processes.count("stat", ROOT) - before, 5);
  // The next look would be a glance.
  processes.start({ pid: 201, ppid: ROOT, rssBytes: 300 * MIB, ...RUN });
  assert.equal(sampler.look(), true);
  processes.end(201, ROOT);
  assert.ok(sampler.row(rowTime).tree.memoryPeakBytes! >= 300 * MIB);
});

test("Sampler closes what it has opened", () => {
  const { processes, sampler } = startJob();
  processes.start({ pid: 201, ppid: ROOT, ...RUN }, { pid: 202, ppid: ROOT, ...RUN }, { pid: 203, ppid: 1 });
  sampler.row(rowTime);
  processes.end(201, ROOT);
  sampler.row(rowTime);
  sampler.close();
  assert.equal(processes.openHandles, 0);
});

test("Sampler follows a process that executes another program", () => {
  const { processes, sampler } = startJob();
  processes.add(ROOT, { utime: 2 });
  sampler.look();
  processes.change(ROOT, { comm: "pigz", commandLine: ["/usr/bin/pigz", "-9"] });
  sampler.look();
  processes.add(ROOT, { utime: 30 });
  sampler.row(rowTime);
  const programs = new Map([...sampler.programs].map((program) => [program.label, program]));
  assert.deepEqual([programs.get("job")?.ticks, programs.get("pigz")?.ticks], [2, 30]);
});

test("Sampler counts members whose I/O is refused, once each and not for a single refusal", () => {
  const { processes, sampler } = startJob();
  processes.start({ pid: 201, ppid: ROOT, io: null, ...RUN }, { pid: 202, ppid: ROOT, io: null, ...RUN });
  sampler.row(rowTime);
  processes.change(202, { io: {} });
  for (let row = 0; row < 4; row++) sampler.row(rowTime);
  assert.equal(sampler.ioRefused, 1);
});

test("Sampler tells no I/O where it is refused for everybody", () => {
  const { processes, sampler } = startJob();
  processes.change(ROOT, { io: null });
  const { tree } = sampler.row(rowTime);
  assert.deepEqual([tree.readBytes, tree.writeBytes, tree.readChars, tree.writeChars], [null, null, null, null]);
});

// The kernel's own sum

class FakeGroup implements ExactGroup {
  usage: ExactUsage | null = null;
  pids: number[] = [];

  set(userSeconds: number, systemSeconds: number): void {
    this.usage = { userSeconds, systemSeconds };
  }
  readUsage(): ExactUsage | null {
    return this.usage;
  }
  memory: number | null = null;
  readMemory(): number | null {
    return this.memory;
  }
  listPids(): number[] {
    return this.pids;
  }
  isEmpty(): boolean {
    return this.pids.length === 0;
  }
}

test("Sampler takes CPU from the job's own cgroup, which knows of everybody", () => {
  const group = new FakeGroup();
  group.set(0, 0);
  const { processes, sampler } = startJob({ exactGroup: group });
  processes.add(ROOT, { utime: 10 });
  group.set(1.25, 0.5);
  const { tree } = sampler.row(rowTime);
  assert.deepEqual([tree.cpuUserSeconds, tree.cpuSystemSeconds, tree.cpuCores], [1.25, 0.5, 1.75]);
  assert.ok(sampler.exactCpu);
});

test("Sampler keeps the most memory that was charged to the job's cgroup at a row", () => {
  const group = new FakeGroup();
  const { sampler } = startJob({ exactGroup: group });
  sampler.row(rowTime);
  assert.equal(sampler.peakGroupMemoryBytes, null);
  for (const bytes of [300e6, 500e6, 100e6]) {
    group.memory = bytes;
    sampler.row(rowTime);
  }
  assert.equal(sampler.peakGroupMemoryBytes, 500e6);
});

test("Sampler's rows add up to the cgroup's sum though it moves time between user and system", () => {
  const group = new FakeGroup();
  const { sampler } = startJob({ exactGroup: group });
  const sums = new RowSums();
  for (const [user, system] of [[1, 0.5], [2.5, 0.25], [2.4, 0.75], [5, 0.1]] as const) {
    group.set(user, system);
    sums.add(sampler.row(rowTime));
    assert.ok(Math.abs(sums.ticks - (user + system) * 100) < 0.001, `${sums.ticks} ticks of ${(user + system) * 100}`);
  }
});

test("Sampler takes the tree's own sum when the job has moved out of its cgroup, and says so", () => {
  const group = new FakeGroup();
  group.set(0.1, 0);
  const { processes, sampler } = startJob({ exactGroup: group });
  processes.add(ROOT, { utime: 500 });
  assert.equal(sampler.row(rowTime).tree.cpuUserSeconds, 5);
  assert.equal(sampler.exactCpu, false);
});

test("Sampler goes on with the tree when the cgroup is gone", () => {
  const group = new FakeGroup();
  const { processes, sampler } = startJob({ exactGroup: group });
  processes.add(ROOT, { utime: 500 });
  assert.equal(sampler.row(rowTime).tree.cpuUserSeconds, 5);
  assert.equal(sampler.exactCpu, false);
});

// The machine

test("Sampler's first row tells of the machine from the first look on, later ones from row to row", () => {
  const processes = new FakeProcesses({ pid: 1, ppid: 0 }, { pid: ROOT, ppid: 100, ...RUN });
  let now = 0;
  let busySeconds = 100;
  const read = (): SystemSnapshot => ({ ...emptySystemSnapshot, cpu: { userSeconds: busySeconds, systemSeconds: 0, idleSeconds: 0, iowaitSeconds: null, stealSeconds: null, busySeconds, cpus: 4 } });
  const sources = { ...sourcesOf(processes), system: { read, close: () => undefined } };
  const sampler = new Sampler(sources, { pid: ROOT, runId: "run-1", ownPid: 100, intervalSeconds: 1, memoryKind: "pss", system: true, attached: false, reapedAtStart: null, exactGroup: null, monotonicMs: () => now, cpuMs: () => 0 });
  sampler.begin();
  now = 5;
  sampler.look();
  now = 1005;
  busySeconds = 102;
  assert.equal(sampler.row(rowTime).system.cpuCores, 2);
  now = 1505;
  busySeconds = 103.5;
  const { system } = sampler.row(rowTime);
  assert.equal(system.cpuCores, 3);
  assert.equal(system.processes, 2);
});
