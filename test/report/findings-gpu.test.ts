import assert from "node:assert/strict";
import { test } from "node:test";
import type { KnownOfRun } from "../../src/report/build-report.ts";
import { cores, find, limits, testCases, type Values } from "../helpers/findings.ts";
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
