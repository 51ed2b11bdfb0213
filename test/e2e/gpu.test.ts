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
  const { report, rows, code, stderr } = await runWith(t, "busy", 3.5);
  assert.equal(code, 0);
  const last = rows.at(-1)!;
  assert.deepEqual(gpuOf(last), [0.8, 8304, 1, 250, 0.75, 8192, 1]);
  assert.deepEqual(report.gpus, [
    { index: 0, name: "NVIDIA Z100", usage_mean: 0.8, process_usage_mean: 0.75, vram_peak_mib: 8300, process_vram_peak_mib: 8192, vram_total_mib: 24_576, power_mean_watts: 250, temperature_max_celsius: 61 },
    { index: 1, name: "NVIDIA Z100", usage_mean: 0, process_usage_mean: 0, vram_peak_mib: 4, process_vram_peak_mib: 0, vram_total_mib: 24_576, power_mean_watts: null, temperature_max_celsius: 33 },
  ]);
  assert.match(stderr, /\n\n {2}GPU 0 {11}75 % busy {3}8\.0 GiB of 24\.0 GiB {3}250 W {3}NVIDIA Z100\n {2}GPU 1 {12}0 % busy .*\n {2}Energy .* J by GPUs\n\n/);
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

test("restrack run tells the memory of the job's processes where nothing else is told of them", async (t) => {
  const { rows, report } = await runWith(t, "no-pmon", 3.5);
  assert.deepEqual(gpuOf(rows.at(-1)!), [0.8, 8304, 1, 250, null, 8192, null]);
  assert.equal(report.peaks.gpu_vram_mib, 8192);
});

test("restrack run counts only the GPUs that CUDA_VISIBLE_DEVICES shows", async (t) => {
  const { rows, report } = await runWith(t, "busy", 2.5, { CUDA_VISIBLE_DEVICES: "1" });
  assert.deepEqual(gpuOf(rows.at(-1)!), [0, 4, 0, null, 0, 0, 0]);
  assert.deepEqual(report.gpus.map(({ index }) => index), [1]);
});

test("restrack run --gpus chooses, whatever CUDA_VISIBLE_DEVICES says, and says which ones are not there", async (t) => {
  const chosen = await runWith(t, "busy", 2.5, { CUDA_VISIBLE_DEVICES: "0" }, ["--gpus", "1,7"]);
  assert.deepEqual(gpuOf(chosen.rows.at(-1)!), [0, 4, 0, null, 0, 0, 0]);
  assert.deepEqual(chosen.report.warnings.map(({ code, message }) => [code, message]), [["gpu_missing", "There is no GPU 7 to measure"]]);
  const all = await runWith(t, "busy", 2.5, { CUDA_VISIBLE_DEVICES: "1", RESTRACK_GPUS: "all" });
  assert.deepEqual(all.report.gpus.map(({ index }) => index), [0, 1]);
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
