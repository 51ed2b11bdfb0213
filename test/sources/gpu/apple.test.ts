import assert from "node:assert/strict";
import { test } from "node:test";
import { AppleSource } from "../../../src/sources/gpu/apple.ts";
import { GpuTool } from "../../helpers/gpu-tool.ts";
import { settle } from "../../helpers/moved-clock.ts";

const accelerator = (name: string, percent: number): string => `+-o ${name}  <class ${name}, id 0x1>\n    {\n      "model" = "Apple Z1"\n      "PerformanceStatistics" = {"Device Utilization %"=${percent},"In use system memory"=4096}\n    }\n\n`;

test("AppleSource tells of the devices, by ioreg", async () => {
  const tool = new GpuTool(() => accelerator("AGXAcceleratorZ1", 40) + accelerator("AGXAcceleratorZ2", 5));
  const source = new AppleSource({ ...tool.options, program: "ioreg" });
  assert.equal(source.read(), null);
  await settle();
  const device = { index: 0, uuid: null, name: "Apple Z1", usage: 0.4, vramBytes: 4096, vramTotalBytes: null, powerWatts: null, temperatureCelsius: null };
  assert.deepEqual(source.read(), { devices: [device, { ...device, index: 1, usage: 0.05 }], processes: null });
  assert.deepEqual(tool.asked, ["ioreg -r -c IOAccelerator -d 1 -w 0"]);
  source.close();
  await tool.clock.pass(1e6);
  assert.equal(tool.asked.length, 1);
});

test("AppleSource is silent on a machine without a GPU", async () => {
  const tool = new GpuTool(() => "");
  const source = new AppleSource({ ...tool.options, program: "ioreg" });
  for (let round = 0; round < 9; round++) await tool.clock.pass(1000);
  assert.deepEqual([source.read(), tool.broken], [{ devices: [], processes: null }, []]);
});
