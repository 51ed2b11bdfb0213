import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { maxOf } from "../helpers/csv-rows.ts";
import { needs, pathOf } from "../helpers/needs.ts";
import { makeFolder, measure, type Measured, programs } from "../helpers/run-restrack.ts";
import { notByPs, usesPs } from "../helpers/source.ts";
import type { TestContext } from "node:test";

/** An interpreter and its stack, beside what a program holds on purpose. */
const PYTHON_MIB = 14;

/** The job is told where its CSV is, for it waits for rows. */
function measurePython(t: TestContext, file: string, args: (string | number)[], options: string[]): Promise<Measured> {
  const folder = makeFolder(t);
  const words = args.map((word) => (word === "CSV" ? join(folder, "run.csv") : String(word)));
  return measure(t, [pathOf("python3"), join(programs, file), ...words], options, {}, folder);
}

for (const { options, seconds, how } of [
  { options: [], seconds: 0.25, how: "held for a quarter of a second" },
  { options: ["--no-cgroup"], seconds: 0, how: "took and gave back at once" },
]) {
  const run = ["restrack run", ...options].join(" ");

  test(`${run} sees 300 MiB that a living process ${how} between two rows`, { ...needs("python3"), ...notByPs("how high it was") }, async (t) => {
    const { report, rows, stdout } = await measurePython(t, "hold-memory-between-rows.py", [300, seconds, "CSV"], ["--interval", "1", ...options]);
    const highWaterMib = Number(stdout.toString().split("\n")[0]) / 1024;
    assert.ok(highWaterMib >= 300);
    assertPeak(report.peaks.memory_mib, highWaterMib - PYTHON_MIB, highWaterMib + 1);
    assert.equal(maxOf(rows, "process_memory_peak_mib"), report.peaks.memory_mib);
    assertOnlyOneRowIsHigh(rows.map((row) => row["process_memory_peak_mib"] ?? 0));
  });

  test(`${run} sees 300 MiB that a child held for half a second and was gone by the next row`, needs("python3"), async (t) => {
    const { report, rows } = await measurePython(t, "hold-memory-between-rows.py", [300, usesPs ? 2 : 0.5, "CSV", "child"], ["--interval", usesPs ? "3" : "1", ...options]);
    assertPeak(report.peaks.memory_mib, 290, 300 + 2 * PYTHON_MIB);
    assertOnlyOneRowIsHigh(rows.map((row) => row["process_memory_peak_mib"] ?? 0));
  });

  test(`${run} counts a mapping of 200 MiB that four processes share once, and four times as RSS`, needs("python3"), async (t) => {
    const { report, rows } = await measurePython(t, "share-memory-with-workers.py", [200, 3, "CSV"], ["--interval", "0.5", ...options]);
    assert.equal(report.memory_kind, usesPs ? "rss" : "pss");
    assert.equal(report.peaks.processes, 4);
    if (usesPs) assertPeak(report.peaks.memory_mib, 800, 800 + 4 * PYTHON_MIB);
    else assertPeak(report.peaks.memory_mib, 200, 200 + 2 * PYTHON_MIB);
    const rss = maxOf(rows, "process_rss_mib");
    assert.ok(rss >= 800 && rss <= 800 + 4 * PYTHON_MIB, `RSS is ${rss} MiB`);
  });
}

for (const { kind, least, most } of [
  { kind: "rss", least: 800, most: 800 + 4 * PYTHON_MIB },
  { kind: "uss", least: 0.1, most: 4 * PYTHON_MIB },
]) {
  test(`restrack run --memory ${kind} counts shared memory ${kind === "rss" ? "in every process" : "not at all"}`, { ...needs("python3"), ...(kind === "uss" ? notByPs("shared pages") : {}) }, async (t) => {
    const { report, rows } = await measurePython(t, "share-memory-with-workers.py", [200, 3, "CSV"], ["--interval", "0.5", "--memory", kind]);
    assert.equal(report.memory_kind, kind);
    const shared = rows.filter(({ process_children }) => process_children === 3).map((row) => row["process_memory_mib"] ?? NaN);
    assert.ok(shared.length >= 2);
    const memory = shared.at(-2)!;
    assert.ok(memory >= least && memory <= most, `${kind} is ${memory} MiB`);
  });
}

test("restrack run counts a thousand sleeping processes", needs("python3"), async (t) => {
  const { code, report, rows } = await measurePython(t, "sleep-in-processes.py", [1000, "CSV"], []);
  assert.equal(code, 0);
  assert.equal(maxOf(rows, "process_children"), 1000);
  assert.equal(report.peaks.processes, 1001);
  assert.equal(report.peaks.threads, 1001);
});

function assertPeak(measured: number | null, least: number, most: number): void {
  assert.ok(measured !== null && measured >= least && measured <= most, `the peak is ${measured} MiB, and should be from ${least} to ${most} MiB`);
}

/** A peak belongs to the interval in which it was, and to no other. */
function assertOnlyOneRowIsHigh(peaks: readonly number[]): void {
  assert.equal(peaks.filter((peak) => peak > 150).length, 1, `peaks of the rows: ${peaks.join(" ")}`);
}
