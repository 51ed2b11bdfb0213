import type { Host } from "../../host/host.ts";
import { parseOsRelease } from "../../parsers/os-release.ts";
import { parseProcCpuinfo } from "../../parsers/proc-cpuinfo.ts";
import { parseProcMeminfo } from "../../parsers/proc-meminfo.ts";
import { decodeUtf8 } from "../../parsers/utf8.ts";
import type { Warn } from "../source-warning.ts";
import type { ServerInfo } from "../source.ts";
import { detectContainer } from "./container.ts";
import { readOnlineCpus } from "./online-cpus.ts";
import { readParsed } from "./read-parsed.ts";

/** What kind of machine this is. Does not change while it runs. */
export function readServerInfo(host: Host, warn: Warn = () => {}): ServerInfo {
  const line = (path: string): string | null => decodeUtf8(host.readText(path) ?? "").replace(/[\0\s]+$/, "") || null;
  const release = readParsed(host, "/etc/os-release", parseOsRelease, warn) ?? readParsed(host, "/usr/lib/os-release", parseOsRelease, warn);
  const cpuinfoText = host.readText("/proc/cpuinfo") ?? "";
  const model = readParsed(host, "/proc/cpuinfo", parseProcCpuinfo, warn)?.model ?? null;
  const memory = readParsed(host, "/proc/meminfo", parseProcMeminfo, warn);
  return {
    os: release?.prettyName ?? ([release?.name, release?.version].filter(Boolean).join(" ") || line("/etc/redhat-release") || "Linux"),
    kernel: line("/proc/sys/kernel/osrelease") ?? "unknown",
    hostname: line("/proc/sys/kernel/hostname") ?? "unknown",
    architecture: line("/proc/sys/kernel/arch") ?? guessArchitecture(cpuinfoText),
    cpuModel: model === "unknown" ? null : model,
    cpus: readOnlineCpus(host, warn).count,
    memoryBytes: memory?.totalBytes ?? null,
    swapBytes: memory?.swapTotalBytes ?? null,
    container: detectContainer(host, warn),
    vendor: line("/sys/class/dmi/id/sys_vendor"),
    // Boards without DMI name themselves in the device tree.
    product: line("/sys/class/dmi/id/product_name") ?? line("/proc/device-tree/model"),
  };
}

/** As `uname -m` says it. /proc/sys/kernel/arch came with Linux 6.1; before, the kind of rows in /proc/cpuinfo tells. */
function guessArchitecture(cpuinfo: string): string {
  if (/^flags\s*:.*\blm\b/m.test(cpuinfo)) return "x86_64";
  if (/^flags\s*:/m.test(cpuinfo)) return "i686";
  if (/^CPU architecture\s*:\s*(?:8|AArch64)/m.test(cpuinfo)) return "aarch64";
  if (/^CPU architecture\s*:\s*7/m.test(cpuinfo)) return "armv7l";
  if (/^vendor_id\s*:\s*IBM\/S390/m.test(cpuinfo)) return "s390x";
  if (/^cpu\s*:\s*POWER/m.test(cpuinfo)) return "ppc64le";
  if (/^isa\s*:\s*rv64/m.test(cpuinfo)) return "riscv64";
  return "unknown";
}
