import type { KnownOfRun } from "../report/build-report.ts";
import type { Report } from "../report/report.ts";
import { formatIn, formatMemory, memoryUnit, rateUnit } from "./bytes.ts";
import { formatCpuTime, formatDuration } from "./duration.ts";

/** One line of the summary's block of numbers, already in a unit that its numbers share. */
export interface Figure {
  label: string;
  mean: string;
  peak: string;
  /** What the numbers count, and of how much: "of 8 cores", "MB/s read". */
  unit: string;
  notes: readonly string[];
  /** The other direction of disk and network. */
  second?: { mean: string; peak: string; unit: string };
  /** The peak is close to all there is. */
  nearLimit?: boolean;
}

const MIB = 2 ** 20;
const unknown = "n/a";

export function figuresOf(report: Report): Figure[] {
  return [cpu(report), memory(report), disk(report), network(report), processes(report), ...gpu(report)];
}

function cpu({ totals, peaks, limits, duration_seconds, stats }: Report): Figure {
  const { cpu_user_seconds: user, cpu_system_seconds: system } = totals;
  // From the exact total where there is one: rows of different lengths do not count alike.
  const mean = user !== null && system !== null && duration_seconds ? (user + system) / duration_seconds : (stats["process_cpu_usage"]?.["mean"] ?? null);
  return {
    label: "CPU",
    mean: formatCores(atMost(peaks.cpu_cores, mean)),
    peak: formatCores(peaks.cpu_cores),
    unit: mean === null && peaks.cpu_cores === null ? "" : limits.cpus === null ? "cores" : `of ${trimZeros(limits.cpus)} ${limits.cpus === 1 ? "core" : "cores"}`,
    notes: [user === null ? "" : `${formatCpuTime(user)} user`, system === null ? "" : `${formatCpuTime(system)} system`].filter(Boolean),
  };
}

function memory({ peaks, stats, limits, memory_kind, accounting, samples }: Report): Figure {
  const peak = toBytes(peaks.memory_mib);
  // Rounded to hundredths of a MiB it may come out above the peak.
  const mean = atMost(peak, toBytes(stats["process_memory_mib"]?.["mean"]));
  const limit = toBytes(limits.memory_mib);
  const unit = memoryUnit(mean, peak);
  const limitText = limit === null ? "" : formatMemory(limit);
  const estimated = accounting.memory_estimated_samples ?? 0;
  return {
    label: "Memory",
    mean: formatIn(unit, mean),
    peak: formatIn(unit, peak),
    unit: mean === null && peak === null ? "" : limitText === "" ? unit.name : limitText.endsWith(unit.name) ? `of ${limitText}` : `${unit.name} of ${limitText}`,
    notes: [memory_kind?.toUpperCase() ?? "", estimated > 0 ? `${estimated} of ${samples} estimated` : ""].filter(Boolean),
    nearLimit: limit !== null && peak !== null && peak >= limit * 0.9,
  };
}

function disk({ totals, stats, duration_seconds }: Report): Figure {
  const read = rates(totals.read_bytes, stats["process_disk_read_bytes"], duration_seconds);
  const written = rates(totals.write_bytes, stats["process_disk_write_bytes"], duration_seconds);
  return twoWays("Disk", read, "read", written, "written", []);
}

function network({ totals, stats, duration_seconds }: Report): Figure {
  const received = rates(totals.net_recv_bytes, stats["system_net_recv_bytes"], duration_seconds);
  const sent = rates(totals.net_sent_bytes, stats["system_net_sent_bytes"], duration_seconds);
  return twoWays("Network", received, "received", sent, "sent", ["whole machine"]);
}

function processes({ stats, peaks }: Report): Figure {
  const children = stats["process_children"]?.["mean"];
  return { label: "Processes", mean: children === undefined ? unknown : formatCount(children + 1), peak: peaks.processes === null ? unknown : formatCount(peaks.processes), unit: "", notes: [] };
}

/** Not on a machine that has none, or that leaves them idle. */
function gpu({ stats, peaks }: Report): Figure[] {
  const usage = stats["process_gpu_usage"] ?? stats["system_gpu_usage"];
  const vram = toBytes(peaks.gpu_vram_mib);
  if (!usage?.["max"] && !vram) return [];
  const deviceLevel = stats["process_gpu_usage"] === undefined;
  return [
    {
      label: "GPU",
      mean: formatCores(usage?.["mean"] ?? null),
      peak: formatCores(usage?.["max"] ?? null),
      unit: "GPUs busy",
      notes: [vram === null ? "" : `${formatMemory(vram)} of GPU memory`, deviceLevel ? "whole device" : ""].filter(Boolean),
    },
  ];
}

interface Rates {
  mean: number | null;
  peak: number | null;
}

function rates(totalBytes: number | null, column: Record<string, number> | undefined, seconds: number | null): Rates {
  const mean = totalBytes === null || !seconds ? null : totalBytes / seconds;
  const peak = column?.["peak_per_second"] ?? null;
  return { mean: atMost(peak, mean), peak };
}

/** The length of a run of a few milliseconds is rounded: what it comes to each second would else be more than the most there was. */
function atMost(peak: number | null, mean: number | null): number | null {
  return peak !== null && mean !== null && mean > peak ? peak : mean;
}

function twoWays(label: string, first: Rates, firstVerb: string, second: Rates, secondVerb: string, notes: string[]): Figure {
  const unit = rateUnit(first.mean, first.peak, second.mean, second.peak);
  return {
    label,
    mean: formatIn(unit, first.mean),
    peak: formatIn(unit, first.peak),
    unit: first.mean === null && second.mean === null ? firstVerb : `${unit.name} ${firstVerb}`,
    notes,
    second: { mean: formatIn(unit, second.mean), peak: formatIn(unit, second.peak), unit: secondVerb },
  };
}

const wayOf = (what: string, by: string): string => (by === "samples" ? `${what} sampled` : `${what} exact (${by})`);

/** How the totals were counted, in words; nothing where it is not known. */
export function accountingOf({ accounting }: Report): string[] {
  const sampled = accounting.cpu_sampled_seconds ?? 0;
  const cpuWords =
    accounting.cpu === null
      ? []
      : sampled >= 0.005
        ? [`CPU is at least this: ${formatCpuTime(sampled)} of it were seen only by sampling`]
        : [wayOf("CPU", accounting.cpu)];
  return [...cpuWords, ...(accounting.io === null ? [] : [wayOf("disk", accounting.io)])];
}

/** "exit 0", "killed by SIGKILL", "timed out" */
export function outcomeOf({ exit_code, signal, timed_out, end }: Pick<KnownOfRun, "exit_code" | "signal" | "timed_out" | "end">): string {
  if (timed_out) return "timed out";
  if (signal != null) return `killed by ${signal}`;
  // Windows: what is meant by 0xC0000005 is looked up by these letters.
  if (exit_code != null) return `exit ${exit_code < 2 ** 31 ? exit_code : `0x${exit_code.toString(16).toUpperCase()}`}`;
  return end == null ? "end unknown" : "exit unknown";
}

export const durationOf = ({ duration_seconds }: Report): string => (duration_seconds === null ? "duration unknown" : formatDuration(duration_seconds));

export const samplesOf = ({ samples }: Report): string => (samples === 1 ? "1 sample" : `${samples} samples`);

const toBytes = (mib: number | null | undefined): number | null => (mib == null ? null : mib * MIB);
const trimZeros = (value: number): string => String(Number(value.toFixed(2)));
const formatCores = (value: number | null): string => (value === null ? unknown : value.toFixed(value < 999.995 ? 2 : 0));
const formatCount = (value: number): string => (value < 9.95 && !Number.isInteger(value) ? value.toFixed(1) : value.toFixed(0));
