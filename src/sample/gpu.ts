import type { GpuProcess, GpuReading } from "../sources/gpu/gpu-source.ts";
import { type GpuSample, noGpu } from "./sample.ts";

/** What all GPUs did. */
export function gpuOfSystem(reading: GpuReading | null): GpuSample {
  if (reading === null || reading.devices.length === 0) return noGpu;
  const { devices } = reading;
  return {
    usage: sumOf(devices.map(({ usage }) => usage)),
    vramBytes: sumOf(devices.map(({ vramBytes }) => vramBytes)),
    utilized: devices.every(({ usage }) => usage === null) ? null : devices.filter(({ usage }) => (usage ?? 0) > 0).length,
    powerWatts: sumOf(devices.map(({ powerWatts }) => powerWatts)),
  };
}

/**
 * What the job did on them. Where devices are busy and no process is told to be on any, as in most containers, nobody knows whose
 * work it is: then nothing is known. Nor where the pids are not this machine's (`pidsAreOurs`). A part of its work is not the sum of it: where
 * one of its devices tells of no process's, that is unknown, too.
 */
export function gpuOfTree(reading: GpuReading | null, isMember: (pid: number) => boolean, pidsAreOurs: boolean): GpuSample {
  if (reading === null || reading.processes === null || reading.devices.length === 0) return noGpu;
  const { devices, processes } = reading;
  const foreign = processes.length > 0 && !pidsAreOurs;
  const hidden = processes.length === 0 && devices.some(({ usage }) => (usage ?? 0) > 0);
  if (foreign || hidden) return noGpu;
  const own = processes.filter(({ pid }) => isMember(pid));
  const known = reading.usageUnknownOf === undefined || own.every(({ index }) => index === null || !reading.usageUnknownOf!.includes(index));
  const usages = own.map((process) => (known ? usageOf(process, reading) : null));
  const used = own.filter((_, at) => (usages[at] ?? 0) > 0);
  return {
    usage: own.length === 0 ? 0 : sumOf(usages),
    vramBytes: own.length === 0 ? 0 : sumOf(own.map(({ vramBytes }) => vramBytes)),
    utilized: own.length > 0 && usages.every((usage) => usage === null) ? null : new Set(used.map(({ index }) => index)).size,
    powerWatts: null,
  };
}

/** Of a process that does nothing, nothing is told: it is 0 where the device is idle, or tells of others on it. */
function usageOf({ index, usage }: GpuProcess, { devices, processes }: GpuReading): number | null {
  if (usage !== null) return usage;
  const isIdle = devices.some((device) => device.index === index && device.usage === 0);
  return isIdle || processes!.some((other) => other.index === index && other.usage !== null) ? 0 : null;
}

/** Of what is known; null where nothing is. */
function sumOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}
