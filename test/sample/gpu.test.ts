import assert from "node:assert/strict";
import { test } from "node:test";
import { gpuOfTree } from "../../src/sample/gpu.ts";
import type { GpuProcess, GpuReading } from "../../src/sources/gpu/gpu-source.ts";

const MIB = 2 ** 20;
const reading = (usages: readonly (number | null)[], processes: readonly GpuProcess[] | null, usageUnknownOf?: readonly number[]): GpuReading => ({
  devices: usages.map((usage, index) => ({ index, uuid: null, name: null, usage, vramBytes: 1000 * MIB, vramTotalBytes: null, powerWatts: null, temperatureCelsius: null })),
  processes,
  ...(usageUnknownOf === undefined ? {} : { usageUnknownOf }),
});
const on = (index: number, pid: number, usage: number | null): GpuProcess => ({ index, pid, usage, vramBytes: 100 * MIB });
const figures = (of: GpuReading, own = (pid: number): boolean => pid < 10, pidsAreOurs = true) => {
  const { usage, vramBytes, utilized } = gpuOfTree(of, own, pidsAreOurs);
  return [usage, vramBytes === null ? null : vramBytes / MIB, utilized];
};

const cases: [string, GpuReading, unknown[]][] = [
  ["adds up what its processes do on all devices", reading([1, 1, 0.5], [on(0, 7, 0.5), on(1, 7, 0.25), on(2, 99, 0.5)]), [0.75, 200, 2]],
  ["is 0 where others are there and none of it", reading([1], [on(0, 99, 1)]), [0, 0, 0]],
  ["is 0 for a process of which nothing is told while the device is idle", reading([0], [on(0, 7, null)]), [0, 100, 0]],
  ["is 0 for a process of which nothing is told beside one of which something is", reading([1], [on(0, 7, null), on(0, 99, 0.9)]), [0, 100, 0]],
  ["is unknown for a process of which nothing is told on a busy device", reading([1], [on(0, 7, null)]), [null, 100, null]],
  ["is unknown where one of its devices tells of nobody's use, its memory is not", reading([1, 1], [on(0, 7, 0.5), on(1, 7, null)], [1]), [null, 200, null]],
  ["is known where only others' devices tell of nobody's use", reading([1, 1], [on(0, 7, 0.5), on(1, 99, null)], [1]), [0.5, 100, 1]],
  ["is unknown where a device is busy and nobody is told to be on any", reading([0.8], []), [null, null, null]],
  ["is 0 where no device is busy and nobody is on any", reading([0], []), [0, 0, 0]],
  ["is unknown where the machine does not tell of processes", reading([0.8], null), [null, null, null]],
];
for (const [what, of, expected] of cases) {
  test(`gpuOfTree() ${what}`, () => assert.deepEqual(figures(of), expected));
}

test("gpuOfTree() is unknown where the pids are not this machine's", () => {
  assert.deepEqual(figures(reading([1], [on(0, 7, 0.5)]), undefined, false), [null, null, null]);
});
