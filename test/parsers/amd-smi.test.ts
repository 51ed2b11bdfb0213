import assert from "node:assert/strict";
import { test } from "node:test";
import { parseAmdSmiMetric } from "../../src/parsers/amd-smi-metric.ts";
import { parseAmdSmiProcesses } from "../../src/parsers/amd-smi-processes.ts";
import { parseAmdSmiStatic } from "../../src/parsers/amd-smi-static.ts";

const MIB = 2 ** 20;
const metric = (gpu: unknown, percent: unknown) => ({ gpu, usage: { gfx_activity: percent } });
const usages = (json: unknown) => parseAmdSmiMetric(JSON.stringify(json)).map(({ index, usage }) => [index, usage]);

test("parseAmdSmiMetric() reads a list, a list in an object, and a GPU alone", () => {
  const gpu = metric(0, { value: 30, unit: "%" });
  for (const json of [[gpu], { gpu_data: [gpu] }, gpu, { gpu_data: gpu }]) assert.deepEqual(usages(json), [[0, 0.3]]);
  assert.deepEqual(usages([]), []);
  assert.deepEqual(usages({ gpu_data: [] }), []);
});

test("parseAmdSmiMetric() keeps the numbers that the GPUs have, and counts where they have none", () => {
  assert.deepEqual(usages([metric(3, 1), metric("7", 2), metric("N/A", 3)]), [[3, 0.01], [7, 0.02], [2, 0.03]]);
});

test("parseAmdSmiMetric() lets no GPU's placeholder blank another's value", () => {
  assert.deepEqual(usages([metric(0, "N/A"), { gpu: 1, usage: "N/A" }, { gpu: 2 }, metric(3, { value: 50, unit: "%" }), "N/A", null]), [[0, null], [1, null], [2, null], [3, 0.5]]);
});

test("parseAmdSmiMetric() takes visible memory and GTT for no VRAM", () => {
  const memory = { total_visible_vram: { value: 256, unit: "MB" }, used_visible_vram: { value: 9, unit: "MB" }, used_gtt: { value: 65, unit: "MB" }, free_vram: { value: 90, unit: "MB" } };
  const [gpu] = parseAmdSmiMetric(JSON.stringify([{ gpu: 0, mem_usage: memory }]));
  assert.deepEqual([gpu!.vramBytes, gpu!.vramTotalBytes], [null, null]);
});

test("parseAmdSmiMetric() reads on behind warnings, and past bytes that are no UTF-8", () => {
  const text = `WARNING: no group \ufffd\ufffd\n[WARN] {something}\n${JSON.stringify([{ ...metric(0, 12), name: "\ufffd" }], null, 4)}\nbye\n`;
  assert.deepEqual(parseAmdSmiMetric(text).map(({ usage }) => usage), [0.12]);
});

for (const [what, text] of [
  ["truncated", JSON.stringify([metric(0, 12), metric(1, 13)], null, 4).slice(0, -9)],
  ["about something else", '{"code": -14, "message": "no GPU"}'],
  ["a table in another language", "GPU  LEISTUNG  TEMPERATUR\n0    6 W       36 °C\n"],
  ["10 MB of nothing", "[{\n".repeat(3_500_000)],
] as const) {
  test(`parseAmdSmiMetric() throws when its text is ${what}`, () => assert.throws(() => parseAmdSmiMetric(text), SyntaxError));
}

test("parseAmdSmiMetric() reads 10 MB", () => {
  const text = JSON.stringify(Array.from({ length: 9000 }, (_, gpu) => ({ ...metric(gpu, 1), more: "x".repeat(1100) })));
  assert.ok(text.length > 1e7);
  assert.equal(parseAmdSmiMetric(text).length, 9000);
});

const processes = (json: unknown) => parseAmdSmiProcesses(JSON.stringify(json)).map(({ gpu, pid, name, vramBytes }) => [gpu, pid, name, vramBytes]);

test("parseAmdSmiProcesses() reads processes with and without process_info around them", () => {
  const process = { name: "python3", pid: 4711, mem_usage: { value: 3, unit: "MB" } };
  assert.deepEqual(processes([{ gpu: 1, process_list: [{ process_info: process }] }]), [[1, 4711, "python3", 3 * MIB]]);
  assert.deepEqual(processes({ gpu_data: [{ gpu: 1, process_list: [process] }] }), [[1, 4711, "python3", 3 * MIB]]);
});

test("parseAmdSmiProcesses() takes VRAM from where it is told", () => {
  const list = [
    { pid: 1, memory_usage: { vram_mem: { value: 20, unit: "B" } }, mem_usage: { value: 30, unit: "B" } },
    { pid: 2, memory_usage: { vram_mem: { value: 20, unit: "B" } }, mem_usage: { value: 0, unit: "B" } },
    { pid: 3, memory_usage: { vram_mem: { value: 0, unit: "B" } }, mem_usage: { value: 30, unit: "B" } },
    { pid: 4, memory_usage: { vram_mem: { value: 0, unit: "B" } }, mem_usage: "N/A" },
    { pid: 5, memory_usage: "N/A", mem_usage: "N/A" },
  ];
  assert.deepEqual(processes([{ gpu: 0, process_list: list }]).map(([, pid, , bytes]) => [pid, bytes]), [[1, 20], [2, 20], [3, 30], [4, 0], [5, null]]);
});

test("parseAmdSmiProcesses() finds nobody on an idle GPU", () => {
  for (const list of [[], "N/A", [{ process_info: "No running processes detected" }], ["N/A"], [{ process_info: { name: "?", pid: "N/A" } }], undefined]) assert.deepEqual(processes([{ gpu: 0, process_list: list }]), []);
});

test("parseAmdSmiStatic() leaves open what a GPU is called when it is not told", () => {
  assert.deepEqual(parseAmdSmiStatic('[{"gpu": 4, "asic": "N/A"}]'), [{ index: 4, name: null, uuid: null }]);
});
