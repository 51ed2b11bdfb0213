import os from "node:os";
import type { OsFigures } from "./host.ts";

/** Times in milliseconds. On Linux it costs a file for each CPU: there, /proc is asked instead. */
export function readOsFigures(): OsFigures {
  const cpus = os.cpus();
  const cpu = { user: 0, nice: 0, sys: 0, irq: 0, idle: 0 };
  for (const { times } of cpus) for (const key of Object.keys(cpu) as (keyof typeof cpu)[]) cpu[key] += times[key];
  return {
    type: os.type(),
    release: os.release(),
    version: os.version(),
    hostname: os.hostname(),
    machine: os.machine(),
    cpuModel: cpus[0]?.model.trim() || null,
    cpu,
    cpus: cpus.length,
    usableCpus: os.availableParallelism(),
    totalBytes: os.totalmem(),
    freeBytes: os.freemem(),
    load1: os.platform() === "win32" ? null : (os.loadavg()[0] ?? null),
  };
}
