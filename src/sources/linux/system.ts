import type { Host } from "../../host/host.ts";
import { parseProcDiskstats } from "../../parsers/proc-diskstats.ts";
import { parseProcLoadavg } from "../../parsers/proc-loadavg.ts";
import { parseProcMeminfo } from "../../parsers/proc-meminfo.ts";
import { parseProcNetDev } from "../../parsers/proc-net-dev.ts";
import { parseProcPidAuxv } from "../../parsers/proc-pid-auxv.ts";
import { parseProcPressure } from "../../parsers/proc-pressure.ts";
import { parseProcStat } from "../../parsers/proc-stat.ts";
import type { DiskCounters, NetworkCounters, SystemCpu, SystemMemory } from "../../snapshot.ts";
import type { Warn } from "../source-warning.ts";
import type { SystemSource } from "../source.ts";
import { chooseDisks } from "./disks.ts";
import { FileSystems } from "./file-systems.ts";
import { KeptReading } from "./kept-reading.ts";
import { chooseNetworks } from "./networks.ts";

/** The whole machine from /proc. A part that cannot be read is null, with one warning unless it is simply absent. */
export function createLinuxSystemSource(host: Host, warn: Warn): SystemSource {
  let ticksPerSecond = 0;
  const chosenDisks = onceForNames((names) => chooseDisks(host, names));
  const chosenNetworks = onceForNames((names) => chooseNetworks(host, names));

  const parseCpu = (text: string) => {
    ticksPerSecond ||= parseProcPidAuxv(host.readText("/proc/self/auxv") ?? "").ticksPerSecond ?? 100;
    return readCpu(text, ticksPerSecond);
  };
  const cpu = new KeptReading(host, "/proc/stat", parseCpu, warn);
  const memory = new KeptReading(host, "/proc/meminfo", readMemory, warn);
  const disks = new KeptReading(host, "/proc/diskstats", (text) => readDisks(text, chosenDisks), warn);
  const networks = new KeptReading(host, "/proc/net/dev", (text) => readNetworks(text, chosenNetworks), warn);
  const load1 = new KeptReading(host, "/proc/loadavg", readLoad1, warn);
  // Kernels that have pressure switched off keep the files, and each reading of them fails.
  const cpuPressure = new KeptReading(host, "/proc/pressure/cpu", readPressureSeconds);
  const memoryPressure = new KeptReading(host, "/proc/pressure/memory", readPressureSeconds);
  const ioPressure = new KeptReading(host, "/proc/pressure/io", readPressureSeconds);
  const fileSystems = new FileSystems(host, warn);

  return {
    read: () => ({
      cpu: cpu.read(),
      memory: memory.read(),
      disks: disks.read(),
      diskSpace: fileSystems.read(),
      networks: networks.read(),
      load1: load1.read(),
      pressure: { cpuSeconds: cpuPressure.read(), memorySeconds: memoryPressure.read(), ioSeconds: ioPressure.read() },
    }),
    close: () => {
      for (const reading of [cpu, memory, disks, networks, load1, cpuPressure, memoryPressure, ioPressure]) reading.close();
    },
  };
}

type Choice = (rows: readonly { name: string }[]) => ReadonlySet<string>;

/** Which rows count is worked out again only when there are other names than last time. */
function onceForNames(choose: (names: readonly string[]) => ReadonlySet<string>): Choice {
  let names: readonly string[] | null = null;
  let chosen: ReadonlySet<string> = new Set();
  return (rows) => {
    const known = names;
    if (known === null || known.length !== rows.length || !rows.every(({ name }, index) => name === known[index])) {
      names = rows.map(({ name }) => name);
      chosen = choose(names);
    }
    return chosen;
  };
}

function readCpu(text: string, ticksPerSecond: number): SystemCpu | null {
  const stat = parseProcStat(text);
  // No machine has run for no time at all: sandboxes make up such a file.
  if (stat === null || stat.totalTicks === 0) return null;
  return {
    userSeconds: (stat.userTicks + stat.niceTicks) / ticksPerSecond,
    systemSeconds: stat.systemTicks / ticksPerSecond,
    idleSeconds: stat.idleTicks / ticksPerSecond,
    iowaitSeconds: stat.iowaitTicks === null ? null : stat.iowaitTicks / ticksPerSecond,
    stealSeconds: stat.stealTicks === null ? null : stat.stealTicks / ticksPerSecond,
    busySeconds: stat.busyTicks / ticksPerSecond,
    cpus: stat.cpus,
  };
}

/** null where there is not even the task that reads: made up. */
function readLoad1(text: string): number | null {
  const loadavg = parseProcLoadavg(text);
  return loadavg === null || loadavg.tasks === 0 ? null : loadavg.load1;
}

function readMemory(text: string): SystemMemory {
  const { totalBytes, freeBytes, availableBytes, buffersBytes, cachedBytes, activeBytes, inactiveBytes, swapTotalBytes, swapFreeBytes } = parseProcMeminfo(text);
  return { totalBytes, freeBytes, availableBytes, buffersBytes, cachedBytes, activeBytes, inactiveBytes, swapTotalBytes, swapFreeBytes };
}

/** Some sandboxes show an empty file: that tells nothing, while rows of which none counts tell a zero. */
function readDisks(text: string, choose: Choice): Map<string, DiskCounters> | null {
  const rows = parseProcDiskstats(text);
  if (rows.length === 0) return null;
  const chosen = choose(rows);
  const disks = new Map<string, DiskCounters>();
  for (const { name, readBytes, writeBytes } of rows) if (chosen.has(name)) disks.set(name, { readBytes, writeBytes });
  return disks;
}

function readNetworks(text: string, choose: Choice): Map<string, NetworkCounters> | null {
  const rows = parseProcNetDev(text);
  if (rows.length === 0) return null;
  const chosen = choose(rows);
  const networks = new Map<string, NetworkCounters>();
  for (const { name, receivedBytes, sentBytes } of rows) if (chosen.has(name)) networks.set(name, { receivedBytes, sentBytes });
  return networks;
}

function readPressureSeconds(text: string): number | null {
  const microseconds = parseProcPressure(text).some?.totalMicroseconds ?? null;
  return microseconds === null ? null : microseconds / 1e6;
}
