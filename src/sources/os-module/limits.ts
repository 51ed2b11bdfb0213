import type { OsFigures } from "../../host/host.ts";
import type { Limits } from "../source.ts";

/** Where there are no cgroups: the machine, and the CPUs this process is bound to. */
export function limitsOfOs({ cpus, usableCpus, totalBytes }: OsFigures): Limits {
  const machineCpus = cpus || null;
  const machineMemoryBytes = totalBytes || null;
  const isBound = usableCpus > 0 && usableCpus < cpus;
  return {
    cpus: isBound ? usableCpus : machineCpus,
    cpusBy: isBound ? "affinity" : machineCpus === null ? null : "machine",
    memoryBytes: machineMemoryBytes,
    memoryBy: machineMemoryBytes === null ? null : "machine",
    machineCpus,
    machineMemoryBytes,
    evidence: { oomKills: null, throttledPeriods: null, throttledSeconds: null },
  };
}
