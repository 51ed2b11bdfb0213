import assert from "node:assert/strict";
import { test } from "node:test";
import { type ComputeApp, NvidiaSmiQueryComputeApps, parseNvidiaSmiQueryComputeApps } from "../../src/parsers/nvidia-smi-query-compute-apps.ts";

const MIB = 2 ** 20;
const head = "timestamp, gpu_uuid, pid, used_gpu_memory [MiB]\n";
const line = (time: string, gpu: string, pid: number, memory: string): string => `2026/03/01 ${time}, ${gpu}, ${pid}, ${memory}\n`;
const short = (round: readonly ComputeApp[]) => round.map(({ gpuUuid, pid, memoryBytes }) => [gpuUuid, pid, memoryBytes === null ? null : memoryBytes / MIB]);

test("NvidiaSmiQueryComputeApps takes lines of about the same time for one round, whatever pieces the text comes in", () => {
  const stream = `${head}${line("08:00:00.125", "GPU-a", 7, "100 MiB")}${line("08:00:00.170", "GPU-b", 7, "200 MiB")}${line("08:00:01.126", "GPU-a", 7, "110 MiB")}${line("08:00:01.172", "GPU-b", 8, "[N/A]")}`;
  for (const size of [1, 9, 10_000]) {
    const reader = new NvidiaSmiQueryComputeApps();
    const rounds: ComputeApp[][] = [];
    for (let at = 0; at < stream.length; at += size) rounds.push(...reader.push(stream.slice(at, at + size)));
    const whole = rounds.filter(({ length }) => length === 2).map(short);
    assert.deepEqual([whole[0], whole.at(-1)], [[["GPU-a", 7, 100], ["GPU-b", 7, 200]], [["GPU-a", 7, 110], ["GPU-b", 8, null]]], `in pieces of ${size}`);
  }
});

test("NvidiaSmiQueryComputeApps begins a round where a process comes again, also over midnight and without a time", () => {
  const midnight = new NvidiaSmiQueryComputeApps().push(`${head}${line("23:59:59.900", "GPU-a", 7, "1 MiB")}${line("00:00:00.900", "GPU-a", 8, "1 MiB")}`);
  assert.deepEqual(midnight.map(short), [[["GPU-a", 7, 1]], [["GPU-a", 8, 1]]]);
  const timeless = new NvidiaSmiQueryComputeApps().push("gpu_uuid, pid, used_gpu_memory [MiB]\nGPU-a, 7, 1 MiB\nGPU-a, 7, 2 MiB\n");
  assert.deepEqual(timeless.map(short), [[["GPU-a", 7, 1]], [["GPU-a", 7, 2]]]);
});

test("NvidiaSmiQueryComputeApps keeps a process on two slices of one GPU in one round", () => {
  const rounds = new NvidiaSmiQueryComputeApps().push(`${head}${line("08:00:00.125", "GPU-a", 7, "100 MiB")}${line("08:00:00.125", "GPU-a", 7, "200 MiB")}`);
  assert.deepEqual(rounds.map(short), [[["GPU-a", 7, 100], ["GPU-a", 7, 200]]]);
});

test("NvidiaSmiQueryComputeApps says of the head alone that nobody computes, once, and of anything else nothing", () => {
  const reader = new NvidiaSmiQueryComputeApps();
  assert.deepEqual(reader.push(head), [[]]);
  assert.deepEqual(reader.push(""), []);
  for (const text of ["No devices were found\n", "\u0000".repeat(1_000_000), "1, 2, 3, 4\n"]) assert.deepEqual(new NvidiaSmiQueryComputeApps().push(text), []);
});

test("parseNvidiaSmiQueryComputeApps() takes names instead of a head", () => {
  assert.deepEqual(short(parseNvidiaSmiQueryComputeApps("7, a, b, 218\n8, c, 96073 MiB\n", ["pid", "process_name", "used_memory"])), [[null, 7, 218], [null, 8, 96_073]]);
});
