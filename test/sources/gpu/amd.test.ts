import assert from "node:assert/strict";
import { test } from "node:test";
import { FixtureHost } from "../../../src/host/fixture-host.ts";
import { AmdSource } from "../../../src/sources/gpu/amd.ts";
import { AmdSysfs } from "../../../src/sources/gpu/amd-sysfs.ts";
import { listDrmCards } from "../../../src/sources/gpu/drm-cards.ts";
import { type Answer, GpuTool } from "../../helpers/gpu-tool.ts";
import { settle } from "../../helpers/moved-clock.ts";

const GIB = 2 ** 30;
const card0 = "/sys/class/drm/card0/device";
/** One card, as the kernel shows it. */
const kernel: Record<string, string> = {
  [`${card0}/vendor`]: "0x1002\n",
  [`${card0}/gpu_busy_percent`]: "37\n",
  [`${card0}/mem_info_vram_total`]: "17179869184\n",
  [`${card0}/mem_info_vram_used`]: "1073741824\n",
  [`${card0}/unique_id`]: "c0ffee00000001\n",
  [`${card0}/hwmon/hwmon4/name`]: "amdgpu\n",
  [`${card0}/hwmon/hwmon4/power1_average`]: "25500000\n",
  [`${card0}/hwmon/hwmon4/temp1_input`]: "41000\n",
};
const ofKernel = { index: 0, uuid: "GPU-00c0ffee00000001", name: null, usage: 0.37, vramBytes: GIB, vramTotalBytes: 16 * GIB, powerWatts: 25.5, temperatureCelsius: 41 };

const gpu = (index: number, percent: number, mib: number) => ({ gpu: index, usage: { gfx_activity: { value: percent, unit: "%" } }, mem_usage: { used_vram: { value: mib, unit: "MB" }, total_vram: { value: 16_384, unit: "MB" } } });
const process = (pid: number, mib: number) => ({ process_info: { name: "python3", pid, mem_usage: { value: mib, unit: "MB" } } });
const METRIC = "amd-smi metric --usage --power --temperature --mem-usage --json";
const amdSmi: Record<string, unknown> = {
  [METRIC]: [gpu(0, 80, 4096), gpu(1, 0, 16)],
  "amd-smi process --json": [{ gpu: 0, process_list: [process(7, 4000)] }, { gpu: 1, process_list: [{ process_info: "No running processes detected" }] }],
  "amd-smi static --asic --json": [{ gpu: 0, asic: { market_name: "Radeon Z", asic_serial: "0xA" } }, { gpu: 1, asic: { market_name: "Radeon Z", asic_serial: "0xB" } }],
};
const broken = { exitCode: 1, stderr: "no" };

async function start(answers: Record<string, unknown>, { files = {}, env = {}, rocmSmi = null }: { files?: Record<string, string>; env?: Record<string, string>; rocmSmi?: string | null } = {}) {
  const tool = new GpuTool((line): Answer => (line in answers ? (typeof answers[line] === "string" ? answers[line] : JSON.stringify(answers[line])) : broken));
  const host = FixtureHost.of(files);
  const amdSmiProgram = Object.keys(answers).some((line) => line.startsWith("amd-smi")) ? "amd-smi" : null;
  const source = new AmdSource({ ...tool.options, amdSmi: amdSmiProgram, rocmSmi, env, sysfs: new AmdSysfs(host, listDrmCards(host)) });
  await settle();
  return { tool, source, clock: tool.clock, host };
}

test("AmdSource tells what amd-smi told of devices and processes, and later what they are called", async () => {
  const { tool, source, clock } = await start(amdSmi);
  const device = { usage: 0.8, vramBytes: 4 * GIB, vramTotalBytes: 16 * GIB, powerWatts: null, temperatureCelsius: null };
  await clock.pass(1000);
  assert.deepEqual(source.read(), {
    devices: [
      { index: 0, uuid: "GPU-000000000000000a", name: "Radeon Z", ...device },
      { index: 1, uuid: "GPU-000000000000000b", name: "Radeon Z", ...device, usage: 0, vramBytes: 16 * 2 ** 20 },
    ],
    processes: [{ index: 0, pid: 7, usage: null, vramBytes: 4000 * 2 ** 20 }],
  });
  assert.deepEqual(tool.asked, [METRIC, "amd-smi static --asic --json", "amd-smi process --json", METRIC, "amd-smi process --json"]);
});

test("AmdSource asks amd-smi for everything where it knows no single metrics", async () => {
  const { source } = await start({ "amd-smi metric --json": [gpu(0, 30, 1)] });
  assert.deepEqual(source.read()!.devices.map(({ usage }) => usage), [0.3]);
  assert.equal(source.read()!.processes, null, "it told of none");
});

test("AmdSource asks for processes no more once amd-smi has refused four times", async () => {
  const { tool, clock } = await start({ [METRIC]: [gpu(0, 30, 1)] });
  for (let round = 0; round < 9; round++) await clock.pass(1000);
  assert.equal(tool.asked.filter((line) => line === "amd-smi process --json").length, 4);
});

test("AmdSource asks rocm-smi where amd-smi does not answer, and tells of processes without their GPU", async () => {
  const rocm = "rocm-smi --showuse --showmeminfo vram --showpower --showtemp --showproductname --showuniqueid --showpids --json";
  const answers = { "amd-smi metric --help": "", [rocm]: { card0: { "GPU use (%)": "12" }, card1: { "GPU use (%)": "0" }, system: { PID7: "sh, 2, 4096, 0, 0" } } };
  const { source, tool } = await start(answers, { rocmSmi: "rocm-smi" });
  assert.deepEqual(source.read()!.devices.map(({ index, usage }) => [index, usage]), [[0, 0.12], [1, 0]]);
  assert.deepEqual(source.read()!.processes, [{ index: null, pid: 7, usage: null, vramBytes: 4096 }]);
  assert.deepEqual(tool.asked, [METRIC, "amd-smi metric --json", rocm]);
});

test("AmdSource counts a process once that amd-smi lists with all its memory under each GPU", async () => {
  const list = [process(7, 3000), process(8, 2900)];
  const lists = [{ gpu: 0, process_list: list }, { gpu: 1, process_list: list }];
  const held = async (first: number, second: number) => (await start({ ...amdSmi, [METRIC]: [gpu(0, 50, first), gpu(1, 50, second)], "amd-smi process --json": lists })).source.read()!.processes!.map(({ index, pid }) => [index, pid]);
  assert.deepEqual(await held(3100, 3000), [[null, 7], [null, 8]]);
  assert.deepEqual(await held(6000, 6000), [[0, 7], [0, 8], [1, 7], [1, 8]], "they really hold as much on each");
});

test("AmdSource shows the devices that ROCm shows to the job, and their processes", async () => {
  const { source } = await start(amdSmi, { env: { ROCR_VISIBLE_DEVICES: "1" } });
  assert.deepEqual([source.read()!.devices.map(({ index }) => index), source.read()!.processes], [[1], []]);
});

test("AmdSource reads the kernel's files where there is no tool", async () => {
  const { source, host } = await start({}, { files: kernel });
  assert.deepEqual(source.read(), { devices: [ofKernel], processes: null });
  host.setFile(`${card0}/gpu_busy_percent`, "99\n");
  assert.equal(source.read()!.devices[0]!.usage, 0.99, "as it is now");
});

test("AmdSource reads the kernel's files once the tools are given up, and says so once", async () => {
  const { source, tool, clock } = await start({ "amd-smi version": "" }, { files: kernel });
  assert.equal(source.read(), null, "it may answer yet");
  for (let round = 0; round < 4; round++) await clock.pass(10_000);
  assert.deepEqual([source.read(), tool.broken], [{ devices: [ofKernel], processes: null }, ["it ended with 1: no"]]);
});

test("AmdSource is closed with its tool", async () => {
  const { source, tool, clock } = await start(amdSmi);
  source.close();
  tool.takeAsked();
  await clock.pass(100_000);
  assert.deepEqual(tool.asked, []);
});

const read = (files: Record<string, string>, links: Record<string, string> = {}) => {
  const host = FixtureHost.of(files, { links });
  return new AmdSysfs(host, listDrmCards(host)).read();
};

test("AmdSysfs takes what is not told for unknown", () => {
  assert.deepEqual(read({ [`${card0}/vendor`]: "0x1002\n", [`${card0}/gpu_busy_percent`]: "3\n", [`${card0}/mem_info_vram_used`]: "many\n" }), [{ index: 0, uuid: null, name: null, usage: 0.03, vramBytes: null, vramTotalBytes: null, powerWatts: null, temperatureCelsius: null }]);
});

test("AmdSysfs reads the power of newer cards, and of several sensors the card's own", () => {
  const { [`${card0}/hwmon/hwmon4/power1_average`]: _, ...others } = kernel;
  const files = { ...others, [`${card0}/hwmon/hwmon4/power1_input`]: "9000000\n", [`${card0}/hwmon/hwmon3/name`]: "other\n", [`${card0}/hwmon/hwmon3/power1_average`]: "1000000\n" };
  assert.equal(read(files)[0]!.powerWatts, 9);
});

test("AmdSysfs lets a card sleep", () => {
  const host = FixtureHost.of({ ...kernel, [`${card0}/power/runtime_status`]: "suspended\n" });
  const sysfs = new AmdSysfs(host, listDrmCards(host));
  host.forgetReads();
  assert.deepEqual(sysfs.read(), [{ ...ofKernel, usage: 0, vramBytes: null, powerWatts: null, temperatureCelsius: null }]);
  assert.equal(host.countReads(), 1, "it was asked for nothing else");
});

test("AmdSysfs leaves out cards whose driver tells nothing", () => {
  assert.deepEqual(read({ [`${card0}/vendor`]: "0x1002\n", [`${card0}/power_method`]: "dpm\n" }), []);
});

test("listDrmCards() counts cards in the order of the bus, and neither their connectors nor what has no vendor", () => {
  const vendor = (card: string): string => `/sys/class/drm/${card}/device/vendor`;
  const files = { [vendor("card0")]: "0x1002\n", [vendor("card1")]: "0x8086\n", [vendor("card10")]: "0x1002\n", [vendor("card2")]: "0x1AF4\n", [vendor("card1-DP-1")]: "0x8086\n", [vendor("renderD128")]: "0x1002\n", "/sys/class/drm/card3/device/driver": "", "/sys/class/drm/version": "drm" };
  const links = { "/sys/class/drm/card0/device": "../../../0000:83:00.0", "/sys/class/drm/card1/device": "../../../0000:00:02.0", "/sys/class/drm/card10/device": "../../../0000:03:00.0", "/sys/class/drm/card2/device": "../../../0000:c0:01.0" };
  assert.deepEqual(listDrmCards(FixtureHost.of(files, { links })).map(({ folder, vendor: of }) => [folder.split("/").at(-1), of]), [["card1", "0x8086"], ["card10", "0x1002"], ["card0", "0x1002"], ["card2", "0x1af4"]]);
  assert.deepEqual(listDrmCards(FixtureHost.of({})), []);
});
