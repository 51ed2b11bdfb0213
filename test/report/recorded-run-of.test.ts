import assert from "node:assert/strict";
import { test } from "node:test";
import { recordedRunOf } from "../../src/report/recorded-run-of.ts";
import { Trace } from "../../src/stats/trace.ts";
import { exampleReport } from "../helpers/report.ts";

const gpus = (stats: Record<string, Record<string, number>>) => recordedRunOf(exampleReport({ stats }), new Trace()).gpuPeak;

test("recordedRunOf() counts the GPUs in use at once, however little each has to do", () => {
  assert.equal(gpus({ process_gpu_usage: { mean: 0.7, max: 0.8 }, process_gpu_utilized: { mean: 3.9, max: 4 } }), 4);
});

test("recordedRunOf() takes what the kernel charged to the job's cgroup where that is more than was seen in its processes", () => {
  const memory = (memory_mib: number | null, cgroup_memory_mib: number | null) => recordedRunOf(exampleReport({ peaks: { ...exampleReport().peaks, memory_mib, cgroup_memory_mib } }), new Trace()).memoryPeakMib;
  assert.deepEqual([memory(100, 300), memory(300, 100), memory(100, null), memory(null, 100), memory(null, null)], [300, 300, 100, 100, null]);
});

test("recordedRunOf() takes the job's own GPUs before the machine's, and how busy they are where nobody counts them", () => {
  assert.equal(gpus({ process_gpu_utilized: { mean: 1, max: 1 }, system_gpu_utilized: { mean: 8, max: 8 } }), 1);
  assert.equal(gpus({ system_gpu_usage: { mean: 1, max: 1.5 }, system_gpu_utilized: { mean: 2, max: 2 } }), 2);
  assert.equal(gpus({ process_gpu_usage: { mean: 1, max: 1.5 } }), 1.5);
  assert.equal(gpus({}), null);
});

test("recordedRunOf() takes the devices' memory where that of the job is not told", () => {
  const vram = (gpu_vram_mib: number | null) => recordedRunOf(exampleReport({ peaks: { ...exampleReport().peaks, gpu_vram_mib }, stats: { system_gpu_vram_mib: { mean: 20_000, max: 30_000 } } }), new Trace()).vramPeakMib;
  assert.deepEqual([vram(null), vram(5000)], [30_000, 5000]);
});
