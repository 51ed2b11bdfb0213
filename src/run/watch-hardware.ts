import { findProgram, WSL_FOLDERS } from "../host/find-program.ts";
import type { Host } from "../host/host.ts";
import type { GpuChoice } from "../sources/gpu/gpu-source.ts";
import type { SourceWarning } from "../sources/source-warning.ts";
import type { GpuWatch } from "./gpu-watch.ts";
import type { SensorWatch } from "./sensor-watch.ts";

export interface HardwareOptions {
  host: Host;
  intervalSeconds: number;
  /** Whether GPUs are watched, and which. */
  gpu: boolean;
  gpus: GpuChoice;
  /** Whether the machine is watched. */
  system: boolean;
  warn: (warning: SourceWarning) => void;
  onHelperEnded: () => void;
}

/** What tells of the hardware beside processors and memory, while a job runs. */
export interface Hardware {
  gpus: GpuWatch | null;
  sensors: SensorWatch | null;
}

const SENSORS = ["class/hwmon", "class/thermal", "class/powercap", "devices/system/cpu/cpufreq"];

/** Listens to what there is. Where there is nothing, it has cost a few system calls. */
export async function watchHardware({ host, intervalSeconds, gpu, gpus, system, warn, onHelperEnded }: HardwareOptions): Promise<Hardware> {
  const hasGpus = gpu && mayHaveGpus(host);
  const hasSensors = system && SENSORS.some((folder) => host.listFolder(`/sys/${folder}`)?.length);
  return {
    gpus: hasGpus ? (await import("./gpu-watch.ts")).GpuWatch.start(host, intervalSeconds, gpus, warn, onHelperEnded) : null,
    sensors: hasSensors ? (await import("./sensor-watch.ts")).SensorWatch.start(host, intervalSeconds) : null,
  };
}

/** A few system calls: what tells of GPUs is only loaded where there may be any. */
function mayHaveGpus(host: Host): boolean {
  return (
    process.platform === "darwin" ||
    ["nvidia-smi", "amd-smi", "rocm-smi"].some((name) => findProgram(name, host.env, [...WSL_FOLDERS, "/opt/rocm/bin"]) !== null) ||
    // AMD's and Intel's, which the kernel tells of by itself.
    host.listFolder("/sys/class/drm")?.some((name) => /0x(1002|8086)/.test(host.readText(`/sys/class/drm/${name}/device/vendor`) ?? "")) === true
  );
}
