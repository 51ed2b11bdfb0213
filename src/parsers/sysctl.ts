import { decimalOrNull, sizeOrNull, wholeOrNull } from "./counted.ts";
import { unlessJunk } from "./unparsable.ts";
import { linesOf, wordsOf } from "./words.ts";

/** null where the machine has no such value, or was not asked for it. */
export interface Sysctl {
  /** hw.memsize (macOS), else hw.physmem (BSD). */
  memoryBytes: number | null;
  /** hw.ncpu: those that programs see. */
  cpus: number | null;
  /** hw.physicalcpu: cores, however many threads each of them has. */
  physicalCpus: number | null;
  /** machdep.cpu.brand_string, else hw.model: "Apple M2 Pro". */
  cpuModel: string | null;
  pageBytes: number | null;
  osRelease: string | null;
  /** Since 1970. */
  bootUnixSeconds: number | null;
  swapTotalBytes: number | null;
  swapUsedBytes: number | null;
  swapFreeBytes: number | null;
  load1: number | null;
  load5: number | null;
  load15: number | null;
  /** kern.memorystatus_level: how much of the memory is available. */
  availablePercent: number | null;
  /** kern.memorystatus_vm_pressure_level: 1 normal, 2 warning, 4 critical. */
  pressureLevel: number | null;
}

/**
 * ```text
 * hw.memsize: 17179869184
 * kern.boottime: { sec = 1750000000, usec = 250000 } Sun Jun 15 15:06:40 2025
 * vm.swapusage: total = 3072.00M  used = 1536.25M  free = 1535.75M  (encrypted)
 * vm.loadavg: { 1.52 2.10 2.33 }
 * ```
 * Bytes, but for the swap: powers of 1024. Of `sysctl -n vm.swapusage`, which prints no names, too.
 * https://keith.github.io/xcode-man-pages/sysctl.8.html, https://man.freebsd.org/sysctl(8)
 */
export function parseSysctl(text: string): Sysctl {
  const values = parseSysctlValues(text);
  const number = (...keys: string[]): number | null => {
    for (const key of keys) {
      const value = wholeOrNull(values.get(key));
      if (value !== null) return value;
    }
    return null;
  };
  const words = (...keys: string[]): string | null => keys.map((key) => values.get(key)).find((value) => value !== undefined && value !== "") ?? null;
  const swap = values.get("vm.swapusage") ?? linesOf(text).find((line) => /^\s{0,40}total\s?=/.test(line)) ?? "";
  const load = wordsOf((values.get("vm.loadavg") ?? "").slice(0, 100).replace(/[{}]/g, " "), 4);
  const boot = /\bsec = (\d{1,12})/.exec(values.get("kern.boottime")?.slice(0, 100) ?? "");
  const level = number("kern.memorystatus_level");
  const sysctl: Sysctl = {
    memoryBytes: number("hw.memsize", "hw.physmem64", "hw.physmem"),
    cpus: number("hw.ncpu"),
    physicalCpus: number("hw.physicalcpu"),
    cpuModel: words("machdep.cpu.brand_string", "hw.model"),
    pageBytes: number("hw.pagesize", "vm.pagesize"),
    osRelease: words("kern.osrelease"),
    bootUnixSeconds: boot === null ? number("kern.boottime") : Number(boot[1]),
    swapTotalBytes: swapPart(swap, "total"),
    swapUsedBytes: swapPart(swap, "used"),
    swapFreeBytes: swapPart(swap, "free"),
    load1: decimalOrNull(load[0]),
    load5: decimalOrNull(load[1]),
    load15: decimalOrNull(load[2]),
    availablePercent: level !== null && level <= 100 ? level : null,
    pressureLevel: number("kern.memorystatus_vm_pressure_level"),
  };
  return unlessJunk(sysctl, text, "sysctl");
}

/** Every value by its name, of "name: value", and of "name = value" and "name=value" as other BSDs print it. */
export function parseSysctlValues(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const line of linesOf(text)) {
    const match = /^\s{0,40}([a-z]\w{0,60}(?:\.[\w%-]{1,60}){1,20})(?:: ?| ?= ?)/i.exec(line);
    if (match !== null && !values.has(match[1] as string)) values.set(match[1] as string, line.slice(match[0].length).trim());
  }
  return values;
}

function swapPart(swap: string, name: string): number | null {
  const words = wordsOf(swap.slice(0, 200).replaceAll("=", " = "), 16);
  const at = words.indexOf(name);
  return at !== -1 && words[at + 1] === "=" ? sizeOrNull(words[at + 2]) : null;
}
