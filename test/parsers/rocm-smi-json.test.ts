import assert from "node:assert/strict";
import { test } from "node:test";
import { parseRocmSmi } from "../../src/parsers/rocm-smi-json.ts";

const first = (card: Record<string, unknown>) => parseRocmSmi(JSON.stringify({ card0: card })).devices[0]!;

for (const name of ["Average Graphics Package Power (W)", "Current Socket Graphics Package Power (W)", "average graphics package power (W)", "Current Socket Power (W)"]) {
  test(`parseRocmSmi() finds the power under "${name}"`, () => assert.equal(first({ "Max Graphics Package Power (W)": "300.0", [name]: "18.5" }).powerWatts, 18.5));
}

test("parseRocmSmi() tells how full the memory is, not how busy", () => {
  const { usage, vramBytes, vramTotalBytes } = first({ "GPU memory use (%)": "70", "GPU Memory Allocated (VRAM%)": "60", "VIS_VRAM Total Used Memory (B)": "5", "GTT Total Used Memory (B)": "6" });
  assert.deepEqual([usage, vramBytes, vramTotalBytes], [null, null, null]);
});

test("parseRocmSmi() takes no number for a name", () => {
  const names = (card: Record<string, unknown>): unknown => first(card).name;
  assert.deepEqual([names({ "Card Series": "0x74a1", "Card Model": "0x74a1" }), names({ "Card series": "N/A", "Device Name": "Radeon Z", "Card model": "0x1" }), names({ "Card model": "Z200" })], [null, "Radeon Z", "Z200"]);
});

test("parseRocmSmi() counts cards by their number, and takes no other record for one", () => {
  const { devices } = parseRocmSmi('{"card10": {"GPU use (%)": "1"}, "card2": {"GPU use (%)": "N/A"}, "card2-DP-1": {}, "system": {"Driver version": "6"}, "card3": "N/A"}');
  assert.deepEqual(devices.map(({ index, usage }) => [index, usage]), [[2, null], [10, 0.01]]);
});

test("parseRocmSmi() reads processes, whatever they are called", () => {
  const { devices, processes } = parseRocmSmi('{"system": {"PID12": "a, b, c, 1, 4096, 5, 6", "PID13": "UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN", "PID14": "short", "PIDx": "x, 1, 2, 3, 4", "PID15": 5}}');
  assert.deepEqual(devices, []);
  assert.deepEqual(processes, [
    { pid: 12, name: "a, b, c", vramBytes: 4096 },
    { pid: 13, name: null, vramBytes: null },
    { pid: 14, name: null, vramBytes: null },
  ]);
});

for (const [what, text] of [
  ["a table", "GPU  Temp  AvgPwr\n1    N/A   N/A\n================\nWARNING:  One or more commands failed\n"],
  ["truncated", '{"card0": {"GPU use (%)": "3"'],
  ["about something else", '{"GPU": 5}'],
  ["a list", "[1, 2]"],
  ["10 MB of nothing", "{\n".repeat(5_000_000)],
] as const) {
  test(`parseRocmSmi() throws when its text is ${what}`, () => assert.throws(() => parseRocmSmi(text), SyntaxError));
}
