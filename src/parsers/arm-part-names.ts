/**
 * What the kernel of an ARM server calls only by number, "CPU implementer" and "CPU part" of /proc/cpuinfo.
 * Servers and boards that builds run on, not phones. https://developer.arm.com/documentation (MIDR_EL1)
 */
export const armPartNames: Readonly<Record<string, string>> = {
  "0x41 0xd03": "Cortex-A53",
  "0x41 0xd05": "Cortex-A55",
  "0x41 0xd07": "Cortex-A57",
  "0x41 0xd08": "Cortex-A72",
  "0x41 0xd0b": "Cortex-A76",
  "0x41 0xd0c": "Neoverse-N1",
  "0x41 0xd40": "Neoverse-V1",
  "0x41 0xd49": "Neoverse-N2",
  "0x41 0xd4f": "Neoverse-V2",
  "0x41 0xd83": "Neoverse-V3AE",
  "0x41 0xd84": "Neoverse-V3",
  "0x41 0xd8e": "Neoverse-N3",
  "0x43 0x0af": "ThunderX2",
  "0x46 0x001": "A64FX",
  "0x48 0xd01": "Kunpeng-920",
  "0xc0 0xac3": "Ampere-1",
  "0xc0 0xac4": "Ampere-1a",
};
