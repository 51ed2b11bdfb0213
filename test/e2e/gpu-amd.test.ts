import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import type { Report } from "../../src/report/report.ts";
import { parseRows } from "../helpers/csv-rows.ts";
import { makeFolder, node, programs, restrack } from "../helpers/run-restrack.ts";

interface Ran {
  report: Report;
  rows: ReturnType<typeof parseRows>;
  code: number | null;
  stderr: string;
  seconds: number;
}

/** Runs a job of so many seconds on a machine whose amd-smi behaves in this way. */
async function runWith(t: TestContext, how: string, seconds: number, env: Record<string, string> = {}, args: string[] = []): Promise<Ran> {
  const folder = makeFolder(t);
  mkdirSync(join(folder, "bin"));
  writeFileSync(join(folder, "bin", "amd-smi"), `#!/bin/sh\nexec "${node}" "${join(programs, "fake-amd-smi.mjs")}" "$@"\n`, { mode: 0o755 });
  const startMs = performance.now();
  const { code, stderr } = await restrack(t, ["run", "--no-save", "--no-cgroup", "--csv", join(folder, "run.csv"), "--json", join(folder, "run.json"), ...args, "--", "sh", "-c", `echo $$ > ${join(folder, "pid")}; sleep ${seconds}`], {
    env: { PATH: `${join(folder, "bin")}:${process.env["PATH"]}`, FAKE_GPU: how, FAKE_GPU_PID_FILE: join(folder, "pid"), ...env },
  });
  return { report: JSON.parse(readFileSync(join(folder, "run.json"), "utf8")) as Report, rows: parseRows(readFileSync(join(folder, "run.csv"), "utf8")), code, stderr, seconds: (performance.now() - startMs) / 1000 };
}

const gpuOf = (row: Record<string, number | null>): (number | null)[] => ["system_gpu_usage", "system_gpu_vram_mib", "system_gpu_utilized", "system_gpu_power_watts", "process_gpu_usage", "process_gpu_vram_mib", "process_gpu_utilized"].map((name) => row[name] ?? null);

test("restrack run measures AMD's GPUs: those of the machine and what the job has on them", async (t) => {
  const { report, rows, code } = await runWith(t, "busy", 3.5);
  assert.equal(code, 0);
  assert.deepEqual(gpuOf(rows.at(-1)!), [0.8, 4208, 1, 120, null, 4096, null], "how busy the job keeps them is not told");
  assert.deepEqual(report.gpus.map(({ index, name, usage_mean, vram_peak_mib, vram_total_mib }) => [index, name, usage_mean, vram_peak_mib, vram_total_mib]), [
    [0, "Radeon Z", 0.8, 4200, 16_384],
    [1, "Radeon Z", 0, 8, 16_384],
  ]);
  assert.equal(report.peaks.gpu_vram_mib, 4096);
  assert.ok(report.overhead.helpers_cpu_seconds! > 0);
  assert.ok(report.totals.cpu_user_seconds! + report.totals.cpu_system_seconds! < 0.1, "the job only sleeps: what amd-smi used is not its");
});

test("restrack run leaves the job's GPU columns empty where amd-smi tells of no processes", async (t) => {
  const { rows } = await runWith(t, "hidden", 2.5);
  assert.deepEqual(gpuOf(rows.at(-1)!), [0.8, 4208, 1, 120, null, null, null]);
});

test("restrack run counts only the GPUs that ROCR_VISIBLE_DEVICES shows", async (t) => {
  const { rows, report } = await runWith(t, "busy", 2.5, { ROCR_VISIBLE_DEVICES: "1" });
  assert.deepEqual(gpuOf(rows.at(-1)!), [0, 8, 0, null, 0, 0, 0]);
  assert.deepEqual(report.gpus.map(({ index }) => index), [1]);
});

for (const how of ["garbage", "hangs", "fails"]) {
  test(`restrack run is not held up by an amd-smi that ${how === "garbage" ? "prints garbage" : how}`, async (t) => {
    const { rows, report, code, stderr, seconds } = await runWith(t, how, 1.5);
    assert.deepEqual([code, rows.length], [0, 2], stderr);
    assert.deepEqual(gpuOf(rows.at(-1)!), Array(7).fill(null));
    assert.ok(report.totals.cpu_user_seconds! + report.totals.cpu_system_seconds! < 0.1, "what amd-smi used is not the job's");
    assert.ok(seconds < 10, `it took ${seconds} s`);
  });
}

test("restrack run says once that amd-smi does not tell, and nothing of the job suffers", async (t) => {
  const { report, code } = await runWith(t, "fails", 9);
  assert.equal(code, 0);
  assert.deepEqual(report.warnings.filter(({ code: of }) => of === "gpu_tool_broken").map(({ message }) => message), ["amd-smi does not tell of the GPUs: it ended with 34: AMDSMI_STATUS_DRIVER_NOT_LOADED - Driver not loaded"]);
});

test("restrack run --no-gpu asks no amd-smi", async (t) => {
  const { rows, report } = await runWith(t, "busy", 1.2, {}, ["--no-gpu"]);
  assert.deepEqual(gpuOf(rows.at(-1)!), Array(7).fill(null));
  assert.equal(report.overhead.helpers_cpu_seconds, null);
});
