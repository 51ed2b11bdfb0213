import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import type { Report } from "../../src/report/report.ts";
import { parseRows } from "../helpers/csv-rows.ts";
import { makeFolder, node, programs, restrack } from "../helpers/run-restrack.ts";
import { usesPs } from "../helpers/source.ts";

interface Ran {
  report: Report;
  rows: ReturnType<typeof parseRows>;
  code: number | null;
  stderr: string;
}

/** Runs a job of so many seconds on a machine whose nvidia-smi behaves in this way. */
async function runWith(t: TestContext, how: string, seconds: number, env: Record<string, string> = {}, args: string[] = []): Promise<Ran> {
  const folder = makeFolder(t);
  mkdirSync(join(folder, "bin"));
  writeFileSync(join(folder, "bin", "nvidia-smi"), `#!/bin/sh\nexec "${node}" "${join(programs, "fake-nvidia-smi.mjs")}" "$@"\n`, { mode: 0o755 });
  const { code, stderr } = await restrack(t, ["run", "--no-save", "--no-cgroup", "--csv", join(folder, "run.csv"), "--json", join(folder, "run.json"), ...args, "--", "sh", "-c", `echo $$ > ${join(folder, "pid")}; sleep ${seconds}`], {
    env: { PATH: `${join(folder, "bin")}:${process.env["PATH"]}`, FAKE_GPU: how, FAKE_GPU_PID_FILE: join(folder, "pid"), ...env },
  });
  return { report: JSON.parse(readFileSync(join(folder, "run.json"), "utf8")) as Report, rows: parseRows(readFileSync(join(folder, "run.csv"), "utf8")), code, stderr };
}

const gpuOf = (row: Record<string, number | null>): (number | null)[] => ["system_gpu_usage", "system_gpu_vram_mib", "system_gpu_utilized", "system_gpu_power_watts", "process_gpu_usage", "process_gpu_vram_mib", "process_gpu_utilized"].map((name) => row[name] ?? null);

test("restrack run measures NVIDIA's GPUs: those of the machine and what the job does on them", async (t) => {
  const { report, rows, code } = await runWith(t, "busy", 3.5);
  assert.equal(code, 0);
  const last = rows.at(-1)!;
  assert.deepEqual(gpuOf(last), [0.8, 8304, 1, 250, 0.75, 8192, 1]);
  assert.deepEqual(report.gpus.map(({ index, name, usage_mean, vram_peak_mib, vram_total_mib }) => [index, name, usage_mean, vram_peak_mib, vram_total_mib]), [
    [0, "NVIDIA Z100", 0.8, 8300, 24_576],
    [1, "NVIDIA Z100", 0, 4, 24_576],
  ]);
  assert.equal(report.peaks.gpu_vram_mib, 8192);
  assert.ok(report.totals.gpu_seconds! > 0.75 && report.totals.gpu_seconds! <= 0.75 * 4, String(report.totals.gpu_seconds));
  assert.ok(report.totals.energy_joules! > 250 && report.totals.energy_joules! <= 250 * 4, String(report.totals.energy_joules));
  assert.ok(report.overhead.helpers_cpu_seconds! > 0);
  assert.ok(report.totals.cpu_user_seconds! + report.totals.cpu_system_seconds! < 0.1, "the job only sleeps: what nvidia-smi used is not its");
});

test("restrack run leaves the job's GPU columns empty where only the devices tell", async (t) => {
  const { rows } = await runWith(t, "hidden", 2.5);
  assert.deepEqual(gpuOf(rows.at(-1)!), [0.8, 8304, 1, 250, null, null, null]);
});

test("restrack run counts only the GPUs that CUDA_VISIBLE_DEVICES shows", async (t) => {
  const { rows, report } = await runWith(t, "busy", 2.5, { CUDA_VISIBLE_DEVICES: "1" });
  assert.deepEqual(gpuOf(rows.at(-1)!), [0, 4, 0, null, 0, 0, 0]);
  assert.deepEqual(report.gpus.map(({ index }) => index), [1]);
});

for (const how of ["garbage", "hangs", "dies", "fails"]) {
  test(`restrack run is not held up by an nvidia-smi that ${how === "garbage" ? "prints garbage" : how}`, async (t) => {
    const { rows, report, code, stderr } = await runWith(t, how, 1.5);
    assert.deepEqual([code, rows.length], [0, 2], stderr);
    if (how !== "dies") assert.deepEqual(gpuOf(rows.at(-1)!), Array(7).fill(null));
    assert.ok(report.totals.cpu_user_seconds! + report.totals.cpu_system_seconds! < 0.1, "what nvidia-smi used is not the job's");
    assert.ok(report.duration_seconds! < 10);
  });
}

test("restrack run --no-gpu asks no tool", async (t) => {
  const { rows, report } = await runWith(t, "busy", 1.2, {}, ["--no-gpu"]);
  assert.deepEqual(gpuOf(rows.at(-1)!), Array(7).fill(null));
  assert.equal(report.overhead.helpers_cpu_seconds === null, !usesPs);
});
