import { RestrackError } from "../errors.ts";
import { Aggregate } from "../stats/aggregate.ts";
import { buildReport, type KnownOfRun } from "./build-report.ts";
import type { Report } from "./report.ts";

const META_SCHEMA = "restrack-meta/1";
const REPORT_SCHEMA = "restrack/1";

/** "out.csv" has its meta file in "out.meta.json". */
export function metaPathOf(csvPath: string): string {
  return `${csvPath.replace(/\.csv$/i, "")}.meta.json`;
}

/** What the rows do not tell: the report without its statistics, and without what is worked out from them. */
export function formatMeta({ schema: _schema, stats: _stats, recommended_resources: _resources, recommended_servers: _servers, cost: _cost, findings: _findings, ...known }: Report): string {
  return `${JSON.stringify({ schema: META_SCHEMA, ...known }, null, 2)}\n`;
}

/**
 * Reads a meta file, or a report that `--json` wrote. Fields that are missing or of another type are not known.
 *
 * @throws RestrackError ERR_INPUT when it is neither
 */
export function parseMeta(text: string, source: string): KnownOfRun {
  return readFields(parseObject(text, source, [META_SCHEMA, REPORT_SCHEMA]));
}

/**
 * Reads the report that `--json` wrote; whatever it lacks is unknown. `name` is for a run that has none.
 *
 * @throws RestrackError ERR_INPUT when it is none
 */
export function parseReport(text: string, source: string, name: string): Report {
  const value = parseObject(text, source, [REPORT_SCHEMA]);
  const stats = Object.entries(record(value["stats"]) ?? {}).map(([column, figures]) => [column, numbers(figures)] as const);
  return { ...buildReport(new Aggregate(), readFields(value), name), stats: Object.fromEntries(stats), samples: number(value["samples"]) ?? 0 };
}

type Json = Record<string, unknown>;

function parseObject(text: string, source: string, schemas: readonly string[]): Json {
  const cannot = (state: string, hint: string, cause?: unknown) => new RestrackError("ERR_INPUT", `Cannot read "${source}": ${state}`, { hint, cause });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw cannot("it is not whole JSON", "it may have been cut off while it was written", error);
  }
  const schema = record(value)?.["schema"];
  if (typeof schema !== "string" || !/^restrack(-meta)?\//.test(schema)) throw cannot("it is no report of restrack", "name a CSV or JSON file that restrack run has written");
  if (!schemas.includes(schema)) {
    throw schema === META_SCHEMA ? cannot("it is the meta file of a run", "name the CSV beside it") : cannot(`its schema is "${schema}"`, "a newer restrack has written it: update restrack");
  }
  return value as Json;
}

function readFields(value: Json): KnownOfRun {
  const limits = record(value["limits"]);
  const accounting = record(value["accounting"]);
  const kind = text(value["memory_kind"]);
  return {
    name: text(value["name"]),
    command: list(value["command"], text),
    cwd: text(value["cwd"]),
    start: instant(value["start"]),
    end: instant(value["end"]),
    duration_seconds: number(value["duration_seconds"]),
    exit_code: number(value["exit_code"]),
    signal: text(value["signal"]),
    timed_out: value["timed_out"] === true,
    interval_seconds: number(value["interval_seconds"]),
    tags: texts(value["tags"]),
    node_id: text(value["node_id"]),
    run_id: text(value["run_id"]),
    parent_run_id: text(value["parent_run_id"]),
    host: text(value["host"]),
    memory_kind: kind === "pss" || kind === "rss" || kind === "uss" || kind === "footprint" ? kind : null,
    accounting: {
      cpu: counter(accounting?.["cpu"]),
      cpu_sampled_seconds: number(accounting?.["cpu_sampled_seconds"]),
      io: counter(accounting?.["io"]),
      memory_estimated_samples: number(accounting?.["memory_estimated_samples"]),
    },
    totals: nullableNumbers(value["totals"], ["cpu_user_seconds", "cpu_system_seconds", "read_bytes", "write_bytes", "net_recv_bytes", "net_sent_bytes", "gpu_seconds", "energy_joules"]),
    peaks: nullableNumbers(value["peaks"], ["memory_mib", "cgroup_memory_mib", "cpu_cores", "gpu_vram_mib", "processes", "threads"]),
    limits: { cpus: number(limits?.["cpus"]), memory_mib: number(limits?.["memory_mib"]), cpus_by: text(limits?.["cpus_by"]), memory_by: text(limits?.["memory_by"]) },
    server_info: record(value["server_info"]) as Report["server_info"],
    cloud_info: readCloud(value["cloud_info"]),
    sensors: readSensors(record(value["sensors"])),
    gpus: list(value["gpus"], readGpu),
    programs: list(value["programs"], readProgram),
    overhead: nullableNumbers(value["overhead"], ["cpu_seconds", "helpers_cpu_seconds", "memory_mib", "samples_late", "samples_missed"]),
    warnings: list(value["warnings"], readWarning),
  };
}

function readCloud(value: unknown): Report["cloud_info"] {
  const cloud = record(value);
  const vendor = text(cloud?.["vendor"]);
  if (cloud === null || vendor === null) return null;
  return { vendor, instance_type: text(cloud["instance_type"]), region: text(cloud["region"]), zone: text(cloud["zone"]), discovery_seconds: number(cloud["discovery_seconds"]) ?? 0 };
}

function readSensors(sensors: Json | null): Report["sensors"] {
  return sensors && nullableNumbers(sensors, ["cpu_temperature_mean_celsius", "cpu_temperature_max_celsius", "cpu_frequency_mean_mhz", "cpu_energy_joules"]);
}

function readGpu(value: unknown): Report["gpus"][number] | null {
  const gpu = record(value);
  const index = number(gpu?.["index"]);
  if (gpu === null || index === null) return null;
  return { index, name: text(gpu["name"]), ...nullableNumbers(gpu, ["usage_mean", "process_usage_mean", "vram_peak_mib", "process_vram_peak_mib", "vram_total_mib", "power_mean_watts", "temperature_max_celsius"]) };
}

function readProgram(value: unknown): Report["programs"][number] | null {
  const program = record(value);
  const name = text(program?.["name"]);
  if (program === null || name === null) return null;
  return {
    name,
    command: text(program["command"]) ?? name,
    count: number(program["count"]) ?? 1,
    cpu_seconds: number(program["cpu_seconds"]) ?? 0,
    memory_peak_mib: number(program["memory_peak_mib"]),
    read_bytes: number(program["read_bytes"]),
    write_bytes: number(program["write_bytes"]),
  };
}

function readWarning(value: unknown): Report["warnings"][number] | null {
  const warning = record(value);
  const message = text(warning?.["message"]);
  return warning === null || message === null ? null : { code: text(warning["code"]) ?? "", message, hint: text(warning["hint"]) };
}

const number = (value: unknown): number | null => (typeof value === "number" && Number.isFinite(value) ? value : null);
const text = (value: unknown): string | null => (typeof value === "string" ? value : null);
const record = (value: unknown): Json | null => (typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : null);
const instant = (value: unknown): string | null => (typeof value === "string" && !Number.isNaN(Date.parse(value)) ? value : null);
const counter = (value: unknown) => (value === "cgroup" || value === "processes" || value === "samples" ? value : null);

function list<T>(value: unknown, read: (item: unknown) => T | null): T[] {
  return Array.isArray(value) ? value.map(read).filter((item) => item !== null) : [];
}

function texts(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(record(value) ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

function numbers(value: unknown): Record<string, number> {
  return Object.fromEntries(Object.entries(record(value) ?? {}).filter((entry): entry is [string, number] => number(entry[1]) !== null));
}

function nullableNumbers<K extends string>(value: unknown, keys: readonly K[]): Record<K, number | null> {
  const fields = record(value);
  return Object.fromEntries(keys.map((key) => [key, number(fields?.[key])])) as Record<K, number | null>;
}
