import assert from "node:assert/strict";
import { test } from "node:test";
import type { MemoryRow } from "../../src/sample/tree-memory.ts";
import { MIB } from "../helpers/fake-processes.ts";
import { inMib, MeasuredJob, mib, pages, ROOT_PID } from "../helpers/measured-job.ts";

/** What TreeMemory takes a reading to cost before the first one, in ms per MiB. */
const GUESSED_COST = 5 / 1_024;
const WORKERS = [300, 301, 302, 303];

/** A parent with 800 MiB that all its forks share. Each has the same part of it in its PSS. */
function forkWorkers(job: MeasuredJob, workers: readonly number[] = WORKERS): void {
  const memory = pages(800 / (workers.length + 1));
  job.set(ROOT_PID, { rssBytes: 800 * MIB, memory });
  for (const pid of workers) job.set(pid, { rssBytes: 799 * MIB, memory });
}

test("TreeMemory counts what forks share with their parent once, in the row and in the peak", () => {
  const job = new MeasuredJob({ rssBytes: 800 * MIB, memory: pages(800) });
  assert.equal(mib(job.row().bytes), 800);
  forkWorkers(job);
  job.look();
  assert.deepEqual(inMib(job.row()), { bytes: 800, peak: 800, rss: 800 + 4 * 799, estimated: false });
  // One after the other ends, and the shares of the others grow.
  for (let left = 3; left >= 0; left--) {
    job.set(WORKERS[left] as number, null);
    forkWorkers(job, WORKERS.slice(0, left));
    job.look();
    const row = inMib(job.row());
    assert.ok(row.bytes !== null && row.peak !== null && row.bytes <= 801 && row.peak <= 801 && row.bytes >= 799, `${left} left: ${JSON.stringify(row)}`);
  }
});

test("TreeMemory counts what forks share once, even when it cannot read them", () => {
  const job = new MeasuredJob({ rssBytes: 800 * MIB, memory: pages(800) }, { costMsPerMib: 0.01, budgetMs: 4 });
  assert.equal(mib(job.row().bytes), 800);
  const read = job.source.count("memory");
  forkWorkers(job);
  job.look();
  const row = inMib(job.row());
  assert.deepEqual(row, { bytes: 800, peak: 800, rss: 800 + 4 * 799, estimated: true });
  assert.equal(job.source.count("memory"), read, "not one of them alone");
});

test("TreeMemory reads a family together as soon as it has saved up for all of it", () => {
  const job = new MeasuredJob({ rssBytes: 800 * MIB, memory: pages(800) }, { costMsPerMib: GUESSED_COST, budgetMs: 6 });
  job.row();
  forkWorkers(job);
  const rows: MemoryRow[] = [];
  for (let row = 0; row < 8; row++) {
    job.look();
    rows.push(job.row());
    assert.ok(Math.abs((rows.at(-1)?.bytes ?? 0) / MIB - 800) <= 1, `row ${row}: ${JSON.stringify(inMib(rows.at(-1) as MemoryRow))}`);
    assert.ok((rows.at(-1)?.peakBytes ?? 0) / MIB <= 801);
  }
  assert.equal(rows[0]?.estimated, true);
  assert.equal(rows.at(-1)?.estimated, false);
  assert.ok(WORKERS.every((pid) => job.member(pid).memory.known));
});

test("TreeMemory carries a family that it could never read at once forward, and says so", () => {
  const job = new MeasuredJob({ rssBytes: 800 * MIB, memory: pages(800) }, { costMsPerMib: GUESSED_COST, budgetMs: 2 });
  job.row();
  forkWorkers(job);
  const rows = Array.from({ length: 20 }, () => job.look().row());
  // The parent's reading from before the forks holds every page once; a fork read alone would come on top.
  for (const row of rows) assert.deepEqual(inMib(row), { bytes: 800, peak: 800, rss: 800 + 4 * 799, estimated: true });
});

test("TreeMemory counts a fork's own growth before it has been read", () => {
  const job = new MeasuredJob({ rssBytes: 800 * MIB, memory: pages(800) }, { costMsPerMib: 0.01, budgetMs: 4 });
  job.row();
  job.set(300, { rssBytes: 780 * MIB, status: null });
  job.set(301, { rssBytes: 780 * MIB, status: null });
  job.set(302, { rssBytes: 780 * MIB, status: null });
  job.look();
  job.set(301, { rssBytes: 790 * MIB });
  assert.equal(mib(job.row().bytes), 810);
});

test("TreeMemory falls back to RSS for a fork, too, where reading is refused", () => {
  const job = new MeasuredJob({ rssBytes: 800 * MIB });
  job.row();
  job.set(300, { rssBytes: 790 * MIB, memory: null });
  assert.equal(mib(job.row().bytes), 1_590);
});
