import { nvidiaSmiText, nvidiaSmiValue } from "./nvidia-smi-value.ts";
import { unescapeXml, xmlElements, type XmlElement } from "./xml.ts";

/** One GPU at one moment. */
export interface XmlGpu {
  /** In the order they are told, from 0. */
  index: number;
  uuid: string | null;
  name: string | null;
  /** 0..1; null under MIG, and where the driver does not tell. */
  utilization: number | null;
  /** Share of the time in which the memory bus was busy. */
  memoryBus: number | null;
  memoryUsedBytes: number | null;
  memoryTotalBytes: number | null;
  powerWatts: number | null;
  temperatureCelsius: number | null;
  /** null: it knows no MIG. */
  mig: boolean | null;
  migDevices: { index: number | null; gpuInstance: number | null; computeInstance: number | null; memoryUsedBytes: number | null; memoryTotalBytes: number | null }[];
  processes: { pid: number; type: string | null; name: string | null; memoryBytes: number | null; gpuInstance: number | null; computeInstance: number | null }[];
}

/**
 * `nvidia-smi -q -x`: all that the driver tells, of every GPU. Of the schema's versions each has fields that others lack.
 *
 * ```text
 * <gpu id="00000000:00:04.0">
 *   <fb_memory_usage><total>40960 MiB</total><used>38 MiB</used></fb_memory_usage>
 *   <utilization><gpu_util>12 %</gpu_util></utilization>
 * ```
 * nvidia-smi(1), "-x, --xml-format"
 */
export function parseNvidiaSmiXml(text: string): XmlGpu[] {
  const log = xmlElements(text).find(({ name }) => name === "nvidia_smi_log");
  return (log?.children ?? []).filter(({ name }) => name === "gpu").map((gpu, index) => {
    const value = (path: string, unit: string): number | null => number(find(gpu, path), unit);
    const mig = word(find(gpu, "mig_mode/current_mig"));
    return {
      index,
      uuid: word(find(gpu, "uuid")),
      name: word(find(gpu, "product_name")),
      utilization: value("utilization/gpu_util", "%"),
      memoryBus: value("utilization/memory_util", "%"),
      memoryUsedBytes: value("fb_memory_usage/used", "MiB"),
      memoryTotalBytes: value("fb_memory_usage/total", "MiB"),
      powerWatts: ["power_readings/power_draw", "gpu_power_readings/power_draw", "gpu_power_readings/instant_power_draw", "gpu_power_readings/average_power_draw"].map((path) => value(path, "W")).find((watts) => watts !== null) ?? null,
      temperatureCelsius: value("temperature/gpu_temp", "C"),
      mig: mig === null ? null : mig === "Enabled",
      migDevices: listOf(gpu, "mig_devices", "mig_device").map((device) => ({
        index: number(find(device, "index"), ""),
        ...instances(device),
        memoryUsedBytes: number(find(device, "fb_memory_usage/used"), "MiB"),
        memoryTotalBytes: number(find(device, "fb_memory_usage/total"), "MiB"),
      })),
      processes: listOf(gpu, "processes", "process_info").flatMap((process) => {
        const pid = number(find(process, "pid"), "");
        return pid === null ? [] : [{ pid, type: word(find(process, "type")), name: word(find(process, "process_name")), memoryBytes: number(find(process, "used_memory"), "MiB"), ...instances(process) }];
      }),
    };
  });
}

function instances(element: XmlElement): { gpuInstance: number | null; computeInstance: number | null } {
  return { gpuInstance: number(find(element, "gpu_instance_id"), ""), computeInstance: number(find(element, "compute_instance_id"), "") };
}

const listOf = (gpu: XmlElement, list: string, item: string): XmlElement[] => find(gpu, list)?.children.filter(({ name }) => name === item) ?? [];

function find(element: XmlElement, path: string): XmlElement | undefined {
  return path.split("/").reduce<XmlElement | undefined>((at, step) => at?.children.find(({ name }) => name === step), element);
}

const word = (element: XmlElement | undefined): string | null => nvidiaSmiText(unescapeXml(element?.text ?? ""));
const number = (element: XmlElement | undefined, unit: string): number | null => nvidiaSmiValue(element?.text ?? "", unit);
