import type { GpuUse, Report, Sensors } from "../report/report.ts";
import { formatMemory } from "./bytes.ts";
import { cut, pad, visible } from "./visible.ts";

const LABEL_WIDTH = 16;
/** Of a machine with more, the page tells. */
const MOST_GPUS = 16;

/** Each GPU where there are several, and energy. "" where nothing is known of either. */
export function renderHardware(report: Report, width = 80): string {
  const lines = [...gpuLines(report.gpus), ...sensorLines(report), ...energyLines(report)];
  return lines.map(([label, text]) => `  ${pad(label, LABEL_WIDTH)}${cut(text, width - LABEL_WIDTH - 2).trimEnd()}\n`).join("");
}

function gpuLines(gpus: readonly GpuUse[]): [string, string][] {
  if (gpus.length < 2) return [];
  const cells = gpus.slice(0, MOST_GPUS).map(gpuCells);
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  const lines = cells.map((row, at): [string, string] => [`GPU ${gpus[at]!.index}`, row.map((cell, column) => (column === row.length - 1 ? cell : cell.padStart(widths[column]!))).join("   ")]);
  return gpus.length > MOST_GPUS ? [...lines, ["", `and ${gpus.length - MOST_GPUS} more`]] : lines;
}

/** How busy, memory at most, power, and what it is. Of the job where that is known, else of the device. */
export function gpuCells(gpu: GpuUse): string[] {
  const usage = gpu.process_usage_mean ?? gpu.usage_mean;
  const memory = gpu.process_vram_peak_mib ?? gpu.vram_peak_mib;
  return [
    `${usage === null ? "n/a" : `${(usage * 100).toFixed(0)} %`} busy`,
    memory === null ? "n/a" : `${formatMemory(memory * 2 ** 20)}${gpu.vram_total_mib === null ? "" : ` of ${formatMemory(gpu.vram_total_mib * 2 ** 20)}`}`,
    gpu.power_mean_watts === null ? "" : `${gpu.power_mean_watts.toFixed(0)} W`,
    visible(gpu.name ?? ""),
  ];
}

function sensorLines({ sensors }: Report): [string, string][] {
  const parts = sensors === null ? [] : [temperatureOf(sensors), frequencyOf(sensors)].filter((part) => part !== null);
  return parts.length === 0 ? [] : [["CPU", parts.join(", ")]];
}

/** "61 °C on average, 84 °C at most" */
export function temperatureOf({ cpu_temperature_mean_celsius: mean, cpu_temperature_max_celsius: most }: Sensors): string | null {
  return mean === null || most === null ? null : `${mean.toFixed(0)} °C on average, ${most.toFixed(0)} °C at most`;
}

/** "3.21 GHz on average" */
export function frequencyOf({ cpu_frequency_mean_mhz: mhz }: Sensors): string | null {
  return mhz === null ? null : `${(mhz / 1000).toFixed(2)} GHz on average`;
}

function energyLines({ totals, sensors }: Report): [string, string][] {
  const cpu = sensors?.cpu_energy_joules ?? null;
  const parts = [...(cpu === null ? [] : [`${formatEnergy(cpu)} by CPUs`]), ...(totals.energy_joules === null ? [] : [`${formatEnergy(totals.energy_joules)} by GPUs`])];
  return parts.length === 0 ? [] : [["Energy", parts.join(", ")]];
}

/** "820 J", "3.4 Wh", "1.2 kWh" */
export function formatEnergy(joules: number): string {
  if (joules < 3600) return `${joules.toFixed(0)} J`;
  return joules < 3.6e6 ? `${(joules / 3600).toFixed(1)} Wh` : `${(joules / 3.6e6).toFixed(1)} kWh`;
}
