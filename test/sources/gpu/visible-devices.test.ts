import assert from "node:assert/strict";
import { test } from "node:test";
import { chosenDevices, parseNvidiaVisibleDevices, showAmdDevices } from "../../../src/sources/gpu/visible-devices.ts";

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

const amd = [
  { index: 2, uuid: "GPU-00c0ffee00000002" },
  { index: 0, uuid: "GPU-00c0ffee00000000" },
  { index: 1, uuid: null },
];
const amdCases: [rocr: string | undefined, hip: string | undefined, shown: number[]][] = [
  [undefined, undefined, [0, 1, 2]],
  ["", undefined, []],
  [undefined, "", []],
  ["-1", undefined, []],
  ["2, 0", undefined, [0, 2]],
  ["0,9,1", undefined, [0]],
  ["GPU-00C0FFEE00000002", undefined, [2]],
  ["gpu-00c0ffee00000002,1", undefined, [1, 2]],
  ["2,0", "0", [2]],
  ["2,0", "1", [0]],
  ["1", "1", []],
  [undefined, "1,-1,0", [1]],
];
for (const [ROCR_VISIBLE_DEVICES, HIP_VISIBLE_DEVICES, shown] of amdCases) {
  test(`showAmdDevices() shows ${shown.join(" and ") || "none"} of 0 to 2 where ROCR_VISIBLE_DEVICES is ${JSON.stringify(ROCR_VISIBLE_DEVICES)} and HIP_VISIBLE_DEVICES ${JSON.stringify(HIP_VISIBLE_DEVICES)}`, () => {
    assert.deepEqual(showAmdDevices(amd, { ROCR_VISIBLE_DEVICES, HIP_VISIBLE_DEVICES }).map(({ index }) => index), shown);
  });
}

test("showAmdDevices() shows all where a UUID is asked for and none is told", () => {
  assert.equal(showAmdDevices([{ index: 0, uuid: null }, { index: 1, uuid: null }], { ROCR_VISIBLE_DEVICES: "GPU-1" }).length, 2);
});
