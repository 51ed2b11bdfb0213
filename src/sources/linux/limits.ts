import type { Host } from "../../host/host.ts";
import { parseCgroupCpuMax } from "../../parsers/cgroup-cpu-max.ts";
import { parseCgroupCpuStat } from "../../parsers/cgroup-cpu-stat.ts";
import { parseCgroupMemoryEvents } from "../../parsers/cgroup-memory-events.ts";
import { parseCgroupValue } from "../../parsers/cgroup-value.ts";
import { parseCpuList } from "../../parsers/cpu-list.ts";
import { keyedText } from "../../parsers/keyed-lines.ts";
import { parseProcMeminfo } from "../../parsers/proc-meminfo.ts";
import type { Warn } from "../source-warning.ts";
import type { LimitEvidence, Limits } from "../source.ts";
import { readOnlineCpus } from "./online-cpus.ts";
import { readOwnCgroups } from "./own-cgroups.ts";
import type { OwnCgroup } from "./own-cgroups.ts";
import { readParsed } from "./read-parsed.ts";

/**
 * What this process may use: the least of what the machine has, its affinity mask and the limits of the groups it is in
 * and of all groups above them. Read beside the job's start and end, not at every tick.
 */
export function readLimits(host: Host, warn: Warn = () => {}): Limits {
  const read: Read = (path, parse) => readParsed(host, path, parse, warn);
  const cgroups = readOwnCgroups(host, warn);
  const online = readOnlineCpus(host, warn);
  const machineMemoryBytes = read("/proc/meminfo", parseProcMeminfo)?.totalBytes ?? null;
  const quotas = readQuotas(read, cgroups("cpu"));
  const cpus = least([
    { value: online.count, by: "machine" },
    readCpuset(read, cgroups("cpuset"), online.numbers),
    { value: readAffinity(read, online.numbers), by: "affinity" },
    ...quotas,
  ]);
  const memory = least([{ value: machineMemoryBytes, by: "machine" }, ...readMemoryLimits(read, cgroups("memory"))]);
  return {
    cpus: cpus?.value ?? null,
    cpusBy: cpus?.by ?? null,
    memoryBytes: memory?.value ?? null,
    memoryBy: memory?.by ?? null,
    machineCpus: online.count,
    machineMemoryBytes,
    evidence: { oomKills: readOomKills(read, cgroups("memory")), ...readThrottling(read, cgroups("cpu"), quotas) },
  };
}

type Read = <T>(path: string, parse: (text: string) => T | null) => T | null;

interface Candidate {
  value: number | "max" | null;
  by: string;
}

/** The smallest that is known; of equal ones the first. */
function least(candidates: readonly Candidate[]): { value: number; by: string } | null {
  let found: { value: number; by: string } | null = null;
  for (const { value, by } of candidates) {
    if (typeof value === "number" && (found === null || value < found.value)) found = { value, by };
  }
  return found;
}

/** The mask is cut to the cpuset by the kernel, and so never wider; but it may name CPUs that are offline. */
function readAffinity(read: Read, online: ReadonlySet<number> | null): number | null {
  const cpus = read("/proc/self/status", (text) => parseCpuList(keyedText(text, "Cpus_allowed_list") ?? ""));
  return cpus && cpus.length > 0 ? countOnline(cpus, online) : null;
}

/** The effective one contains what the groups above allow. */
function readCpuset(read: Read, cgroup: OwnCgroup | null, online: ReadonlySet<number> | null): Candidate {
  const files = cgroup?.version === 1 ? ["cpuset.effective_cpus", "cpuset.cpus"] : ["cpuset.cpus.effective"];
  for (const folder of cgroup?.folders ?? []) {
    for (const file of files) {
      const path = `${folder}/${file}`;
      const cpus = read(path, parseCpuList);
      if (cpus && cpus.length > 0) return { value: countOnline(cpus, online), by: path };
    }
  }
  return { value: null, by: "" };
}

function countOnline(cpus: readonly number[], online: ReadonlySet<number> | null): number {
  return online === null ? cpus.length : cpus.filter((cpu) => online.has(cpu)).length;
}

/** CPUs by quota, in the order of the group's folders; null where a folder has no such file. */
function readQuotas(read: Read, cgroup: OwnCgroup | null): Candidate[] {
  return (cgroup?.folders ?? []).map((folder) => {
    if (cgroup!.version === 2) return { value: read(`${folder}/cpu.max`, parseCgroupCpuMax)?.cpus ?? null, by: `${folder}/cpu.max` };
    const quota = read(`${folder}/cpu.cfs_quota_us`, parseCgroupValue);
    const period = read(`${folder}/cpu.cfs_period_us`, parseCgroupValue);
    const cpus = typeof quota === "number" && typeof period === "number" && period > 0 ? quota / period : quota === "max" ? quota : null;
    return { value: cpus, by: `${folder}/cpu.cfs_quota_us` };
  });
}

function readMemoryLimits(read: Read, cgroup: OwnCgroup | null): Candidate[] {
  if (cgroup === null) return [];
  const file = cgroup.version === 2 ? "memory.max" : "memory.limit_in_bytes";
  const limits = cgroup.folders.map((folder) => ({ value: read(`${folder}/${file}`, parseCgroupValue), by: `${folder}/${file}` }));
  if (cgroup.version === 2) return limits;
  // Tells of groups, too, that are above what a container can see.
  const stat = `${cgroup.folders[0]}/memory.stat`;
  return [...limits, { value: read(stat, (text) => parseCgroupValue(keyedText(text, "hierarchical_memory_limit") ?? "")), by: stat }];
}

/** Of the own group with all below it (version 1: alone); where that has no such file, of the next one above. */
function readOomKills(read: Read, cgroup: OwnCgroup | null): number | null {
  const file = cgroup?.version === 1 ? "memory.oom_control" : "memory.events";
  for (const folder of cgroup?.folders ?? []) {
    const oomKills = read(`${folder}/${file}`, parseCgroupMemoryEvents)?.oomKill;
    if (oomKills !== undefined && oomKills !== null) return oomKills;
  }
  return null;
}

/** Summed over the own group and those above it that have a quota. Without any there is no throttling: 0. */
function readThrottling(read: Read, cgroup: OwnCgroup | null, quotas: readonly Candidate[]): Omit<LimitEvidence, "oomKills"> {
  if (cgroup === null || quotas.every(({ value }) => value === null)) return { throttledPeriods: null, throttledSeconds: null };
  let throttledPeriods = 0;
  let throttledMicroseconds = 0;
  cgroup.folders.forEach((folder, index) => {
    if (typeof quotas[index]?.value !== "number") return;
    const stat = read(`${folder}/cpu.stat`, parseCgroupCpuStat);
    throttledPeriods += stat?.nrThrottled ?? 0;
    throttledMicroseconds += stat?.throttledMicroseconds ?? 0;
  });
  return { throttledPeriods, throttledSeconds: throttledMicroseconds / 1e6 };
}
