import { type IoregDictionary, type IoregValue, parseIoreg } from "./ioreg.ts";

/** One GPU of a Mac at one moment. */
export interface IoregAccelerator {
  name: string | null;
  /** 0..1 */
  usage: number | null;
  /** Of Apple's own, of the memory that it shares with the CPU. */
  memoryBytes: number | null;
  /** null where it shares the machine's. */
  memoryTotalBytes: number | null;
  powerWatts: number | null;
  temperatureCelsius: number | null;
}

/** Drivers name the same thing differently; the first one that is there counts. */
const USAGE = ["Device Utilization %", "GPU Activity(%)", "GPU Busy(%)", "GPU Utilization %"];
const MEMORY = ["vramUsedBytes", "In use system memory", "inUseVidMemoryBytes", "inUseSysMemoryBytes"];

/**
 * `ioreg -r -c IOAccelerator -d 1 -w 0`: what each GPU's driver counts, under "PerformanceStatistics". The renderer and the tiler are parts
 * of the device, and say little while it computes. "Alloc system memory" may be more than the machine has.
 *
 * ```text
 * "PerformanceStatistics" = {"Device Utilization %"=88,"Renderer Utilization %"=2,"In use system memory"=1048576}
 * ```
 * ioreg(8)
 */
export function parseIoregAccelerators(text: string): IoregAccelerator[] {
  return parseIoreg(text).flatMap(({ className, properties }) => {
    const statistics = properties["PerformanceStatistics"];
    if (!isDictionary(statistics)) return [];
    const first = (keys: readonly string[]): number | null => keys.map((key) => count(statistics[key])).find((value) => value !== null) ?? null;
    const used = first(["vramUsedBytes"]);
    const free = first(["vramFreeBytes"]);
    const percent = first(USAGE);
    return [
      {
        name: modelOf(properties["model"]) ?? className,
        usage: percent === null ? null : Math.min(percent, 100) / 100,
        memoryBytes: first(MEMORY),
        memoryTotalBytes: first(["vramTotalBytes"]) ?? (used === null || free === null ? null : used + free),
        powerWatts: first(["Total Power(W)"]),
        temperatureCelsius: first(["Temperature(C)"]),
      },
    ];
  });
}

function isDictionary(value: IoregValue | undefined): value is IoregDictionary {
  return typeof value === "object" && !Array.isArray(value);
}

/** A counter below zero, or beyond what a number holds, is none. */
function count(value: IoregValue | undefined): number | null {
  return typeof value === "number" && value >= 0 ? value : null;
}

function modelOf(model: IoregValue | undefined): string | null {
  return typeof model === "string" && model.trim() !== "" && !model.startsWith("<") ? model.trim() : null;
}
