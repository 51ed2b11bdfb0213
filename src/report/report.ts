import type { CloudInfo } from "../clouds/cloud-info.ts";
import type { RecommendedResources } from "../recommend/resources.ts";
import type { RecommendedServer, RunCost } from "../recommend/servers.ts";
import type { ServerInfo } from "../sources/source.ts";

/**
 * Everything a renderer may show, and exactly what `--json` writes (schema "restrack/1"). Built from the rows alone it has
 * nulls where only the meta file knows.
 */
export interface Report {
  schema: "restrack/1";
  name: string;
  command: string[];
  cwd: string | null;
  /** ISO 8601, UTC. */
  start: string | null;
  end: string | null;
  duration_seconds: number | null;
  exit_code: number | null;
  /** e.g. "SIGKILL" */
  signal: string | null;
  /** Whether --timeout ended it. */
  timed_out: boolean;
  interval_seconds: number | null;
  samples: number;
  tags: Record<string, string>;
  node_id: string | null;
  run_id: string | null;
  /** Of the restrack run that started this one. */
  parent_run_id: string | null;
  host: string | null;
  /** "pss", "rss" or "uss": what process_memory_mib means. */
  memory_kind: "pss" | "rss" | "uss" | "footprint" | null;
  accounting: Accounting;
  totals: Totals;
  peaks: Peaks;
  /** Per column {mean, max, ...}: the keys and roundings of resource-tracker's stats(). */
  stats: Record<string, Record<string, number>>;
  limits: { cpus: number | null; memory_mib: number | null; cpus_by: string | null; memory_by: string | null };
  server_info: ServerInfo | null;
  cloud_info: CloudInfo | null;
  /** Each GPU that was seen, in their order; [] where nothing tells. */
  gpus: GpuUse[];
  /** null: the machine tells nothing of the kind. */
  sensors: Sensors | null;
  /** By CPU, most first. */
  programs: ProgramUse[];
  /** null: nobody asked, or the run does not tell enough. */
  recommended_resources: RecommendedResources | null;
  /** Best first. null: nobody asked. */
  recommended_servers: RecommendedServer[] | null;
  /** null: it is not known where the job ran. */
  cost: RunCost | null;
  findings: Finding[];
  overhead: Overhead;
  warnings: Warning[];
}

/** Something about the job that its owner may want to change. */
export interface Finding {
  /** Stable, e.g. "one_core_busy". */
  code: string;
  /** One sentence with its numbers. */
  message: string;
  /** What to type or do next; null when there is nothing to do. */
  hint: string | null;
  /** The numbers that it rests on, by name. */
  evidence: Record<string, number | string>;
}

/** How the totals came about, so that a reader knows what is exact. */
export interface Accounting {
  /** "cgroup": the kernel's own sum; "processes": summed over the process tree; "samples": what was seen. null: not known. */
  cpu: "cgroup" | "processes" | "samples" | null;
  /** CPU seconds that only sampling could see (nobody waited for the process): a lower bound. */
  cpu_sampled_seconds: number | null;
  io: "processes" | "cgroup" | "samples" | null;
  /** Rows whose memory holds an estimated part because a reading did not fit the budget. */
  memory_estimated_samples: number | null;
}

export interface Totals {
  cpu_user_seconds: number | null;
  cpu_system_seconds: number | null;
  read_bytes: number | null;
  write_bytes: number | null;
  net_recv_bytes: number | null;
  net_sent_bytes: number | null;
  gpu_seconds: number | null;
  energy_joules: number | null;
}

export interface Peaks {
  /** The highest of the sampled sums and of the processes' high-water marks. */
  memory_mib: number | null;
  /** Anonymous, shared and kernel memory charged to the job's own cgroup, tmpfs included and page cache not; null without one. */
  cgroup_memory_mib: number | null;
  cpu_cores: number | null;
  gpu_vram_mib: number | null;
  processes: number | null;
  threads: number | null;
}

export interface ProgramUse {
  /** File name of the program. */
  name: string;
  /** The command line of its first process, cut to 200 characters. */
  command: string;
  /** Processes of it that were seen. */
  count: number;
  cpu_seconds: number;
  memory_peak_mib: number | null;
  read_bytes: number | null;
  write_bytes: number | null;
}

/** One GPU of the machine over the run. */
export interface GpuUse {
  index: number;
  name: string | null;
  /** 0..1 */
  usage_mean: number | null;
  /** By the job alone. */
  process_usage_mean: number | null;
  vram_peak_mib: number | null;
  /** Of the job alone. */
  process_vram_peak_mib: number | null;
  vram_total_mib: number | null;
  power_mean_watts: number | null;
  temperature_max_celsius: number | null;
}

/** What the machine told of its CPUs over the run, whoever used them. */
export interface Sensors {
  cpu_temperature_mean_celsius: number | null;
  cpu_temperature_max_celsius: number | null;
  cpu_frequency_mean_mhz: number | null;
  /** Of all packages, but of the first tenth of a second. */
  cpu_energy_joules: number | null;
}

export interface Overhead {
  cpu_seconds: number | null;
  /** Of the programs that it started to be told of the GPUs; null without any. */
  helpers_cpu_seconds: number | null;
  memory_mib: number | null;
  samples_late: number | null;
  samples_missed: number | null;
}

export interface Warning {
  /** Stable, e.g. "late_samples". */
  code: string;
  message: string;
  /** What to type or do next; null when there is nothing to do. */
  hint: string | null;
}
