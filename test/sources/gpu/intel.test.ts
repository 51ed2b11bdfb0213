import assert from "node:assert/strict";
import { test } from "node:test";
import { FixtureHost } from "../../../src/host/fixture-host.ts";
import { listDrmCards } from "../../../src/sources/gpu/drm-cards.ts";
import { IntelSource } from "../../../src/sources/gpu/intel.ts";

const card = "/sys/class/drm/card0";
const vendor = { [`${card}/device/vendor`]: "0x8086\n" };
const xe = {
  ...vendor,
  [`${card}/device/tile0/physical_vram_size_bytes`]: "8589934592\n",
  [`${card}/device/tile1/physical_vram_size_bytes`]: "8589934592\n",
  [`${card}/device/hwmon/hwmon2/name`]: "xe\n",
  [`${card}/device/hwmon/hwmon2/energy1_input`]: "5000000\n",
  [`${card}/device/hwmon/hwmon2/temp2_input`]: "52000\n",
};
const start = (files: Record<string, string>) => {
  const host = FixtureHost.of(files);
  return { host, source: new IntelSource(host, listDrmCards(host)) };
};
const device = { index: 0, uuid: null, name: null, usage: null, vramBytes: null, vramTotalBytes: 16 * 2 ** 30, powerWatts: null, temperatureCelsius: 52 };

test("IntelSource tells what was drawn since it was asked before, and the memory of all tiles", () => {
  const { host, source } = start(xe);
  assert.deepEqual(source.read(), { devices: [device], processes: null }, "nothing to subtract from");
  host.advance(2000);
  host.setFile(`${card}/device/hwmon/hwmon2/energy1_input`, "65000000\n");
  assert.deepEqual(source.read().devices, [{ ...device, powerWatts: 30 }]);
  host.advance(10);
  assert.equal(source.read().devices[0]!.powerWatts, 30, "too soon to tell");
  host.advance(500);
  assert.equal(source.read().devices[0]!.powerWatts, 0);
});

test("IntelSource subtracts nothing from a counter that has begun anew", () => {
  const { host, source } = start(xe);
  host.advance(1000);
  host.setFile(`${card}/device/hwmon/hwmon2/energy1_input`, "1000000\n");
  assert.equal(source.read().devices[0]!.powerWatts, null);
  host.advance(1000);
  host.setFile(`${card}/device/hwmon/hwmon2/energy1_input`, "3000000\n");
  assert.equal(source.read().devices[0]!.powerWatts, 2);
});

test("IntelSource reads the sensors of the whole card, and what the chip draws where the card does not tell", () => {
  const { host, source } = start({ ...vendor, [`${card}/device/hwmon/hwmon3/name`]: "i915_gt0\n", [`${card}/device/hwmon/hwmon3/energy1_input`]: "0\n", [`${card}/device/hwmon/hwmon4/name`]: "i915\n", [`${card}/device/hwmon/hwmon4/energy2_input`]: "0\n", [`${card}/device/hwmon/hwmon4/temp1_input`]: "33000\n" });
  host.advance(1000);
  host.setFile(`${card}/device/hwmon/hwmon4/energy2_input`, "7000000\n");
  const [gpu] = source.read().devices;
  assert.deepEqual([gpu!.powerWatts, gpu!.temperatureCelsius], [7, 33]);
});

test("IntelSource tells how much memory is in use where the driver tells what is left", () => {
  const { source } = start({ ...vendor, [`${card}/lmem_total_bytes`]: "1000\n", [`${card}/lmem_avail_bytes`]: "300\n" });
  assert.deepEqual(source.read().devices.map(({ vramBytes, vramTotalBytes }) => [vramBytes, vramTotalBytes]), [[700, 1000]]);
});

test("IntelSource lets a card sleep, and knows nothing of what it drew", () => {
  const { host, source } = start(xe);
  host.setFile(`${card}/device/power/runtime_status`, "suspended\n");
  host.advance(1000);
  host.forgetReads();
  assert.deepEqual(source.read().devices, [{ ...device, temperatureCelsius: null }]);
  assert.equal(host.countReads(), 1);
  host.setFile(`${card}/device/power/runtime_status`, "active\n");
  host.advance(1000);
  assert.equal(source.read().devices[0]!.powerWatts, null);
});

test("IntelSource leaves out a GPU of which nothing is told", () => {
  const { source } = start({ ...vendor, [`${card}/gt/gt0/rps_act_freq_mhz`]: "350\n", [`${card}/device/hwmon/hwmon0/name`]: "i915\n" });
  assert.deepEqual([source.count, source.read().devices], [0, []]);
});
