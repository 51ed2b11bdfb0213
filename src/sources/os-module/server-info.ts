import type { OsFigures } from "../../host/host.ts";
import type { ServerInfo } from "../source.ts";

/** What Node itself knows of every machine. */
export function serverInfoOfOs({ type, release, hostname, machine, cpuModel, cpus, totalBytes }: OsFigures): ServerInfo {
  return {
    os: `${type} ${release}`.trim(),
    kernel: release || "unknown",
    hostname,
    architecture: machine,
    cpuModel,
    cpus: cpus || null,
    memoryBytes: totalBytes || null,
    swapBytes: null,
    container: null,
    vendor: null,
    product: null,
  };
}
