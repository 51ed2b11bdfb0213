import assert from "node:assert/strict";
import { test } from "node:test";
import { formatElapsed, formatOnScale, formatValue, scaleFor, valueSteps } from "../../../../src/render/html/client/units.ts";

test("formatValue() tells a value in the unit that suits it", () => {
  const told = [formatValue(0.25, "MiB"), formatValue(1536, "MiB"), formatValue(0, "bytes/s"), formatValue(1_250_000, "bytes/s"), formatValue(0.5, "cores"), formatValue(12, "count"), formatValue(1500, "watts"), formatValue(null, "GB")];
  assert.deepEqual(told, ["256 KiB", "1.5 GiB", "0 B/s", "1.25 MB/s", "0.5 cores", "12", "1.5 kW", "n/a"]);
});

test("formatOnScale() tells the numbers of one axis in one unit", () => {
  const scale = scaleFor("MiB", 3000);
  assert.equal(scale.name, "GiB");
  assert.deepEqual([0, 512, 2048, 204_800].map((value) => formatOnScale(value, scale)), ["0", "0.5", "2", "200"]);
});

test("formatElapsed() shows no more than a mark on the axis needs", () => {
  const marks: [number, number, string][] = [[0, 1, "0 s"], [0.005, 0.005, "0.005 s"], [12.5, 0.5, "12.5 s"], [59, 1, "59 s"], [60, 60, "1:00 min"], [125, 5, "2:05 min"], [3600, 600, "1:00 h"], [3725, 1, "1:02:05"], [90_000, 3600, "1 d 01:00"], [172_800, 86_400, "2 d"], [-5, 1, "−5 s"]];
  assert.deepEqual(marks.map(([seconds, step]) => formatElapsed(seconds, step)), marks.map(([, , text]) => text));
});

test("valueSteps count as people do", () => {
  assert.deepEqual(valueSteps.slice(0, 4), [1e-6, 2e-6, 5e-6, 1e-5]);
  assert.ok(valueSteps.every((step, index) => index === 0 || step > valueSteps[index - 1]!));
});
