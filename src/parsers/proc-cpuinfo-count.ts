/**
 * How many CPUs /proc/cpuinfo has rows for; null when no row tells.
 * ```text
 * processor	: 0                                                          x86, ARM, POWER, RISC-V, MIPS
 * processor 1: version = 00,  identification = 0A1B2C,  machine = 8561    s390
 * processor [3]	: ARC HS38
 * ncpus active	: 8                                                       SPARC
 * ```
 * Keys differ in case: "Processor" of an old ARM kernel is the model, "processor" counts.
 */
export function countCpuinfoRows(text: string): number | null {
  const first = new Map<string, string>();
  let cpus = 0;
  for (const line of text.split("\n")) {
    const colon = line.indexOf(":");
    if (colon === -1) continue;
    const key = line.slice(0, colon).trim();
    const value = line.slice(colon + 1).trim();
    if (isCpuRow(key, value)) cpus++;
    if (!first.has(key)) first.set(key, value);
  }
  return cpus > 0 ? cpus : countOtherwise(first);
}

function isCpuRow(key: string, value: string): boolean {
  return key === "processor" ? /^\d+$/.test(value) : /^processor \[?\d+\]?$/.test(key);
}

/** SPARC and Alpha tell a number; kernels for a single CPU have no row that counts. */
function countOtherwise(first: Map<string, string>): number | null {
  const told = first.get("ncpus active") ?? first.get("cpus active") ?? first.get("cpus detected") ?? first.get("# processors");
  if (Number(told) > 0) return Number(told);
  return ["Processor", "CPU", "cpu"].some((key) => first.has(key)) ? 1 : null;
}
