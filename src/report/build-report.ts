import type { Aggregate } from "../stats/aggregate.ts";
import { summarize } from "../stats/summary.ts";
import type { Peaks, Report, Totals } from "./report.ts";

/** What is known of a run beside its rows: by the run itself, or from its meta file. null and undefined: not known. */
export type KnownOfRun = { readonly [K in keyof Omit<Report, "totals" | "peaks">]?: Report[K] | null } & {
  readonly totals?: Partial<Totals> | null;
  readonly peaks?: Partial<Peaks> | null;
};

/**
 * The report of a run. The rows tell statistics, totals and peaks; what `known` says goes before what the rows let guess.
 * `name` is for a run that has none.
 */
export function buildReport(aggregate: Aggregate, known: KnownOfRun, name: string): Report {
  const rows = timesOfRows(aggregate, known);
  return {
    schema: "restrack/1",
    name: known.name ?? name,
    command: known.command ?? [],
    cwd: known.cwd ?? null,
    start: known.start ?? rows.start,
    // null from a meta file: it was killed, or still runs.
    end: known.end === undefined ? rows.end : known.end,
    duration_seconds: known.duration_seconds ?? rows.duration_seconds,
    exit_code: known.exit_code ?? null,
    signal: known.signal ?? null,
    timed_out: known.timed_out ?? false,
    interval_seconds: known.interval_seconds ?? rows.interval_seconds,
    samples: aggregate.rows,
    tags: known.tags ?? {},
    node_id: known.node_id ?? null,
    run_id: known.run_id ?? null,
    parent_run_id: known.parent_run_id ?? null,
    host: known.host ?? null,
    memory_kind: known.memory_kind ?? null,
    accounting: known.accounting ?? { cpu: null, cpu_sampled_seconds: null, io: null, memory_estimated_samples: null },
    totals: fill(totalsOfRows(aggregate), known.totals),
    peaks: fill(peaksOfRows(aggregate), known.peaks),
    stats: summarize(aggregate),
    limits: known.limits ?? { cpus: null, memory_mib: null, cpus_by: null, memory_by: null },
    server_info: known.server_info ?? null,
    cloud_info: known.cloud_info ?? null,
    gpus: known.gpus ?? [],
    sensors: known.sensors ?? null,
    programs: known.programs ?? [],
    recommended_resources: known.recommended_resources ?? null,
    recommended_servers: known.recommended_servers ?? null,
    cost: known.cost ?? null,
    findings: known.findings ?? [],
    overhead: known.overhead ?? { cpu_seconds: null, helpers_cpu_seconds: null, memory_mib: null, samples_late: null, samples_missed: null },
    warnings: known.warnings ?? [],
  };
}

function totalsOfRows(aggregate: Aggregate): Totals {
  const sum = (name: string, decimals: number) => {
    const column = aggregate.column(name);
    return column.count === 0 ? null : Number(column.sum.total().toFixed(decimals));
  };
  return {
    cpu_user_seconds: sum("process_utime", 6),
    cpu_system_seconds: sum("process_stime", 6),
    read_bytes: sum("process_disk_read_bytes", 0),
    write_bytes: sum("process_disk_write_bytes", 0),
    net_recv_bytes: sum("system_net_recv_bytes", 0),
    net_sent_bytes: sum("system_net_sent_bytes", 0),
    gpu_seconds: rounded(aggregate.trace.integral("process_gpu_usage")),
    energy_joules: rounded(aggregate.trace.integral("system_gpu_power_watts")),
  };
}

const rounded = (value: number | null): number | null => (value === null ? null : Number(value.toFixed(3)));

function peaksOfRows(aggregate: Aggregate): Peaks {
  const most = (...names: string[]) => {
    const known = names.map((name) => aggregate.column(name)).filter(({ count }) => count > 0);
    return known.length === 0 ? null : Math.max(...known.map(({ max }) => max));
  };
  const children = most("process_children");
  return {
    memory_mib: most("process_memory_peak_mib", "process_memory_mib"),
    cgroup_memory_mib: null,
    cpu_cores: most("process_cpu_usage"),
    gpu_vram_mib: most("process_gpu_vram_mib"),
    processes: children === null ? null : children + 1,
    threads: most("process_threads"),
  };
}

function timesOfRows(aggregate: Aggregate, known: KnownOfRun) {
  const { count, min, max } = aggregate.column("timestamp");
  const interval = known.interval_seconds ?? aggregate.intervalSeconds();
  // The first row covers the interval before its timestamp.
  const start = known.start == null ? (count === 0 || interval === null ? null : min - interval) : Date.parse(known.start) / 1000;
  return {
    start: start === null ? null : instant(start),
    end: count === 0 ? null : instant(max),
    duration_seconds: count === 0 || start === null ? null : Number((max - start).toFixed(3)),
    interval_seconds: interval,
  };
}

/** null for what no calendar has: a CSV may hold any number. */
function instant(unixSeconds: number): string | null {
  return Math.abs(unixSeconds) <= 8.64e12 ? new Date(unixSeconds * 1000).toISOString() : null;
}

/** Field by field: what is known, else what the rows tell. */
function fill<T extends object>(rows: T, known: Partial<T> | null | undefined): T {
  const told = Object.entries(known ?? {}).filter(([, value]) => value !== null && value !== undefined);
  return { ...rows, ...Object.fromEntries(told) };
}
