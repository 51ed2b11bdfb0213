import assert from "node:assert/strict";
import { test } from "node:test";
import { MIB } from "../helpers/fake-processes.ts";
import { inMib, MeasuredJob, mib, pages, ROOT_PID } from "../helpers/measured-job.ts";

test("TreeMemory tells PSS, RSS or USS, whichever was asked for, and RSS besides", () => {
  const root = { rssBytes: 100 * MIB, memory: pages(60, 40) };
  assert.deepEqual(inMib(new MeasuredJob(root, { kind: "pss" }).row()), { bytes: 60, peak: 60, rss: 100, estimated: false });
  assert.deepEqual(inMib(new MeasuredJob(root, { kind: "uss" }).row()), { bytes: 40, peak: 40, rss: 100, estimated: false });
  const rss = new MeasuredJob(root, { kind: "rss" });
  assert.deepEqual(inMib(rss.look().row()), { bytes: 100, peak: 100, rss: 100, estimated: false });
  assert.equal(rss.source.count("memory"), 0, "what /proc/PID/stat says for free is not read dearly");
});

test("TreeMemory adds up all members", () => {
  const job = new MeasuredJob({ rssBytes: 10 * MIB, memory: pages(8) });
  job.set(300, { rssBytes: 100 * MIB, memory: pages(90) }).set(301, { rssBytes: 50 * MIB, memory: pages(20) });
  assert.deepEqual(inMib(job.row()), { bytes: 118, peak: 118, rss: 160, estimated: false });
});

test("TreeMemory reads no process again that has not changed, until its reading is 30 rows old", () => {
  const job = new MeasuredJob({ rssBytes: 100 * MIB, memory: pages(60) });
  job.row();
  for (let row = 0; row < 25; row++) job.look().row();
  assert.equal(job.source.count("memory"), 1);
  job.set(ROOT_PID, { memory: pages(30) }); // its pages are shared with somebody else by now
  for (let row = 0; row < 10; row++) job.row();
  assert.equal(job.source.count("memory"), 2);
  assert.equal(mib(job.row().bytes), 30);
});

test("TreeMemory reads at a row who has touched pages since, though the resident size is the same", () => {
  const job = new MeasuredJob({ rssBytes: 100 * MIB, memory: pages(60) });
  job.row();
  job.set(ROOT_PID, { rssBytes: 100 * MIB, memory: pages(95) });
  assert.equal(mib(job.row().bytes), 95);
});

test("TreeMemory carries the last reading forward by the growth of the resident size", () => {
  const job = new MeasuredJob({ rssBytes: 100 * MIB, memory: pages(60) }, { costMsPerMib: 1, budgetMs: 30 });
  for (let row = 0; row < 2; row++) job.row();
  assert.equal(job.source.count("memory"), 1);
  job.set(ROOT_PID, { rssBytes: 120 * MIB });
  assert.deepEqual(inMib(job.row()), { bytes: 80, peak: 80, rss: 120, estimated: true });
  // What is given back is given back in proportion.
  job.set(ROOT_PID, { rssBytes: 50 * MIB, status: null });
  assert.equal(mib(job.row().bytes), 30);
  assert.equal(job.memory.estimatedRows, 2);
  assert.equal(job.source.count("memory"), 1, "there was no budget left for another");
});

test("TreeMemory keeps to its budget, over many rows, and says which rows hold an estimated part", () => {
  const budgetMs = 10;
  const job = new MeasuredJob({ rssBytes: 20 * MIB, memory: pages(10) }, { costMsPerMib: 1, budgetMs });
  for (let pid = 300; pid < 310; pid++) job.set(pid, { ppid: 1, rssBytes: 20 * MIB });
  for (let row = 1; row <= 50; row++) {
    job.set(ROOT_PID, { rssBytes: (20 + row) * MIB, memory: pages(10 + row) });
    job.look();
    job.row();
    assert.ok(job.spentMs <= budgetMs * (row + 1) + 70, `${job.spentMs} ms after ${row} rows`);
  }
  assert.ok(job.spentMs > 150, "it uses what it may");
  assert.ok(job.memory.estimatedRows > 10 && job.memory.estimatedRows < 50);
});

test("TreeMemory never reads a process that is dearer than five rows' budgets a second time", () => {
  const job = new MeasuredJob({ rssBytes: 1_000 * MIB, memory: pages(500) }, { costMsPerMib: 1, budgetMs: 10 });
  for (let row = 1; row <= 40; row++) {
    job.set(ROOT_PID, { rssBytes: (1_000 + row) * MIB });
    job.row();
  }
  assert.equal(job.source.count("memory"), 1);
});

test("TreeMemory saves up no more than five rows' budgets", () => {
  const job = new MeasuredJob({ rssBytes: MIB }, { costMsPerMib: 1, budgetMs: 10 });
  for (let row = 0; row < 40; row++) job.row();
  const before = job.spentMs;
  for (let pid = 300; pid < 320; pid++) job.set(pid, { rssBytes: 10 * MIB });
  job.look();
  assert.equal(job.spentMs - before, 50);
});

test("TreeMemory reads first who has changed most, when there is budget for one", () => {
  const job = new MeasuredJob({ rssBytes: 100 * MIB }, { costMsPerMib: 1, budgetMs: 80 });
  job.set(300, { rssBytes: 100 * MIB });
  for (let row = 0; row < 3; row++) job.row();
  const reads = job.source.reads.length;
  job.set(ROOT_PID, { rssBytes: 102 * MIB }).set(300, { rssBytes: 112 * MIB });
  job.row();
  assert.deepEqual(job.source.reads.slice(reads).filter((read) => read.startsWith("memory")), ["memory 300"]);
});

test("TreeMemory takes the resident size where the first reading does not fit the budget, and says so", () => {
  const job = new MeasuredJob({ rssBytes: 10_000 * MIB, memory: pages(4_000) }, { budgetMs: 1 });
  assert.deepEqual(inMib(job.row()), { bytes: 10_000, peak: 10_000, rss: 10_000, estimated: true });
  assert.equal(job.source.count("memory"), 0);
});

test("TreeMemory shows no more than the resident size, which is read at another instant", () => {
  assert.equal(mib(new MeasuredJob({ rssBytes: 100 * MIB, memory: pages(103) }).row().bytes), 100);
});

test("TreeMemory shows a footprint as it is, also where it is larger than what is resident", () => {
  const job = new MeasuredJob({ rssBytes: 100 * MIB, memory: pages(250) }, { kind: "footprint" });
  assert.deepEqual(inMib(job.row()), { bytes: 250, peak: 250, rss: 100, estimated: false });
  job.set(ROOT_PID, { rssBytes: 110 * MIB, memory: null });
  assert.equal(mib(job.row().bytes), 260);
});

test("TreeMemory reads between rows what is new, and what has grown by more than 16 MiB and a tenth", () => {
  const job = new MeasuredJob({ rssBytes: 100 * MIB, memory: pages(60) });
  job.look();
  assert.equal(job.source.count("memory"), 1);
  job.set(ROOT_PID, { rssBytes: 115 * MIB }).look();
  assert.equal(job.source.count("memory"), 1);
  job.set(ROOT_PID, { rssBytes: 117 * MIB }).look();
  assert.equal(job.source.count("memory"), 2);
  job.set(ROOT_PID, { rssBytes: 1_000 * MIB }).look();
  assert.equal(job.source.count("memory"), 3);
  job.set(ROOT_PID, { rssBytes: 1_090 * MIB }).look();
  assert.equal(job.source.count("memory"), 3);
});

test("TreeMemory shows the highest instant of an interval as its peak, and begins anew with the next", () => {
  const job = new MeasuredJob({ rssBytes: 100 * MIB, memory: pages(100), status: null });
  job.row();
  job.set(ROOT_PID, { rssBytes: 900 * MIB, memory: pages(900) }).look();
  job.set(ROOT_PID, { rssBytes: 100 * MIB, memory: pages(100) }).look();
  assert.deepEqual(inMib(job.row()), { bytes: 100, peak: 900, rss: 100, estimated: false });
  assert.deepEqual(inMib(job.row()), { bytes: 100, peak: 100, rss: 100, estimated: false });
});

test("TreeMemory raises the peak to the high-water mark of a living process, once", () => {
  const job = new MeasuredJob({ rssBytes: 100 * MIB, memory: pages(80), status: { peakRssBytes: 100 * MIB } });
  job.set(300, { rssBytes: 10 * MIB, status: { peakRssBytes: 10 * MIB } });
  assert.deepEqual(inMib(job.row()), { bytes: 90, peak: 90, rss: 110, estimated: false });
  // 700 MiB more were there for a moment that no look has seen.
  job.set(ROOT_PID, { rssBytes: 100 * MIB, status: { peakRssBytes: 800 * MIB } });
  assert.equal(mib(job.row().peakBytes), 90 + 700);
  job.set(ROOT_PID, { rssBytes: 100 * MIB });
  assert.equal(mib(job.row().peakBytes), 90, "the mark stands, but it is an old one");
});

test("TreeMemory raises the peak by one process's mark only: several need not have stood so high at once", () => {
  const job = new MeasuredJob({ rssBytes: 100 * MIB, status: { peakRssBytes: 400 * MIB } });
  job.set(300, { ppid: ROOT_PID, rssBytes: 100 * MIB, status: { peakRssBytes: 600 * MIB } });
  const row = job.row();
  assert.deepEqual([mib(row.bytes), mib(row.peakBytes)], [200, 700]);
});

test("TreeMemory does not ask for the mark of a process that has touched no page since", () => {
  const job = new MeasuredJob({ rssBytes: 100 * MIB });
  for (let row = 0; row < 5; row++) job.row();
  assert.equal(job.source.count("status"), 1);
});

test("TreeMemory asks for no mark when its budget is used up", () => {
  const job = new MeasuredJob({ rssBytes: 1_000 * MIB }, { costMsPerMib: 1, budgetMs: 10 });
  job.row();
  assert.equal(job.source.count("status"), 0);
});

test("TreeMemory notes who ignores SIGCHLD when it asks for the mark", () => {
  const job = new MeasuredJob({ rssBytes: MIB, status: { ignoresSigchld: true } });
  job.row();
  assert.ok(job.member(ROOT_PID).ignoresSigchld);
});

test("TreeMemory falls back to RSS where reading is refused, and counts those processes once", () => {
  const job = new MeasuredJob({ rssBytes: 100 * MIB, memory: pages(60) });
  job.set(300, { ppid: ROOT_PID, rssBytes: 200 * MIB, memory: null });
  assert.deepEqual(inMib(job.row()), { bytes: 260, peak: 260, rss: 300, estimated: false });
  job.set(300, { rssBytes: 250 * MIB });
  assert.equal(mib(job.row().bytes), 310);
  assert.equal(job.memory.refused, 1);
  assert.deepEqual([job.source.count("memory", 300), job.memory.tried - job.memory.told], [1, 1], "it is not asked again");
});

test("TreeMemory keeps what it has read of a process that is refused later", () => {
  const job = new MeasuredJob({ rssBytes: 100 * MIB, memory: pages(60) });
  job.row();
  job.set(ROOT_PID, { rssBytes: 110 * MIB, memory: null });
  assert.equal(mib(job.row().bytes), 70);
  assert.equal(job.memory.refused, 0);
});

test("TreeMemory survives a process that vanishes while it is read", () => {
  const job = new MeasuredJob({ rssBytes: 100 * MIB });
  job.set(300, { rssBytes: 200 * MIB });
  const before = job.source.onRead;
  job.source.onRead = (what, pid) => {
    before(what, pid);
    if (what !== "memory" || pid !== 300) return;
    job.source.onRead = before;
    job.source.end(300);
  };
  const row = job.row();
  assert.equal(mib(row.bytes), 300);
  assert.equal(mib(job.row().bytes), 100);
  assert.equal(job.memory.refused, 0);
});

test("TreeMemory counts nothing for a zombie", () => {
  const job = new MeasuredJob({ rssBytes: 100 * MIB });
  job.set(300, { rssBytes: 200 * MIB });
  job.row();
  job.set(300, { state: "Z", rssBytes: 0 }).set(301, { rssBytes: 20 * MIB });
  const reads = job.source.count("memory", 300);
  assert.deepEqual(inMib(job.row()), { bytes: 120, peak: 120, rss: 120, estimated: false });
  assert.equal(job.source.count("memory", 300), reads);
});

test("TreeMemory shows in the last row what was seen last before everybody ended", () => {
  for (const end of [null, { state: "Z", rssBytes: 0 }]) {
    const job = new MeasuredJob({ rssBytes: 100 * MIB, memory: pages(60), status: null });
    job.row();
    job.set(ROOT_PID, { rssBytes: 500 * MIB, memory: pages(450) }).look();
    job.set(ROOT_PID, { rssBytes: 300 * MIB, memory: pages(250) }).look();
    job.set(ROOT_PID, end).look();
    assert.deepEqual(inMib(job.row()), { bytes: 250, peak: 450, rss: 300, estimated: false });
  }
});

test("TreeMemory adds no old mark to the last row", () => {
  const job = new MeasuredJob({ rssBytes: 100 * MIB, status: { peakRssBytes: 800 * MIB } });
  assert.equal(mib(job.row().peakBytes), 800);
  job.set(ROOT_PID, null);
  assert.equal(mib(job.row().peakBytes), 100);
});

test("TreeMemory tells nothing of a job that nobody has seen alive", () => {
  const job = new MeasuredJob({ state: "Z" });
  assert.deepEqual(job.row(), { bytes: null, rssBytes: null, estimated: false, peakBytes: null });
});

test("TreeMemory bounds a peak that was estimated between rows by what the readings around it allow", () => {
  // Half of each page counts; 200 MiB come and go between two readings.
  const job = new MeasuredJob({ rssBytes: 100 * MIB, memory: pages(50), status: null }, { costMsPerMib: 1, budgetMs: 60 });
  job.row();
  job.set(ROOT_PID, { rssBytes: 300 * MIB }).look();
  job.set(ROOT_PID, { rssBytes: 100 * MIB });
  assert.equal(mib(job.row().peakBytes), 150);
});

test("TreeMemory gives each program the sum of its own processes", () => {
  const job = new MeasuredJob({ rssBytes: 100 * MIB, memory: pages(60), comm: "job" });
  job.set(300, { rssBytes: 200 * MIB, comm: "worker" }).set(301, { rssBytes: 150 * MIB, comm: "worker" });
  job.row();
  assert.deepEqual([ROOT_PID, 300, 301].map((pid) => mib(job.member(pid).program.currentBytes)), [60, 350, 350]);
});
