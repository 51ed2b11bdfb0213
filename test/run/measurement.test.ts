import assert from "node:assert/strict";
import { test } from "node:test";
import { FixtureHost } from "../../src/host/fixture-host.ts";
import { Measurement } from "../../src/run/measurement.ts";
import { createSources } from "../../src/sources/index.ts";
import type { Sources } from "../../src/sources/source.ts";

const start = (host: FixtureHost): Measurement =>
  new Measurement(host, { sources: createSources(host, { platform: "linux" }) as Sources, warnings: [], helpers: { onEnded: () => undefined } }, { pid: 1, runId: null, intervalSeconds: 1, memoryKind: "pss", system: true, attached: true, exactGroup: null, startMs: host.monotonicMs(), startWallMs: host.wallMs(), onSample: () => undefined });

test("Measurement tells at its end what the CPUs' sensors told, and of none where there is none", async () => {
  const host = FixtureHost.load("fixtures/hosts/debian-12-cgroup-v1-hybrid");
  const bare = start(host);
  await bare.watchHardware({ gpu: false, gpus: null, system: true });
  bare.stop();
  assert.equal(bare.sensorsAtEnd, null);
  host.setFile("/sys/class/thermal/thermal_zone0/type", "x86_pkg_temp\n");
  host.setFile("/sys/class/thermal/thermal_zone0/temp", "51000\n");
  const measurement = start(host);
  await measurement.watchHardware({ gpu: false, gpus: null, system: true });
  measurement.stop();
  assert.deepEqual(measurement.sensorsAtEnd, { cpu_temperature_mean_celsius: 51, cpu_temperature_max_celsius: 51, cpu_frequency_mean_mhz: null, cpu_energy_joules: null });
});
