import assert from "node:assert/strict";
import { test } from "node:test";
import { chosenDevices, parseNvidiaVisibleDevices } from "../../../src/sources/gpu/visible-devices.ts";

const devices = [
  { index: 0, uuid: "GPU-aaaa1111-2222" },
  { index: 1, uuid: "GPU-bbbb1111-2222" },
  { index: 2, uuid: null },
];

const cases: [string | undefined, number[]][] = [
  [undefined, [0, 1, 2]],
  ["", []],
  ["-1", []],
  ["NoDevFiles", []],
  ["1", [1]],
  ["2, 0", [0, 2]],
  ["0,-1,1", [0]],
  ["GPU-bbbb", [1]],
  ["MIG-GPU-aaaa1111-2222/1/0", [0]],
  ["MIG-7d2f0c3e-0000", [0, 1, 2]],
];
for (const [value, shown] of cases) {
  test(`parseNvidiaVisibleDevices() shows ${shown.join(" and ") || "none"} of 0 to 2 where CUDA_VISIBLE_DEVICES is ${JSON.stringify(value)}`, () => {
    assert.deepEqual(devices.filter(parseNvidiaVisibleDevices(value)).map(({ index }) => index), shown);
  });
}

test("chosenDevices() goes by what was asked for, and by CUDA_VISIBLE_DEVICES only where nothing was", () => {
  const shown = (gpus: "all" | number[] | null): number[] => devices.filter(chosenDevices(gpus, "1")).map(({ index }) => index);
  assert.deepEqual([shown("all"), shown([0, 2, 9]), shown([]), shown(null)], [[0, 1, 2], [0, 2], [], [1]]);
});
