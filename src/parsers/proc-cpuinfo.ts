import { armPartNames } from "./arm-part-names.ts";
import { countCpuinfoRows } from "./proc-cpuinfo-count.ts";
import { refuseJunk } from "./unparsable.ts";

export interface ProcCpuinfo {
  /** CPUs that are online; null when no row tells. */
  cpus: number | null;
  /** As people know it: "Intel(R) Xeon(R) Processor", "Neoverse-N1", "IBM/S390 machine 8561". */
  model: string | null;
  /** "GenuineIntel", "IBM/S390"; ARM's number for the maker, "0x41". */
  vendor: string | null;
  /** The board, where an ARM kernel names it. */
  hardware: string | null;
  /** ARM's numbers for the kinds of cores, in order of appearance: "0xd46". */
  armParts: string[];
}

/**
 * ```text
 * processor	: 0                                                          x86, ARM, POWER, RISC-V, MIPS
 * model name	: Intel(R) Xeon(R) Processor
 * processor 1: version = 00,  identification = 0A1B2C,  machine = 8561    s390
 * ```
 * Each architecture has its own lines. Keys differ in case: "Processor" of an old ARM kernel is the model, "processor"
 * counts. https://man7.org/linux/man-pages/man5/proc_cpuinfo.5.html
 */
export function parseProcCpuinfo(text: string): ProcCpuinfo {
  const first = new Map<string, string>();
  const armParts: string[] = [];
  for (const line of text.split("\n")) {
    const colon = line.indexOf(":");
    if (colon === -1) continue;
    const key = line.slice(0, colon).trim();
    const value = line.slice(colon + 1).trim();
    if (key === "CPU part" && !armParts.includes(value)) armParts.push(value);
    if (!first.has(key)) first.set(key, value);
  }
  const vendor = first.get("vendor_id") || first.get("CPU implementer") || null;
  const cpuinfo: ProcCpuinfo = {
    cpus: countCpuinfoRows(text),
    model: findModel(first, vendor, armParts),
    vendor,
    hardware: first.get("Hardware") || null,
    armParts,
  };
  if (cpuinfo.cpus === null && cpuinfo.model === null && vendor === null) refuseJunk(text, "/proc/cpuinfo");
  return cpuinfo;
}

function findModel(first: Map<string, string>, vendor: string | null, armParts: string[]): string | null {
  // "Model Name": LoongArch. "cpu model": MIPS, Alpha. "cpu": POWER, SPARC. "uarch", "isa": RISC-V.
  const named = ["model name", "Model Name", "cpu model", "Processor", "cpu", "uarch"].map((key) => first.get(key)).find(Boolean);
  if (named) return named;
  if (armParts.length > 0) return armParts.map((part) => armPartNames[`${vendor} ${part}`] ?? `ARM ${vendor ?? ""} ${part}`.replace("  ", " ")).join(" + ");
  if (first.has("Hardware")) return first.get("Hardware") || null;
  for (const [key, value] of first) {
    const machine = /^processor \d+$/.test(key) && /\bmachine = (\w+)/.exec(value)?.[1];
    if (machine) return `${vendor ?? "s390"} machine ${machine}`;
  }
  return first.get("CPU") || first.get("isa") || null;
}
