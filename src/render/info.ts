import type { CloudInfo } from "../clouds/cloud-info.ts";
import type { Limits, ServerInfo } from "../sources/source.ts";
import { formatMemory } from "./bytes.ts";
import { visible } from "./visible.ts";

/** What `restrack info` tells of a machine. */
export interface MachineInfo {
  serverInfo: ServerInfo;
  limits: Limits;
  /** Whether a job can be put into a cgroup of its own, which makes its CPU time exact to the microsecond. */
  exactAccounting: boolean;
  /** null: in none that is known, or nobody asked. */
  cloudInfo: CloudInfo | null;
}

/** The same names as in the report of a run. */
export function renderInfoJson({ serverInfo, limits, exactAccounting, cloudInfo }: MachineInfo): string {
  const { cpus, memoryBytes, cpusBy, memoryBy } = limits;
  const info = {
    server_info: serverInfo,
    cloud_info: cloudInfo,
    limits: { cpus, memory_mib: memoryBytes === null ? null : memoryBytes / 2 ** 20, cpus_by: cpusBy, memory_by: memoryBy },
    exact_accounting: exactAccounting,
  };
  return `${JSON.stringify(info, null, 2)}\n`;
}

export function renderInfoText({ serverInfo, limits, exactAccounting, cloudInfo }: MachineInfo): string {
  const { os, kernel, architecture, hostname, container, vendor, product, cpuModel, cpus, memoryBytes, swapBytes } = serverInfo;
  const lines = [
    ["System", os],
    ["Kernel", `${kernel} ${architecture}`],
    ["Host", container === null ? hostname : `${hostname}, in a container (${container})`],
    ["Hardware", [vendor, product].filter((name) => name !== null).join(" ") || null],
    ["Cloud", cloudText(cloudInfo)],
    ["Processors", [cpus, cpuModel].filter((value) => value !== null).join(" × ") || "n/a"],
    ["Memory", `${memoryBytes === null ? "n/a" : formatMemory(memoryBytes)}${swapText(swapBytes)}`],
    [],
    ["May use", formatCpus(limits.cpus), setBy(limits.cpusBy)],
    ["", limits.memoryBytes === null ? "n/a" : `${formatMemory(limits.memoryBytes)} memory`, setBy(limits.memoryBy)],
    ["Accounting", exactAccounting ? "exact: a job gets a cgroup of its own" : "by process: no cgroup can be made here"],
  ];
  return `${lines.filter(([, value]) => value !== null).map(formatLine).join("\n")}\n`;
}

function formatLine([name = "", value = "", more = ""]: readonly (string | null)[]): string {
  return `  ${(name ?? "").padEnd(12)}${(value ?? "").padEnd(more ? 20 : 0)}${more ?? ""}`.trimEnd();
}

/** "aws m5.large in us-east-1 (us-east-1a), found out in 0.012 s" */
function cloudText(cloud: CloudInfo | null): string | null {
  if (cloud === null) return null;
  const { vendor, instance_type, region, zone, discovery_seconds } = cloud;
  const place = region === null ? (zone === null ? "" : ` in ${zone}`) : ` in ${region}${zone === null || zone === region ? "" : ` (${zone})`}`;
  return visible(`${vendor}${instance_type === null ? "" : ` ${instance_type}`}${place}, found out in ${discovery_seconds} s`);
}

function swapText(bytes: number | null): string {
  return bytes === null ? "" : bytes === 0 ? ", no swap" : `, ${formatMemory(bytes)} swap`;
}

/** "1 CPU", "1.5 CPUs" */
function formatCpus(cpus: number | null): string {
  return cpus === null ? "n/a" : cpus === 1 ? "1 CPU" : `${Math.round(cpus * 100) / 100} CPUs`;
}

function setBy(by: string | null): string {
  if (by === null) return "";
  if (by === "machine") return "all there is";
  return by === "affinity" ? "by the affinity mask" : `by ${by}`;
}
