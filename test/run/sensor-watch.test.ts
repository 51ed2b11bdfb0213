import assert from "node:assert/strict";
import { test } from "node:test";
import { FixtureHost } from "../../src/host/fixture-host.ts";
import { SensorWatch } from "../../src/run/sensor-watch.ts";

test("SensorWatch tells what the CPUs did from its start to its end", () => {
  const files = { temperature: "/sys/class/thermal/thermal_zone0/temp", frequency: "/sys/devices/system/cpu/cpufreq/policy0/scaling_cur_freq", energy: "/sys/class/powercap/intel-rapl:0/energy_uj" };
  const host = FixtureHost.of({ "/sys/class/thermal/thermal_zone0/type": "x86_pkg_temp\n", [files.temperature]: "50000\n", [files.frequency]: "2000000\n", "/sys/class/powercap/intel-rapl:0/name": "package-0\n", "/sys/class/powercap/intel-rapl:0/max_energy_range_uj": "1000000\n", [files.energy]: "300000\n" });
  const watch = SensorWatch.start(host, 1)!;
  host.setFile(files.temperature, "80000\n");
  host.setFile(files.frequency, "3500000\n");
  watch.sample();
  host.setFile(files.temperature, "60000\n");
  host.setFile(files.frequency, "3200000\n");
  host.setFile(files.energy, "50000\n");
  assert.deepEqual(watch.stop(), { cpu_temperature_mean_celsius: 63.3, cpu_temperature_max_celsius: 80, cpu_frequency_mean_mhz: 2900, cpu_energy_joules: 0.75 });
});

test("SensorWatch leaves what is not told unknown, and is none where nothing is", () => {
  const watch = SensorWatch.start(FixtureHost.of({ "/sys/class/hwmon/hwmon0/name": "k10temp\n", "/sys/class/hwmon/hwmon0/temp1_input": "45250\n" }), 0.05)!;
  assert.deepEqual(watch.stop(), { cpu_temperature_mean_celsius: 45.3, cpu_temperature_max_celsius: 45.3, cpu_frequency_mean_mhz: null, cpu_energy_joules: null });
  assert.equal(SensorWatch.start(FixtureHost.of({ "/sys/class/hwmon/hwmon0/name": "nvme\n" }), 1), null);
});
