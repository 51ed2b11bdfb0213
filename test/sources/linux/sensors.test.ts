import assert from "node:assert/strict";
import { test } from "node:test";
import { FixtureHost } from "../../../src/host/fixture-host.ts";
import { createSensorSource } from "../../../src/sources/linux/sensors.ts";

const hwmon = (number: number, name: string, files: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries({ name, ...files }).map(([file, text]) => [`/sys/class/hwmon/hwmon${number}/${file}`, `${text}\n`]));
const zone = (number: number, type: string, temp: string): Record<string, string> => ({ [`/sys/class/thermal/thermal_zone${number}/type`]: `${type}\n`, [`/sys/class/thermal/thermal_zone${number}/temp`]: `${temp}\n` });
const rapl = (number: string, name: string, energy: string, range = "1000000"): Record<string, string> => ({
  [`/sys/class/powercap/${number}/name`]: `${name}\n`,
  [`/sys/class/powercap/${number}/energy_uj`]: `${energy}\n`,
  [`/sys/class/powercap/${number}/max_energy_range_uj`]: `${range}\n`,
});
const policy = (number: number, kilohertz: string): Record<string, string> => ({ [`/sys/devices/system/cpu/cpufreq/policy${number}/scaling_cur_freq`]: `${kilohertz}\n` });
const temperatureOf = (files: Record<string, string>): number | null | undefined => createSensorSource(FixtureHost.of(files))?.read().temperatureCelsius;

const package0 = { temp1_input: "61000", temp1_label: "Package id 0", temp2_input: "75000", temp2_label: "Core 0" };
const temperatures: [string, Record<string, string>, number | null | undefined][] = [
  ["Intel's package, not its cores", { ...hwmon(0, "acpitz", { temp1_input: "27800" }), ...hwmon(3, "coretemp", package0) }, 61],
  ["the hottest of two packages", { ...hwmon(1, "coretemp", package0), ...hwmon(10, "coretemp", { temp1_input: "64500", temp1_label: "Package id 1" }) }, 64.5],
  ["the hottest core of a CPU without packages", hwmon(0, "coretemp", { temp2_input: "51000", temp2_label: "Core 0", temp3_input: "49000", temp3_label: "Core 1" }), 51],
  ["AMD's Tdie before its Tctl", hwmon(0, "k10temp", { temp1_input: "88000", temp1_label: "Tctl", temp2_input: "61000", temp2_label: "Tdie" }), 61],
  ["AMD's Tctl before its dies", hwmon(0, "zenpower", { temp1_input: "70000", temp1_label: "Tctl", temp3_input: "72000", temp3_label: "Tccd1" }), 70],
  ["a small board's only one", hwmon(0, "cpu_thermal", { temp1_input: "48312" }), 48.312],
  ["the firmware's zone where no driver tells", { ...hwmon(0, "nvme", { temp1_input: "40000" }), ...zone(0, "acpitz", "27800"), ...zone(1, "x86_pkg_temp", "55000") }, 55],
  ["the hottest of a phone's cores, not its GPU", { ...zone(0, "cpu-0-0-usr", "41000"), ...zone(1, "cpu-1-0-usr", "43000"), ...zone(2, "gpuss-0-usr", "60000") }, 43],
  ["nothing of a disk or a mainboard", { ...hwmon(0, "nvme", { temp1_input: "40000" }), ...zone(0, "acpitz", "27800") }, undefined],
  ["nothing of a sensor that is not connected", { ...hwmon(0, "coretemp", { temp1_input: "-128000", temp1_label: "Package id 0" }), ...zone(0, "x86_pkg_temp", "0") }, undefined],
  ["nothing where there is nothing", {}, undefined],
];
for (const [what, files, celsius] of temperatures) {
  test(`createSensorSource() takes for the CPU's temperature ${what}`, () => assert.equal(temperatureOf(files), celsius));
}

test("createSensorSource() finds a sensor that comes and goes unknown, and known again", () => {
  const host = FixtureHost.of(hwmon(0, "coretemp", package0));
  const source = createSensorSource(host)!;
  host.makeUnreadable("/sys/class/hwmon/hwmon0/temp1_input");
  assert.equal(source.read().temperatureCelsius, null);
  host.makeReadable("/sys/class/hwmon/hwmon0/temp1_input");
  assert.equal(source.read().temperatureCelsius, 61);
});

test("createSensorSource() takes the mean frequency of all cores, eight each time, in the order of their numbers", () => {
  const host = FixtureHost.of(Object.assign({}, ...Array.from({ length: 12 }, (_, core) => policy(core, String((core < 8 ? 2000 : 3000) * 1000)))));
  const source = createSensorSource(host)!;
  host.forgetReads();
  assert.deepEqual([source.read().frequencyMhz, host.countReads()], [2000, 8]);
  assert.equal(source.read().frequencyMhz, 2500);
});

test("createSensorSource() leaves out cores that are off, and asks for no frequency where none is told", () => {
  assert.equal(createSensorSource(FixtureHost.of({ ...policy(0, "1800000"), ...policy(1, "<unknown>"), ...policy(2, "2200000") }))!.read().frequencyMhz, 2000);
  assert.equal(createSensorSource(FixtureHost.of(policy(0, "<unknown>"))), null);
});

test("createSensorSource() asks seldom for frequencies that take long to tell", () => {
  const host = FixtureHost.of({ ...policy(0, "1000000"), ...policy(1, "3000000") });
  const source = createSensorSource(host)!;
  const slow = new Proxy(host, {
    get: (of, name: keyof FixtureHost) => (name === "readText" ? (path: string) => (of.advance(path.endsWith("_freq") ? 20 : 0), of.readText(path)) : typeof of[name] === "function" ? (of[name] as () => unknown).bind(of) : of[name]),
  });
  const slowSource = createSensorSource(slow)!;
  assert.equal(source.read().frequencyMhz, 2000);
  assert.equal(slowSource.read().frequencyMhz, 1000);
  const reads = (): number => host.countReads("/sys/devices/system/cpu/cpufreq/policy1/scaling_cur_freq");
  const before = reads();
  host.advance(3999);
  assert.deepEqual([slowSource.read().frequencyMhz, reads()], [1000, before]);
  host.advance(1);
  assert.deepEqual([slowSource.read().frequencyMhz, reads()], [3000, before + 1]);
});

test("createSensorSource() adds up the energy of the packages, over the ends of their counters", () => {
  const host = FixtureHost.of({ ...rapl("intel-rapl:0", "package-0", "400000"), ...rapl("intel-rapl:1", "package-1", "900000"), ...rapl("intel-rapl:0:0", "core", "5"), ...rapl("intel-rapl:2", "psys", "7"), ...rapl("intel-rapl-mmio:0", "package-0", "3") });
  const source = createSensorSource(host)!;
  assert.equal(source.read().energyJoules, 0);
  for (const within of ["intel-rapl:0:0", "intel-rapl:2", "intel-rapl-mmio:0"]) host.setFile(`/sys/class/powercap/${within}/energy_uj`, "800000\n");
  host.setFile("/sys/class/powercap/intel-rapl:0/energy_uj", "650000\n");
  assert.equal(source.read().energyJoules, 0.25);
  host.setFile("/sys/class/powercap/intel-rapl:0/energy_uj", "100000\n");
  host.setFile("/sys/class/powercap/intel-rapl:1/energy_uj", "899999\n");
  assert.equal(source.read().energyJoules, 0.25 + 0.45 + 0.999999);
});

test("createSensorSource() does not know energy that only root may read, nor any more after a reading that failed or fell without a range", () => {
  const hidden = FixtureHost.of({ ...rapl("intel-rapl:0", "package-0", "400000"), ...policy(0, "1000000") });
  hidden.makeUnreadable("/sys/class/powercap/intel-rapl:0/energy_uj");
  assert.equal(createSensorSource(hidden)!.read().energyJoules, null);
  const failing = FixtureHost.of(rapl("intel-rapl:0", "package-0", "400000"));
  const source = createSensorSource(failing)!;
  failing.makeUnreadable("/sys/class/powercap/intel-rapl:0/energy_uj");
  assert.equal(source.read().energyJoules, null);
  failing.makeReadable("/sys/class/powercap/intel-rapl:0/energy_uj");
  assert.equal(source.read().energyJoules, null);
  const endless = FixtureHost.of(rapl("intel-rapl:0", "package-0", "400000", ""));
  const falling = createSensorSource(endless)!;
  endless.setFile("/sys/class/powercap/intel-rapl:0/energy_uj", "1\n");
  assert.equal(falling.read().energyJoules, null);
});
