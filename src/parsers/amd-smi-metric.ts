import { parseAmdSmiRecords } from "./amd-smi-json.ts";
import { firstAmdValue } from "./amd-value.ts";

/** One GPU at one moment. */
export interface AmdSmiGpu {
  index: number;
  /** 0..1 */
  usage: number | null;
  vramBytes: number | null;
  vramTotalBytes: number | null;
  powerWatts: number | null;
  temperatureCelsius: number | null;
}

/** Where releases keep a value, the newest first; the last ones are those of `amd-smi monitor`. */
const places: Readonly<Record<Exclude<keyof AmdSmiGpu, "index">, readonly [keys: readonly string[], unit: string]>> = {
  usage: [["usage.gfx_activity", "usage.gfx_usage", "gfx"], "%"],
  vramBytes: [["mem_usage.used_vram", "fb_usage.vram_used", "fb_usage.fb_used", "vram_used"], "MB"],
  vramTotalBytes: [["mem_usage.total_vram", "mem_usage.vram", "fb_usage.vram_total", "fb_usage.fb_total", "vram_total"], "MB"],
  powerWatts: [["power.socket_power", "power.current_socket_power", "power.average_socket_power", "power.current_power", "power.average_power", "power", "power_usage"], "W"],
  // The edge as the other tools tell it; Instinct cards have only the hotspot.
  temperatureCelsius: [["temperature.edge", "temperature.edge_temperature", "temperature.hotspot", "temperature.hotspot_temperature", "temperature.junction", "hotspot_temperature"], "C"],
};

/**
 * `amd-smi metric --json`: how busy each GPU is, and what it holds and draws. Memory is told in "MB" that are MiB; what a GPU does not tell
 * is "N/A".
 *
 * ```text
 * [{"gpu": 0, "usage": {"gfx_activity": {"value": 88, "unit": "%"}}, "mem_usage": {"used_vram": {"value": 512, "unit": "MB"}}}]
 * ```
 * https://rocm.docs.amd.com/projects/amdsmi/en/latest/how-to/amdsmi-cli-tool.html
 */
export function parseAmdSmiMetric(text: string): AmdSmiGpu[] {
  return parseAmdSmiRecords(text, "amd-smi metric").map(({ index, record }) => ({
    index,
    ...(Object.fromEntries(Object.entries(places).map(([field, [keys, unit]]) => [field, firstAmdValue(record, keys, unit)])) as Record<keyof typeof places, number | null>),
  }));
}
