import assert from "node:assert/strict";
import { test } from "node:test";
import type { StreamListener } from "../../../src/host/stream-program.ts";
import type { GpuDevice } from "../../../src/sources/gpu/gpu-source.ts";
import { NvidiaSource } from "../../../src/sources/gpu/nvidia.ts";

const MIB = 2 ** 20;

/** Under a clock that the test moves; each nvidia-smi tells what the test says. */
function startSource(deviceCount: number, usage: (index: number) => number | null = () => 0.5) {
  const state = { nowMs: 0, broken: [] as string[], started: [] as string[], listeners: new Map<string, StreamListener>() };
  const devices = Array.from({ length: deviceCount }, (_, index): GpuDevice => ({ index, uuid: `GPU-${index}`, name: "Z100", usage: usage(index), vramBytes: 8000 * MIB, vramTotalBytes: 24_576 * MIB, powerWatts: 100, temperatureCelsius: 50 }));
  const source = new NvidiaSource({
    program: "nvidia-smi",
    intervalSeconds: 1,
    env: {},
    gpus: null,
    stream: (_, args, listener) => {
      const tool = args[0]!.replace(/=.*/, "");
      state.started.push(tool);
      state.listeners.set(tool, listener);
      return { pid: 100 + state.started.length, write: () => undefined, stop: () => undefined };
    },
    makeDeviceReader: () => ({ push: () => [devices] }),
    monotonicMs: () => state.nowMs,
    later: () => () => undefined,
    onEnded: () => undefined,
    onBroken: (problem) => state.broken.push(problem),
  });
  const tell = (tool: string, text: string): void => state.listeners.get(tool)!.onText(text);
  tell("--query-gpu", "anything");
  return { source, state, tell };
}

const pmonHead = "# gpu pid type sm mem fb command\n# Idx # C/G % % MB name\n";
const appsHead = "timestamp, gpu_uuid, pid, used_gpu_memory [MiB]\n";
const app = (second: number, gpu: number | string, pid: number, mib: number | string): string => `2026/03/01 08:00:0${second}.100, ${typeof gpu === "string" ? gpu : `GPU-${gpu}`}, ${pid}, ${mib}${typeof mib === "number" ? " MiB" : ""}\n`;
const rowsOf = (source: NvidiaSource) => source.read()!.processes?.map(({ index, pid, usage, vramBytes }) => [index, pid, usage, vramBytes === null ? null : vramBytes / MIB]);
const APPS = "--query-compute-apps";

test("NvidiaSource asks pmon for the processes, and nobody else where it tells of all devices", () => {
  const { source, state, tell } = startSource(2);
  tell("pmon", `${pmonHead} 0 7 C 75 20 8192 sh\n 1 - - - - - -\n`);
  assert.deepEqual(rowsOf(source), [[0, 7, 0.75, 8192]]);
  assert.deepEqual(source.read()!.usageUnknownOf, []);
  state.nowMs = 2900;
  source.read();
  assert.deepEqual([state.started, source.helperPids()], [["--query-gpu", "pmon"], [101, 102]]);
});

test("NvidiaSource asks for the memory of processes where pmon fails", () => {
  const { source, state, tell } = startSource(1);
  assert.equal(source.read()!.processes, null);
  assert.deepEqual(state.started, ["--query-gpu", "pmon"]);
  state.listeners.get("pmon")!.onEnd("it ended with 3");
  assert.equal(source.read()!.processes, null);
  assert.deepEqual(state.started, ["--query-gpu", "pmon", APPS]);
  tell(APPS, appsHead);
  assert.deepEqual(rowsOf(source), []);
  tell(APPS, app(0, 0, 7, 512) + app(0, 0, 8, "[N/A]"));
  assert.deepEqual(rowsOf(source), [[0, 7, null, 512], [0, 8, null, null]]);
  assert.deepEqual([source.read()!.usageUnknownOf, state.broken], [[0], []]);
});

test("NvidiaSource takes the silence of what lists processes for nobody, not that of one that has ended", () => {
  const { source, state, tell } = startSource(1);
  state.listeners.get("pmon")!.onEnd("it ended with 3");
  source.read();
  tell(APPS, appsHead + app(0, 0, 7, 512));
  state.nowMs = 3001;
  tell("--query-gpu", "again");
  assert.deepEqual(rowsOf(source), []);
  state.listeners.get(APPS)!.onEnd("it was killed by SIGKILL");
  assert.equal(source.read()!.processes, null);
});

test("NvidiaSource does not wait for a pmon that tells nothing", () => {
  const { source, state, tell } = startSource(1);
  for (const nowMs of [2000, 3000, 3001]) {
    state.nowMs = nowMs;
    tell("--query-gpu", "again");
    source.read();
    assert.equal(state.started.includes(APPS), nowMs > 3000);
  }
});

test("NvidiaSource adds what pmon does not cover: devices after the fourth", () => {
  const { source, tell } = startSource(6);
  tell("pmon", pmonHead + [0, 1, 2, 3].map((gpu) => ` ${gpu} 7${gpu} C 50 10 100 sh\n`).join(""));
  source.read();
  tell(APPS, appsHead + app(0, 0, 70, 101) + app(0, 3, 99, 300) + app(0, 4, 74, 400) + app(0, 5, 74, 500));
  assert.deepEqual(rowsOf(source), [[0, 70, 0.5, 100], [1, 71, 0.5, 100], [2, 72, 0.5, 100], [3, 73, 0.5, 100], [4, 74, null, 400], [5, 74, null, 500]]);
  assert.deepEqual(source.read()!.usageUnknownOf, [4, 5]);
});

test("NvidiaSource adds the memory that pmon does not tell, of all slices of a device", () => {
  const { source, tell } = startSource(1, () => null);
  tell("pmon", "# gpu pid type sm mem command\n# Idx # C/G % % name\n 0 7 C - - sh\n");
  source.read();
  tell(APPS, appsHead + app(0, "MIG-aaaa", 7, 100) + app(0, "MIG-bbbb", 7, 250));
  assert.deepEqual(rowsOf(source), [[0, 7, null, 350]]);
  assert.deepEqual(source.read()!.usageUnknownOf, [0]);
});
