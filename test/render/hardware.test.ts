import assert from "node:assert/strict";
import { test } from "node:test";
import { formatEnergy, renderHardware } from "../../src/render/hardware.ts";
import { renderMarkdown } from "../../src/render/markdown.ts";
import { exampleReport, unknownGpu } from "../helpers/report.ts";

const gpus = [
  { ...unknownGpu, index: 0, name: "Z100", usage_mean: 0.9, process_usage_mean: 0.756, vram_peak_mib: 9000, process_vram_peak_mib: 8192, vram_total_mib: 24_576, power_mean_watts: 250.4 },
  { ...unknownGpu, index: 12, usage_mean: 0, vram_peak_mib: 4 },
  { ...unknownGpu, index: 13, name: `Z${"x".repeat(80)}` },
];
const totals = { ...exampleReport().totals, energy_joules: 12_240 };

test("renderHardware() tells of each of several GPUs on a line, of the job's part where it is known, and of energy", () => {
  assert.equal(
    renderHardware(exampleReport({ gpus, totals })),
    `  GPU 0           76 % busy   8.0 GiB of 24.0 GiB   250 W   Z100
  GPU 12           0 % busy               4.0 MiB
  GPU 13           n/a busy                   n/a           Zxxxxxxxxxxxxxxxxxx…
  Energy          3.4 Wh by GPUs
`,
  );
});

test("renderHardware() says nothing of what is not there, and of one GPU nothing that the figures have not said", () => {
  assert.equal(renderHardware(exampleReport()), "");
  assert.equal(renderHardware(exampleReport({ gpus: gpus.slice(0, 1), totals })), "  Energy          3.4 Wh by GPUs\n");
});

test("renderHardware() tells what the CPUs' sensors told, each where it is known", () => {
  const sensors = { cpu_temperature_mean_celsius: 61.4, cpu_temperature_max_celsius: 84, cpu_frequency_mean_mhz: 3214, cpu_energy_joules: 820 };
  assert.equal(renderHardware(exampleReport({ sensors, totals })), "  CPU             61 °C on average, 84 °C at most, 3.21 GHz on average\n  Energy          820 J by CPUs, 3.4 Wh by GPUs\n");
  assert.equal(renderHardware(exampleReport({ sensors: { ...sensors, cpu_temperature_mean_celsius: null, cpu_temperature_max_celsius: null, cpu_energy_joules: null } })), "  CPU             3.21 GHz on average\n");
});

test("renderHardware() tells of sixteen GPUs and how many more there are", () => {
  const lines = renderHardware(exampleReport({ gpus: Array.from({ length: 20 }, (_, index) => ({ ...unknownGpu, index })) })).split("\n");
  assert.deepEqual([lines.length, lines[15]!.slice(0, 8), lines[16]!.trim()], [18, "  GPU 15", "and 4 more"]);
});

test("renderMarkdown() has a table of several GPUs", () => {
  assert.match(renderMarkdown(exampleReport({ gpus: gpus.slice(0, 2) })), /\n\| GPU \| busy \| memory \| power \| {2}\|\n\|---\|---:\|---:\|---:\|---\|\n\| 0 \| 76 % \| 8\.0 GiB of 24\.0 GiB \| 250 W \| Z100 \|\n\| 12 \| 0 % \| 4\.0 MiB \| {2}\| {2}\|\n/);
  assert.doesNotMatch(renderMarkdown(exampleReport({ gpus: gpus.slice(0, 1) })), /\| GPU \| busy/);
});

test("formatEnergy() takes the unit of which there are a few", () => {
  assert.deepEqual([0, 3599, 3600, 3_599_999, 3.6e6].map(formatEnergy), ["0 J", "3599 J", "1.0 Wh", "1000.0 Wh", "1.0 kWh"]);
});
