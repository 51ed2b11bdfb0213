import assert from "node:assert/strict";
import { test } from "node:test";
import { amdText, amdUuid, amdValue, firstAmdValue } from "../../src/parsers/amd-value.ts";

const known: [value: unknown, unit: string, expected: number][] = [
  [45, "%", 0.45],
  [57, "%", 0.57],
  ["20.3", "%", 0.203],
  ["20,3", "%", 0.203],
  [0, "W", 0],
  ["9.215", "W", 9.215],
  [{ value: 41_500, unit: "mW" }, "W", 41.5],
  [{ value: "7", unit: "W" }, "mW", 7],
  [{ value: 512 }, "MB", 512 * 2 ** 20],
  [{ value: 3, unit: "GB" }, "MB", 3 * 2 ** 30],
  ["8176 MB", "B", 8176 * 2 ** 20],
  ["1610612736", "B", 1_610_612_736],
  ["44 °C", "C", 44],
  [{ value: 44.5, unit: "°C" }, "C", 44.5],
];
for (const [value, unit, expected] of known) {
  test(`amdValue() takes ${JSON.stringify(value)} in ${unit} for ${expected}`, () => assert.equal(amdValue(value, unit), expected));
}

for (const value of ["N/A", "N/A (Secondary die)", "", "None", "unknown", "-5", "12 parsecs", "AMDSMI_STATUS_NOT_SUPPORTED - Feature not supported", -1, 65_535, "4294967295", Infinity, NaN, null, undefined, true, [], [45], {}, { value: "N/A", unit: "W" }, { value: null }, { value: 3, unit: "lightyears" }]) {
  test(`amdValue() takes ${typeof value === "number" ? value : JSON.stringify(value)} for unknown`, () => assert.equal(amdValue(value, "W"), null));
}

test("firstAmdValue() passes by what is unknown", () => {
  const record = { power: { socket: "N/A", average: { value: 30, unit: "W" } }, all: 5 };
  assert.equal(firstAmdValue(record, ["power.none", "power.socket.deeper", "power.socket", "power.average", "all"], "W"), 30);
  assert.equal(firstAmdValue(record, ["power.socket"], "W"), null);
});

test("amdText() takes placeholders for nothing", () => {
  assert.deepEqual([" Radeon Z ", "N/A", "Not supported", "None", "", 5, "Unknown"].map(amdText), ["Radeon Z", null, null, null, null, null, null]);
});

test("amdUuid() names a GPU as ROCR_VISIBLE_DEVICES does", () => {
  assert.deepEqual(["0x2150E7d042a1124", "c0ffee", "0x0", "0xFFFFFFFFFFFFFFFF", "N/A", "serial", undefined].map(amdUuid), ["GPU-02150e7d042a1124", "GPU-0000000000c0ffee", null, null, null, null, null]);
});
