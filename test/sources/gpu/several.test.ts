import assert from "node:assert/strict";
import { test } from "node:test";
import type { GpuReading, GpuSource } from "../../../src/sources/gpu/gpu-source.ts";
import { SeveralSources } from "../../../src/sources/gpu/several.ts";

/** A vendor's GPUs of these numbers, and processes: on which, and which. */
function source(indices: number[] | null, processes: [index: number | null, pid: number][] | null = null) {
  const state = { indices, processes, closed: 0 };
  const read = (): GpuReading | null =>
    state.indices && {
      devices: state.indices.map((index) => ({ index, uuid: null, name: null, usage: 0, vramBytes: null, vramTotalBytes: null, powerWatts: null, temperatureCelsius: null })),
      processes: state.processes?.map(([index, pid]) => ({ index, pid, usage: null, vramBytes: null })) ?? null,
    };
  const gpuSource: GpuSource = { read, helperPids: () => [10 + (indices?.length ?? 0)], close: () => void state.closed++ };
  return { state, source: gpuSource };
}
const read = (several: SeveralSources) => {
  const reading = several.read();
  return reading && [reading.devices.map(({ index }) => index), reading.processes?.map(({ index, pid }) => [index, pid]) ?? null];
};

test("SeveralSources counts each vendor's GPUs on from the ones before", () => {
  const several = new SeveralSources([{ ...source([0, 1], [[1, 7]]), count: 2 }, { ...source([0, 2], [[2, 8], [null, 9]]), count: 3 }, { ...source([0]), count: 1 }]);
  assert.deepEqual(read(several), [[0, 1, 2, 4, 5], [[1, 7], [4, 8], [null, 9]]]);
});

test("SeveralSources keeps every number for its GPU, whoever answers, and gives none twice", () => {
  const [first, second] = [source(null), source([0])];
  const several = new SeveralSources([{ ...first, count: 1 }, { ...second, count: 1 }]);
  assert.deepEqual(read(several), [[1], null]);
  first.state.indices = [0, 1, 2];
  assert.deepEqual(read(several), [[0, 2, 3, 1], null], "more than it was known to have");
  second.state.indices = null;
  assert.deepEqual(read(several), [[0, 2, 3], null]);
  first.state.indices = null;
  assert.equal(read(several), null);
});

test("SeveralSources tells of the processes that any of them tells of", () => {
  const several = (processes: [number, number][] | null) => new SeveralSources([{ ...source([0], processes), count: 1 }, { ...source([0]), count: 1 }]);
  assert.deepEqual([read(several([[0, 7]]))![1], read(several([]))![1], read(several(null))![1]], [[[0, 7]], [], null]);
});

test("SeveralSources hands on what is asked of all", () => {
  const [first, second] = [source([0]), source([0, 1])];
  const several = new SeveralSources([{ ...first, count: 1 }, { ...second, count: 2 }]);
  assert.deepEqual(several.helperPids(), [11, 12]);
  several.close();
  assert.deepEqual([first.state.closed, second.state.closed], [1, 1]);
});
