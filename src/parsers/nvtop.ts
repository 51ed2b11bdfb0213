import { isRecord } from "./cim-value.ts";
import { parseJsonInText } from "./json-in-text.ts";
import { nvidiaSmiText, nvidiaSmiValue } from "./nvidia-smi-value.ts";
import { refuseJunk } from "./unparsable.ts";

/** One GPU of any vendor at one moment. */
export interface NvtopGpu {
  /** In the order they are told, from 0. */
  index: number;
  name: string | null;
  /** 0..1 */
  usage: number | null;
  encoder: number | null;
  decoder: number | null;
  memoryUsedBytes: number | null;
  memoryTotalBytes: number | null;
  powerWatts: number | null;
  temperatureCelsius: number | null;
  processes: { pid: number; name: string | null; memoryBytes: number | null; usage: number | null }[];
}

/**
 * `nvtop -s`: a list of GPUs. Values are text with their unit, bytes have none; null is unknown.
 * ```text
 * [{"device_name": "NVIDIA Z100", "temp": "51C", "power_draw": "40W", "gpu_util": "85%", "mem_total": "8589934592", "mem_used": "1073741824"}]
 * ```
 * https://github.com/Syllo/nvtop
 */
export function parseNvtop(text: string): NvtopGpu[] {
  const json = parseJsonInText(text, "nvtop");
  const records = Array.isArray(json) ? json.filter(isRecord).filter((record) => "device_name" in record) : [];
  if (records.length === 0 && !(Array.isArray(json) && json.length === 0)) refuseJunk(text, "nvtop");
  return records.map((record, index) => {
    const value = (name: string, unit = ""): number | null => valueOf(record[name], unit);
    return {
      index,
      name: textOf(record["device_name"]),
      usage: value("gpu_util", "%"),
      encoder: value("encode", "%") ?? value("encode_decode", "%"),
      decoder: value("decode", "%") ?? value("encode_decode", "%"),
      memoryUsedBytes: value("mem_used"),
      memoryTotalBytes: value("mem_total"),
      powerWatts: value("power_draw", "W"),
      temperatureCelsius: value("temp", "C"),
      processes: (Array.isArray(record["processes"]) ? record["processes"] : []).filter(isRecord).flatMap((process) => {
        const pid = valueOf(process["pid"], "");
        return pid === null ? [] : [{ pid, name: textOf(process["cmdline"] ?? process["name"]), memoryBytes: valueOf(process["gpu_mem_bytes_alloc"] ?? process["mem_used"], ""), usage: valueOf(process["gpu_usage"], "%") }];
      }),
    };
  });
}

function valueOf(value: unknown, unit: string): number | null {
  return typeof value === "string" || typeof value === "number" ? nvidiaSmiValue(String(value), unit) : null;
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? nvidiaSmiText(value) : null;
}
