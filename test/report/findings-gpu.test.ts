import assert from "node:assert/strict";
import { test } from "node:test";
import type { KnownOfRun } from "../../src/report/build-report.ts";
import { cores, find, gpus, limits, testCases, type Values } from "../helpers/findings.ts";
import { exampleServer } from "../helpers/recommended-report.ts";

const own = (usage: number, vram: number, utilized = usage > 0 ? 1 : 0): Values => ({ process_gpu_usage: usage, process_gpu_vram_mib: vram, process_gpu_utilized: utilized });
const device = (usage: number, vram: number): Values => ({ system_gpu_usage: usage, system_gpu_vram_mib: vram, system_gpu_utilized: usage > 0 ? 1 : 0 });
const inCloud = { cloud_info: { vendor: "aws", instance_type: "g5.xlarge", region: "us-east-1", zone: null, seconds: 0.1 } } as unknown as KnownOfRun;
const eight = limits({ cpus: 8 });
const vram = (total: number | null) => ({ options: { vramTotalMib: total } });

testCases([
  {
    code: "gpu_idle",
    says: "It held 8.0 GiB of GPU memory, but the GPU was busy in only 1 % of the time",
    hint: /check that it computes on the GPU/,
    run: { rows: 20, values: () => own(0.01, 8192) },
    not: {
      "a GPU that is busy": { values: () => own(0.5, 8192) },
      "a GPU that is busy now and then": { values: (second) => own(second % 5 === 0 ? 1 : 0, 8192) },
      "a driver's context": { values: () => own(0, 20) },
      "a GPU on one's desk that the job does not touch": { values: () => ({ ...own(0, 0), ...device(0, 300) }) },
    },
    needs: ["process_gpu_usage", "process_gpu_vram_mib"],
  },
  {
    code: "gpu_idle",
    says: "It held 30.0 GiB of GPU memory, but its 2 GPUs were busy in only 2 % of the time",
    hint: /./,
    run: { rows: 20, values: () => own(0.04, 30_720, 2) },
    not: { "two GPUs of which one is busy": { values: () => own(1, 30_720, 2) } },
    needs: [],
  },
  {
    code: "gpu_idle",
    says: "It held 4.0 GiB of GPU memory, but the GPU was never busy",
    hint: /./,
    run: { rows: 20, values: (second) => device(0, second < 3 ? 500 : 4596) },
    not: { "memory that somebody else has held all the time": { values: () => device(0, 4596) } },
    needs: ["system_gpu_usage", "system_gpu_vram_mib"],
  },
  {
    code: "gpu_idle",
    says: "This server has a GPU, and the job never used it",
    hint: /nvidia-smi/,
    run: { rows: 20, values: () => device(0, 0), known: inCloud },
    not: {
      "a GPU on one's desk": { known: { cloud_info: null } },
      "a GPU that was used for a moment": { values: (second) => device(second === 5 ? 0.3 : 0, 0) },
    },
    needs: ["system_gpu_usage"],
  },
  {
    code: "gpu_idle",
    says: "This server has 2 GPUs, and the job never used any",
    hint: /nvidia-smi/,
    run: { rows: 20, values: () => own(0, 0), known: gpus({ name: "NVIDIA H100 80GB HBM3" }, { name: "NVIDIA H100 80GB HBM3" }) },
    not: {
      "GPUs on one's desk": { known: gpus({ name: "NVIDIA GeForce RTX 4090" }, { name: "Quadro P100" }) },
      "GPUs of which one was used for a moment": { values: (second) => own(second === 5 ? 0.3 : 0, 0) },
    },
    needs: ["process_gpu_usage"],
  },
  {
    code: "gpus_unused",
    says: "It used 2 of the 4 GPUs that it could see: GPUs 1 and 3 were idle",
    hint: /torchrun --nproc-per-node 4\), or ask for 2 of them/,
    run: {
      rows: 20,
      values: () => own(0.9, 9000),
      known: gpus({ name: "Tesla T4", usage_mean: 0.9, process_usage_mean: 0.9 }, { usage_mean: 1, process_usage_mean: 0, process_vram_peak_mib: 10 }, { usage_mean: 0, process_usage_mean: 0, process_vram_peak_mib: 9000 }, { usage_mean: 0 }),
    },
    not: {
      "GPUs that are all used": { known: gpus({ name: "Tesla T4", process_usage_mean: 0.9 }, { process_usage_mean: 0.001 }) },
      "GPUs of which none is used": { known: gpus({ name: "Tesla T4", process_usage_mean: 0 }, { process_usage_mean: 0 }) },
      "a GPU of which nothing is known": { known: gpus({ name: "Tesla T4", process_usage_mean: 0.9 }, { process_usage_mean: 0 }, {}) },
      "GPUs that somebody may use": { known: gpus({ name: "Tesla T4", process_usage_mean: 0.9 }, { usage_mean: 0.2 }) },
      "GPUs on one's desk": { known: gpus({ name: "NVIDIA GeForce GTX 1660", process_usage_mean: 0.9 }, { name: "NVIDIA T400 4GB", process_usage_mean: 0 }) },
    },
    needs: [],
  },
  {
    code: "gpus_unused",
    says: "It used 1 of the 2 GPUs that it could see: GPU 1 was idle",
    hint: /or ask for one$/,
    run: { rows: 20, values: () => device(0.5, 0), known: { ...inCloud, ...gpus({ usage_mean: 0.5 }, { usage_mean: 0 }) } },
    not: {},
    needs: [],
  },
  {
    code: "gpu_starved",
    says: "While in use, the GPU was busy in only 30 % of the time, and one core in 100 %: the GPU waits for the CPU",
    hint: /num_workers/,
    run: { rows: 20, values: () => ({ ...cores(1), ...own(0.3, 4000) }), known: eight },
    not: {
      "a GPU that is busy enough": { values: () => ({ ...cores(1), ...own(0.9, 4000) }) },
      "a core that is not busy": { values: () => ({ ...cores(0.4), ...own(0.3, 4000) }) },
      "several cores with more to spare": { values: () => ({ ...cores(3), ...own(0.3, 4000) }) },
      "a CPU part before a GPU part": { values: (second) => ({ ...cores(1), ...own(second <= 10 ? 0 : 0.9, 4000) }) },
      "a GPU that is in use for a moment": { rows: 100, values: (second) => ({ ...cores(1), ...own(second <= 90 ? 0 : 0.4, 4000) }) },
    },
    needs: ["process_gpu_usage", "process_utime", "process_stime"],
  },
  {
    code: "gpu_starved",
    says: "While in use, the GPU was busy in only 40 % of the time, and all its cores in 100 %: the GPU waits for the CPU",
    hint: /more cores/,
    run: { rows: 20, values: () => ({ ...cores(4), ...own(0.4, 4000) }), known: limits({ cpus: 4 }) },
    not: { "a job that may use more": { known: eight } },
    needs: [],
  },
  {
    code: "vram_nearly_full",
    says: "It used 15.6 GiB of the 16.0 GiB of GPU memory: 97 %",
    hint: /TensorFlow/,
    run: { rows: 20, values: () => own(0.9, 16_000), ...vram(16_384) },
    not: { "VRAM of which a tenth is free": { values: () => own(0.9, 14_700) }, "nobody knows how much there is": vram(null) },
    needs: ["process_gpu_vram_mib"],
  },
  {
    code: "vram_nearly_full",
    says: "It used 15.6 GiB of the 16.0 GiB of GPU 1's memory: 97 %",
    hint: /TensorFlow/,
    run: { rows: 20, values: () => own(0.9, 18_000), known: gpus({ process_vram_peak_mib: 2000, vram_total_mib: 16_384 }, { process_vram_peak_mib: 16_000, vram_total_mib: 16_384 }) },
    not: { "VRAM that others hold": { known: gpus({ process_vram_peak_mib: 2000, vram_total_mib: 16_384 }, { vram_peak_mib: 16_000, process_vram_peak_mib: 14_000, vram_total_mib: 16_384 }) } },
    needs: [],
  },
  {
    code: "vram_mostly_empty",
    says: "It used at most 4.0 GiB of the 24.0 GiB of GPU memory: 17 %",
    hint: /less memory would do/,
    run: { rows: 20, values: () => own(0.9, 4096), ...vram(24_576) },
    not: {
      "half of it": { values: () => own(0.9, 12_000) },
      "a GPU that is small already": { values: () => own(0.9, 1000), ...vram(8192) },
      "a job without VRAM": { values: () => own(0, 0) },
      "nobody knows how much there is": vram(null),
    },
    needs: ["process_gpu_vram_mib"],
  },
]);

test("findingsOf() tells a GPU that is hardly ever busy from one that never is", () => {
  const message = (usage: number): string => find({ rows: 40, values: (second) => own(second === 7 ? usage : 0, 4096) })[0]!.message;
  assert.match(message(0.1), /the GPU was busy in less than 1 % of the time$/);
  assert.match(message(0), /the GPU was never busy$/);
});

test("findingsOf() takes the VRAM of the server that the run was recorded on", () => {
  const recommended_servers = [exampleServer({ vram_mib: 81_920 }), exampleServer({ vram_mib: 24_576, current: true })];
  const found = find({ rows: 20, values: () => own(0.9, 4096), known: { recommended_servers } });
  assert.deepEqual(found.map(({ code, evidence }) => [code, evidence["vram_total_mib"]]), [["vram_mostly_empty", 24_576]]);
});

test("findingsOf() takes the VRAM of the GPUs that the job could see before that of the whole server", () => {
  const found = find({ rows: 20, values: () => own(0.9, 4096), known: gpus({ vram_total_mib: 24_576 }, { vram_total_mib: 24_576 }), options: { vramTotalMib: 196_608 } });
  assert.deepEqual(found.map(({ code, evidence }) => [code, evidence["vram_total_mib"]]), [["vram_mostly_empty", 49_152]]);
});
