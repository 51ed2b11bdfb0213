import type { OsFigures } from "../../host/host.ts";
import { noPressure, type SystemCpu, type SystemMemory, type SystemSnapshot } from "../../snapshot.ts";

/** What Node itself knows of every machine; where a system's own tools tell more, that replaces it. */
export function systemOfOs(os: OsFigures): SystemSnapshot {
  return {
    cpu: cpuOfOs(os),
    memory: memoryOfOs(os),
    disks: null,
    diskSpace: null,
    networks: null,
    load1: os.load1,
    pressure: noPressure,
  };
}

/** null in sandboxes that show no CPU, or none that has run. */
function cpuOfOs({ cpu, cpus }: OsFigures): SystemCpu | null {
  const userSeconds = (cpu.user + cpu.nice) / 1000;
  const systemSeconds = (cpu.sys + cpu.irq) / 1000;
  const idleSeconds = cpu.idle / 1000;
  if (cpus === 0 || userSeconds + systemSeconds + idleSeconds === 0) return null;
  return { userSeconds, systemSeconds, idleSeconds, iowaitSeconds: null, stealSeconds: null, busySeconds: userSeconds + systemSeconds, cpus };
}

/** null where none is shown. */
function memoryOfOs({ totalBytes, freeBytes }: OsFigures): SystemMemory | null {
  if (totalBytes === 0) return null;
  return {
    totalBytes,
    freeBytes,
    availableBytes: freeBytes,
    buffersBytes: null,
    cachedBytes: null,
    activeBytes: null,
    inactiveBytes: null,
    swapTotalBytes: null,
    swapFreeBytes: null,
  };
}
