import type { KnownOfRun } from "../report/build-report.ts";
import type { WarningDraft } from "../report/warning-drafts.ts";
import type { ProgramUse } from "../report/report.ts";
import type { Sampler } from "../sample/sampler.ts";
import type { MemoryKind } from "../sample/tree-memory.ts";
import type { Limits } from "../sources/source.ts";
import type { Measurement } from "./measurement.ts";

const MIB = 2 ** 20;
/** Programs in the report; the rest is hardly anything. */
const PROGRAM_ROWS = 50;

/** What the measuring itself knows beside the rows. */
export function knownOfMeasurement(measurement: Measurement, wallMs: number): KnownOfRun {
  const { sampler, limitsAtStart, server, ticksPerSecond } = measurement;
  const usage = process.cpuUsage();
  return {
    end: new Date(wallMs).toISOString(),
    duration_seconds: Math.round(measurement.elapsedSeconds * 1000) / 1000,
    host: server?.hostname ?? null,
    server_info: server,
    cloud_info: measurement.cloud,
    limits: limitsAtStart && {
      cpus: limitsAtStart.cpus,
      memory_mib: inMib(limitsAtStart.memoryBytes),
      cpus_by: limitsAtStart.cpusBy,
      memory_by: limitsAtStart.memoryBy,
    },
    accounting: {
      cpu: sampler.exactCpu ? "cgroup" : measurement.cpuBy,
      cpu_sampled_seconds: sampler.exactCpu ? 0 : sampler.ledger.lostTicks / ticksPerSecond,
      io: measurement.ioBy,
      memory_estimated_samples: sampler.memory.estimatedRows,
    },
    memory_kind: memoryKindOf(measurement),
    peaks: { cgroup_memory_mib: inMib(sampler.peakGroupMemoryBytes), processes: sampler.peakProcesses || null, threads: sampler.peakThreads || null },
    programs: programsOf(sampler, ticksPerSecond),
    sensors: measurement.sensorsAtEnd,
    gpus: measurement.gpus?.uses() ?? [],
    overhead: {
      cpu_seconds: (usage.user + usage.system) / 1e6,
      helpers_cpu_seconds: measurement.helperTicks === null ? null : measurement.helperTicks / ticksPerSecond,
      memory_mib: Math.round(process.memoryUsage.rss() / MIB * 10) / 10,
      samples_late: measurement.rowsLate,
      samples_missed: measurement.rowsMissed,
    },
  };
}

/** What a reader of the figures has to know. */
export function warningDraftsOf(measurement: Measurement, rows: number, intervalSeconds: number, memoryKind: string): WarningDraft[] {
  const { sampler, limitsAtStart, limitsAtEnd, ticksPerSecond } = measurement;
  const found: WarningDraft[] = [];
  const rose = (key: keyof Limits["evidence"]): number => (limitsAtEnd?.evidence[key] ?? 0) - (limitsAtStart?.evidence[key] ?? limitsAtEnd?.evidence[key] ?? 0);
  const oomKills = rose("oomKills");
  if (oomKills > 0) found.push((say) => say.oomKilled(oomKills));
  if (rose("throttledPeriods") > 0) found.push((say) => say.throttled(limitsAtEnd?.evidence.throttledSeconds == null ? null : rose("throttledSeconds"), rose("throttledPeriods")));
  if (!sampler.exactCpu) {
    if (sampler.ignoringSigchld.size > 0) found.push((say) => say.childrenIgnored([...sampler.ignoringSigchld]));
    const lostSeconds = sampler.ledger.lostTicks / ticksPerSecond;
    if (lostSeconds > 0) found.push((say) => say.cpuSampled(lostSeconds));
  }
  if (sampler.memory.refused > 0 || sampler.ioRefused > 0) found.push((say) => say.processesHidden(Math.max(sampler.memory.refused, sampler.ioRefused)));
  const kind = memoryKindOf(measurement);
  // Which kind it is, stands beside the figures. Where a system never tells PSS, that is said by what was asked for only.
  if (kind !== memoryKind && (kind !== measurement.memoryKind || memoryKind !== "pss")) found.push((say) => say.memoryKindMissing(memoryKind, kind));
  else if (sampler.memory.estimatedRows > 0) found.push((say) => say.memoryEstimated(sampler.memory.estimatedRows, rows));
  if (measurement.rowsLate > 0) found.push((say) => say.lateSamples(measurement.rowsLate, intervalSeconds / 2));
  if (measurement.rowsMissed > 0) found.push((say) => say.missedSamples(measurement.rowsMissed));
  return [...found, ...measurement.warnings.map((warning) => () => warning)];
}

/** When no reading of the expensive kind ever told something, what stands in the rows are resident sizes. */
function memoryKindOf({ memoryKind, sampler: { memory } }: Measurement): MemoryKind {
  return memory.tried > 1 && memory.told === 0 ? "rss" : memoryKind;
}

function inMib(bytes: number | null): number | null {
  return bytes === null ? null : Math.round((bytes / MIB) * 1000) / 1000;
}

function programsOf(sampler: Sampler, ticksPerSecond: number): ProgramUse[] {
  return [...sampler.programs]
    .filter(({ count, ticks }) => count > 0 || ticks > 0)
    .sort((a, b) => b.ticks - a.ticks || b.peakBytes - a.peakBytes)
    .slice(0, PROGRAM_ROWS)
    .map(({ label, command, count, ticks, peakBytes, readBytes, writeBytes }) => ({
      name: label,
      command,
      count,
      cpu_seconds: ticks / ticksPerSecond,
      memory_peak_mib: peakBytes > 0 ? inMib(peakBytes) : null,
      read_bytes: Math.max(0, readBytes),
      write_bytes: Math.max(0, writeBytes),
    }));
}
