import { isRecord } from "./cim-value.ts";
import { refuseJunk } from "./unparsable.ts";
import { linesOf } from "./words.ts";

/** A Mac at one moment; null where this release does not tell. */
export interface MacmonSample {
  /** 0..1 */
  gpuUsage: number | null;
  gpuMegahertz: number | null;
  cpuWatts: number | null;
  gpuWatts: number | null;
  /** Of the whole machine. */
  systemWatts: number | null;
  memoryTotalBytes: number | null;
  memoryUsedBytes: number | null;
  swapUsedBytes: number | null;
  cpuCelsius: number | null;
  gpuCelsius: number | null;
}

/**
 * `macmon pipe`: a line of JSON for each sample. Usage is a frequency in MHz and a share of the time.
 * ```text
 * {"gpu_usage":[500,0.125],"gpu_power":0.5,"memory":{"ram_total":17179869184,"ram_usage":8589934592},"temp":{"gpu_temp_avg":38.25}}
 * ```
 * https://github.com/vladkens/macmon
 */
export function parseMacmon(text: string): MacmonSample[] {
  const samples = linesOf(text).flatMap((line) => (line.trimStart().startsWith("{") ? (toSample(tryJson(line)) ?? []) : []));
  if (samples.length === 0) refuseJunk(text, "macmon");
  return samples;
}

function toSample(value: unknown): MacmonSample | null {
  if (!isRecord(value) || !("gpu_power" in value || "gpu_usage" in value)) return null;
  const memory = isRecord(value["memory"]) ? value["memory"] : {};
  const temperature = isRecord(value["temp"]) ? value["temp"] : {};
  const [gpuMegahertz, gpuUsage] = Array.isArray(value["gpu_usage"]) ? (value["gpu_usage"] as unknown[]) : [];
  return {
    gpuUsage: numberOrNull(gpuUsage),
    gpuMegahertz: numberOrNull(gpuMegahertz),
    cpuWatts: numberOrNull(value["cpu_power"]),
    gpuWatts: numberOrNull(value["gpu_power"]),
    systemWatts: numberOrNull(value["sys_power"]),
    memoryTotalBytes: numberOrNull(memory["ram_total"]),
    memoryUsedBytes: numberOrNull(memory["ram_usage"]),
    swapUsedBytes: numberOrNull(memory["swap_usage"]),
    cpuCelsius: numberOrNull(temperature["cpu_temp_avg"]),
    gpuCelsius: numberOrNull(temperature["gpu_temp_avg"]),
  };
}

function numberOrNull(value: unknown): number | null {
  return typeof value === "number" && value >= 0 ? value : null;
}

function tryJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
