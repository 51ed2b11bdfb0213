import assert from "node:assert/strict";
import { test } from "node:test";
import { gpuOfSystem, gpuOfTree } from "../../src/sample/gpu.ts";
import type { GpuDevice, GpuProcess } from "../../src/sources/gpu/gpu-source.ts";

const device = (index: number, changes: Partial<GpuDevice> = {}): GpuDevice => ({ index, uuid: null, name: null, usage: 0.5, vramBytes: 100, vramTotalBytes: 1000, powerWatts: 50, temperatureCelsius: 40, ...changes });
const process = (index: number, pid: number, changes: Partial<GpuProcess> = {}): GpuProcess => ({ index, pid, usage: 0.25, vramBytes: 40, ...changes });
const nothing = { usage: null, vramBytes: null, utilized: null, powerWatts: null };
const isOwn = (pid: number): boolean => pid < 100;

test("gpuOfSystem() adds the devices up; what one does not tell blanks no other", () => {
  assert.deepEqual(gpuOfSystem({ devices: [device(0), device(1, { usage: null, powerWatts: null }), device(2, { usage: 0 })], processes: null }), { usage: 0.5, vramBytes: 300, utilized: 1, powerWatts: 100 });
  assert.deepEqual(gpuOfSystem({ devices: [device(0, { usage: null })], processes: [] }).utilized, null);
  assert.deepEqual([gpuOfSystem(null), gpuOfSystem({ devices: [], processes: [] })], [nothing, nothing]);
});

test("gpuOfTree() adds up what the job's processes do, each on each of its GPUs", () => {
  const processes = [process(0, 7), process(1, 7), process(1, 8), process(1, 500)];
  assert.deepEqual(gpuOfTree({ devices: [device(0), device(1)], processes }, isOwn, true), { usage: 0.75, vramBytes: 120, utilized: 2, powerWatts: null });
});

test("gpuOfTree() says 0 for a job that uses no GPU, and nothing where the machine does not tell", () => {
  const devices = [device(0)];
  assert.deepEqual(gpuOfTree({ devices, processes: [process(0, 500)] }, isOwn, true), { usage: 0, vramBytes: 0, utilized: 0, powerWatts: null });
  assert.deepEqual(gpuOfTree({ devices: [device(0, { usage: 0 })], processes: [] }, isOwn, false), { usage: 0, vramBytes: 0, utilized: 0, powerWatts: null });
  assert.deepEqual(gpuOfTree({ devices, processes: null }, isOwn, true), nothing);
  assert.deepEqual(gpuOfTree({ devices, processes: [] }, isOwn, true), nothing, "busy, and nobody is on it: a container");
  assert.deepEqual(gpuOfTree({ devices, processes: [process(0, 500)] }, isOwn, false), nothing, "the host's pids");
});

test("gpuOfTree() leaves unknown what is not told of the job's own (MIG)", () => {
  assert.deepEqual(gpuOfTree({ devices: [device(0)], processes: [process(0, 7, { usage: null, vramBytes: 30 })] }, isOwn, true), { usage: null, vramBytes: 30, utilized: null, powerWatts: null });
});
