import { wholeOrNull } from "../../parsers/counted.ts";
import { parseIostatX, type IostatXDisk } from "../../parsers/iostat-x.ts";
import { parseNetstatIb } from "../../parsers/netstat-ib.ts";
import { parseSwapinfo } from "../../parsers/swapinfo.ts";
import { parseSysctlValues } from "../../parsers/sysctl.ts";
import type { DiskCounters, NetworkCounters, SystemMemory, SystemSnapshot } from "../../snapshot.ts";
import { UnixSystem } from "../posix-ps/unix-system.ts";
import { Tool, type ToolContext } from "../table/tool.ts";
import { networksOf } from "./networks.ts";

/** Swap does not fill in a second. */
const SWAP_EVERY_MS = 5000;

const PAGES = "vm.stats.vm.v_";
/** Names that this kernel does not know are left out, whatever the exit code. */
const MEMORY = ["hw.physmem", ...["page_size", "free_count", "inactive_count", "active_count", "cache_count"].map((name) => PAGES + name), "vfs.bufspace", "kstat.zfs.misc.arcstats.size", "kstat.zfs.misc.arcstats.c_min"];

export interface Swap {
  totalBytes: number;
  freeBytes: number;
}

/** The BSDs: processors and load by Node, file systems by df, the rest by the tools that each of them has. */
export class BsdSystem {
  readonly #unix: UnixSystem;
  readonly #netstat: Tool<Map<string, NetworkCounters>>;
  readonly #swap: Tool<Swap>;
  /** null: OpenBSD and NetBSD have neither these values nor this iostat. */
  readonly #sysctl: Tool<ReadonlyMap<string, string>> | null;
  readonly #iostat: Tool<Map<string, DiskCounters>> | null;

  constructor(context: ToolContext, platform: string) {
    const isFreeBsd = platform === "freebsd" || platform === "dragonfly";
    this.#unix = new UnixSystem(context);
    // -n: names of hosts are not asked for.
    this.#netstat = new Tool({ ...context, program: "netstat", args: ["-ibn"], parse: (text) => networksOf(parseNetstatIb(text)) });
    this.#swap = new Tool({ ...context, ...(isFreeBsd ? { program: "swapinfo", args: ["-k"] } : { program: "swapctl", args: ["-lk"] }), everyMs: SWAP_EVERY_MS, parse: swapOf });
    this.#sysctl = isFreeBsd ? new Tool({ ...context, program: "sysctl", args: MEMORY, parse: valuesOf }) : null;
    this.#iostat = isFreeBsd ? new Tool({ ...context, program: "iostat", args: ["-Ix"], parse: (text) => disksOf(parseIostatX(text)) }) : null;
  }

  async read(): Promise<SystemSnapshot> {
    const [system, networks, swap, values, disks] = await Promise.all([this.#unix.read(), this.#netstat.read(), this.readSwap(), this.#sysctl?.read() ?? null, this.#iostat?.read() ?? null]);
    // What is free is far less than what is available: better nothing than that, while only sysctl is late.
    const roughly = system.memory && { ...system.memory, availableBytes: this.#sysctl ? null : system.memory.availableBytes };
    const memory = memoryOf(values, system.memory?.totalBytes ?? null) ?? roughly;
    return { ...system, memory: memory && { ...memory, swapTotalBytes: swap?.totalBytes ?? null, swapFreeBytes: swap?.freeBytes ?? null }, networks, disks };
  }

  readSwap(): Promise<Swap | null> {
    return this.#swap.read();
  }

  close(): void {
    this.#unix.close();
    for (const tool of [this.#netstat, this.#swap, this.#sysctl, this.#iostat]) tool?.close();
  }
}

/**
 * FreeBSD's own account: inactive pages are clean or soon will be, laundry is not. What ZFS keeps of files is wired and given
 * back all the same, down to its least size.
 */
export function memoryOf(values: ReadonlyMap<string, string> | null, osTotalBytes: number | null): SystemMemory | null {
  const number = (name: string): number | null => wholeOrNull(values?.get(name));
  const pageBytes = number(`${PAGES}page_size`);
  const pages = (name: string): number | null => {
    const count = number(`${PAGES}${name}_count`);
    return count === null || pageBytes === null ? null : count * pageBytes;
  };
  const totalBytes = number("hw.physmem") ?? osTotalBytes;
  const freeBytes = pages("free");
  if (freeBytes === null) return null;
  const arcBytes = number("kstat.zfs.misc.arcstats.size");
  const cacheBytes = pages("cache");
  const arcSpareBytes = Math.max(0, (arcBytes ?? 0) - (number("kstat.zfs.misc.arcstats.c_min") ?? 0));
  const availableBytes = freeBytes + (pages("inactive") ?? 0) + (cacheBytes ?? 0) + arcSpareBytes;
  return {
    totalBytes,
    freeBytes,
    availableBytes: Math.min(availableBytes, totalBytes ?? Infinity),
    buffersBytes: number("vfs.bufspace"),
    cachedBytes: arcBytes === null && cacheBytes === null ? null : (arcBytes ?? 0) + (cacheBytes ?? 0),
    activeBytes: pages("active"),
    inactiveBytes: pages("inactive"),
    swapTotalBytes: null,
    swapFreeBytes: null,
  };
}

/** Without what passes commands on to a disk (its bytes are told there, too), what lies in memory, and enclosures. */
export function disksOf(disks: readonly IostatXDisk[]): Map<string, DiskCounters> | null {
  const counted = new Map<string, DiskCounters>();
  for (const { name, readBytes, writeBytes } of disks) {
    if (!/^(?:pass|md|ses)\d/.test(name) && readBytes !== null && writeBytes !== null) counted.set(name, { readBytes, writeBytes });
  }
  return disks.length === 0 ? null : counted;
}

/** All devices together; a machine without any has none of it. */
export function swapOf(text: string): Swap | null {
  const devices = /^no swap devices/.test(text) ? [] : parseSwapinfo(text);
  const swap = { totalBytes: 0, freeBytes: 0 };
  for (const { totalBytes, availableBytes } of devices) {
    if (totalBytes === null || availableBytes === null) return null;
    swap.totalBytes += totalBytes;
    swap.freeBytes += availableBytes;
  }
  return text.trim() === "" ? null : swap;
}

function valuesOf(text: string): ReadonlyMap<string, string> | null {
  const values = parseSysctlValues(text);
  return values.size === 0 ? null : values;
}
