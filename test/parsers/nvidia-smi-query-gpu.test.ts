import assert from "node:assert/strict";
import { test } from "node:test";
import { NvidiaSmiQueryGpu, parseNvidiaSmiQueryGpu, type QueriedGpu } from "../../src/parsers/nvidia-smi-query-gpu.ts";

const GIB = 2 ** 30;
const head = "index, uuid, name, utilization.gpu [%], memory.used [MiB], memory.total [MiB], power.draw [W], temperature.gpu, mig.mode.current";
const all = (text: string, names?: string[]): QueriedGpu[][] => new NvidiaSmiQueryGpu(names).push(text);

test("NvidiaSmiQueryGpu reads every GPU, units and all", () => {
  assert.deepEqual(all(`${head}\n0, GPU-1111, NVIDIA Z100, 97 %, 61440 MiB, 81920 MiB, 612.40 W, 61, Disabled\n1, GPU-2222, NVIDIA Z100, 0 %, 0 MiB, 81920 MiB, 70.00 W, 30, Enabled\n`), [
    [
      { index: 0, uuid: "GPU-1111", name: "NVIDIA Z100", utilization: 0.97, memoryUsedBytes: 60 * GIB, memoryTotalBytes: 80 * GIB, powerWatts: 612.4, temperatureCelsius: 61, mig: false },
      { index: 1, uuid: "GPU-2222", name: "NVIDIA Z100", utilization: 0, memoryUsedBytes: 0, memoryTotalBytes: 80 * GIB, powerWatts: 70, temperatureCelsius: 30, mig: true },
    ],
  ]);
});

for (const placeholder of ["N/A", "[N/A]", "[Not Supported]", "[Unknown Error]", "[Insufficient Permissions]", "[GPU is lost]", ""]) {
  test(`NvidiaSmiQueryGpu takes ${JSON.stringify(placeholder)} for unknown, and nothing else with it`, () => {
    const gpu = all(`${head}\n3, ${placeholder}, ${placeholder}, ${placeholder}, ${placeholder}, 81920 MiB, ${placeholder}, ${placeholder}, ${placeholder}\n`)[0]![0];
    assert.deepEqual(gpu, { index: 3, uuid: null, name: null, utilization: null, memoryUsedBytes: null, memoryTotalBytes: 80 * GIB, powerWatts: null, temperatureCelsius: null, mig: null });
  });
}

test("NvidiaSmiQueryGpu finds columns by the head, with units there or nowhere, and takes names instead of a head", () => {
  const used = ([round]: QueriedGpu[][]) => round!.flatMap((gpu) => [gpu.index, gpu.utilization, gpu.memoryUsedBytes]);
  assert.deepEqual(used(all("memory.used [MiB], index, utilization.gpu [%]\n1024, 2, 50\n")), [2, 0.5, GIB]);
  assert.deepEqual(used(all("2, 50, 1024\n", ["index", "utilization.gpu", "memory.used"])), [2, 0.5, GIB]);
  assert.deepEqual(used(all("\ufeffindex, utilization.gpu [%], memory.used [MiB]\r\n2, 50 %, 1024 MiB\r\n")), [2, 0.5, GIB]);
});

test("NvidiaSmiQueryGpu gives a round for each reading, and the last one as soon as it is whole", () => {
  const reader = new NvidiaSmiQueryGpu();
  const line = (index: number, percent: number): string => `${index}, GPU-${index}, Z, ${percent} %, 1 MiB, 2 MiB, 3 W, 4, N/A\n`;
  assert.deepEqual(reader.push(`${head}\n${line(0, 10)}${line(1, 20)}`).map((round) => round.map(({ utilization }) => utilization)), [[0.1, 0.2]]);
  assert.deepEqual(reader.push(line(0, 30)).map((round) => round.length), [2], "the one before, once more; of the new one a half");
  assert.deepEqual(reader.push(line(1, 40)).map((round) => round.map(({ utilization }) => utilization)), [[0.3, 0.4]]);
});

test("NvidiaSmiQueryGpu takes nothing from what is no table", () => {
  for (const text of ["", "No devices were found\n", "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.\n", "\u0000".repeat(1_000_000), `${head}\n0, GPU-1, cut`]) assert.deepEqual(all(text), []);
});

test("NvidiaSmiQueryGpu finds a head of plain words, and knows deprecated fields for unknown", () => {
  assert.deepEqual(all("index, name, serial\n0, Z4, [Requested functionality has been deprecated]\n")[0]!.map(({ index, name }) => [index, name]), [[0, "Z4"]]);
});

test("parseNvidiaSmiQueryGpu() counts GPUs where the index was not asked for, and passes over what is no line of a GPU", () => {
  const gpus = parseNvidiaSmiQueryGpu("NVIDIA Z10, [N/A], 10.8\nUnable to determine the device handle for GPU 0000:03:00.0: GPU is lost.\nNVIDIA Z10, 218, ERR!\n", ["name", "memory.used", "power.draw"]);
  assert.deepEqual(gpus.map(({ index, memoryUsedBytes, powerWatts }) => [index, memoryUsedBytes, powerWatts]), [[0, null, 10.8], [1, 218 * 2 ** 20, null]]);
  for (const message of ["No devices were found", "Failed to initialize NVML: Driver/library version mismatch"]) assert.deepEqual(parseNvidiaSmiQueryGpu(`${message}\n`, ["name"]), []);
});

test("parseNvidiaSmiQueryGpu() knows a GPU without its index again when -l tells of it once more", () => {
  const loop = (name: string): number[] => parseNvidiaSmiQueryGpu(`${name}, utilization.gpu [%]\na, 1 %\nb, 2 %\na, 3 %\nb, 4 %\n`).map(({ index }) => index);
  assert.deepEqual([loop("uuid"), loop("pci.bus_id"), loop("name")], [[0, 1, 0, 1], [0, 1, 0, 1], [0, 1, 2, 3]]);
});
