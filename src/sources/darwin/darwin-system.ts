import type { Host, OsFigures } from "../../host/host.ts";
import { parseDf } from "../../parsers/df.ts";
import { parseIoreg, type IoregDictionary, type IoregObject } from "../../parsers/ioreg.ts";
import { parseNetstatIb } from "../../parsers/netstat-ib.ts";
import { parseSysctl, type Sysctl } from "../../parsers/sysctl.ts";
import { parseVmStat, type VmStat } from "../../parsers/vm-stat.ts";
import type { DiskCounters, DiskSpace, NetworkCounters, SystemMemory, SystemSnapshot } from "../../snapshot.ts";
import { networksOf } from "../bsd/networks.ts";
import { systemOfOs } from "../os-module/system.ts";
import { diskSpaceOf } from "../posix-ps/unix-system.ts";
import { Tool, type ToolContext } from "../table/tool.ts";

/** A disk does not fill in a second, nor does the swap. */
const DF_EVERY_MS = 10_000;
const SYSCTL_EVERY_MS = 5000;
/** kern.memorystatus_vm_pressure_level: 1 normal, 2 warning, 4 critical. */
const CRITICAL = 4;

/** macOS: processors and load by Node, the rest by the tools that every Mac has. */
export class DarwinSystem {
  readonly #host: Host;
  readonly #warn: ToolContext["warn"];
  readonly #vmStat: Tool<VmStat>;
  readonly #sysctl: Tool<Sysctl>;
  readonly #netstat: Tool<Map<string, NetworkCounters>>;
  readonly #ioreg: Tool<Map<string, DiskCounters>>;
  readonly #df: Tool<DiskSpace>;

  constructor(context: ToolContext) {
    this.#host = context.host;
    this.#warn = context.warn;
    this.#vmStat = new Tool({ ...context, program: "vm_stat", args: [], parse: (text) => freeOrNull(parseVmStat(text)) });
    this.#sysctl = new Tool({ ...context, program: "sysctl", args: ["hw.memsize", "vm.swapusage", "kern.memorystatus_vm_pressure_level"], everyMs: SYSCTL_EVERY_MS, parse: parseSysctl });
    // -n: names of hosts are not asked for.
    this.#netstat = new Tool({ ...context, program: "netstat", args: ["-ibn"], parse: (text) => networksOf(parseNetstatIb(text)) });
    // iostat adds up what was read and what was written.
    this.#ioreg = new Tool({ ...context, program: "ioreg", args: ["-r", "-c", "IOBlockStorageDriver", "-d", "1", "-w", "0"], parse: (text) => disksOf(parseIoreg(text)) });
    this.#df = new Tool({ ...context, program: "df", args: ["-kl"], everyMs: DF_EVERY_MS, parse: (text) => diskSpaceOf(parseDf(text)) });
  }

  async read(): Promise<SystemSnapshot> {
    const [os, vmStat, sysctl, networks, disks, diskSpace] = await Promise.all([this.#host.readOs(), this.#vmStat.read(), this.#sysctl.read(), this.#netstat.read(), this.#ioreg.read(), this.#df.read()]);
    if (sysctl?.pressureLevel === CRITICAL) {
      this.#warn({ code: "memory_pressure", message: "macOS was short of memory while the job ran: it reported critical memory pressure", hint: "what the job took a second may be the time of compressing and swapping" });
    }
    const system = systemOfOs(os);
    return { ...system, memory: memoryOf(vmStat, sysctl, os), networks, disks, diskSpace };
  }

  close(): void {
    for (const tool of [this.#vmStat, this.#sysctl, this.#netstat, this.#ioreg, this.#df]) tool.close();
  }
}

/**
 * As Activity Monitor has it: used is what programs hold that cannot be given back, what is wired, and what the compressor
 * takes; everything else is available. While vm_stat does not tell, nobody knows how much that is: what is free is far less.
 */
export function memoryOf(vmStat: VmStat | null, sysctl: Sysctl | null, os: Pick<OsFigures, "totalBytes" | "freeBytes">): SystemMemory {
  const { freeBytes, speculativeBytes, inactiveBytes, activeBytes, anonymousBytes, purgeableBytes, wiredBytes, compressorBytes, fileBackedBytes } = vmStat ?? untold;
  const totalBytes = sysctl?.memoryBytes ?? (os.totalBytes || null);
  const usedBytes = anonymousBytes === null || wiredBytes === null ? null : Math.max(0, anonymousBytes - (purgeableBytes ?? 0)) + wiredBytes + (compressorBytes ?? 0);
  const roughly = freeBytes === null ? null : freeBytes + (speculativeBytes ?? 0) + (inactiveBytes ?? 0);
  return {
    totalBytes,
    freeBytes: freeBytes === null ? (os.totalBytes ? os.freeBytes : null) : freeBytes + (speculativeBytes ?? 0),
    availableBytes: totalBytes === null || usedBytes === null ? roughly : Math.max(0, totalBytes - usedBytes),
    buffersBytes: null,
    cachedBytes: fileBackedBytes,
    activeBytes,
    inactiveBytes,
    swapTotalBytes: sysctl?.swapTotalBytes ?? null,
    swapFreeBytes: sysctl?.swapFreeBytes ?? null,
  };
}

const untold = parseVmStat("");

const freeOrNull = (vmStat: VmStat): VmStat | null => (vmStat.freeBytes === null ? null : vmStat);

/** By their order, which stays: drivers of disks do not tell what the disk is called. */
function disksOf(drivers: readonly IoregObject[]): Map<string, DiskCounters> | null {
  const disks = new Map<string, DiskCounters>();
  for (const [index, { properties }] of drivers.entries()) {
    const statistics = properties["Statistics"];
    if (!isDictionary(statistics)) continue;
    const readBytes = Number(statistics["Bytes (Read)"] ?? NaN);
    const writeBytes = Number(statistics["Bytes (Write)"] ?? NaN);
    if (Number.isFinite(readBytes) && Number.isFinite(writeBytes)) disks.set(`driver ${index}`, { readBytes, writeBytes });
  }
  return disks.size === 0 ? null : disks;
}

const isDictionary = (value: unknown): value is IoregDictionary => typeof value === "object" && value !== null && !Array.isArray(value);
