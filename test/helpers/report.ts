import type { Report } from "../../src/report/report.ts";

const GIB_IN_MIB = 1024;

/** A run with everything in it, as a starting point. Its numbers are invented. */
export function exampleReport(changes: Partial<Report> = {}): Report {
  return {
    schema: "restrack/1",
    name: "python",
    command: ["python", "train.py"],
    cwd: "/home/ada/model",
    start: "2025-03-01T08:00:00.000Z",
    end: "2025-03-01T08:02:04.300Z",
    duration_seconds: 124.3,
    exit_code: 0,
    signal: null,
    timed_out: false,
    interval_seconds: 1,
    samples: 124,
    tags: { branch: "main" },
    node_id: null,
    run_id: "20250301-080000-k3f9",
    parent_run_id: null,
    host: "ada-desk",
    memory_kind: "pss",
    accounting: { cpu: "cgroup", cpu_sampled_seconds: 0, io: "processes", memory_estimated_samples: 0 },
    totals: { cpu_user_seconds: 386.2, cpu_system_seconds: 12.9, read_bytes: 1_541_320_000, write_bytes: 385_330_000, net_recv_bytes: 12_430_000, net_sent_bytes: 1_243_000, gpu_seconds: null, energy_joules: null },
    peaks: { cgroup_memory_mib: null, memory_mib: 6.3 * GIB_IN_MIB, cpu_cores: 7.98, gpu_vram_mib: null, processes: 17, threads: 64 },
    stats: {
      timestamp: { duration: 123.3 },
      process_cpu_usage: { mean: 3.21, max: 7.98 },
      process_memory_mib: { mean: 4.1 * GIB_IN_MIB, max: 6.2 * GIB_IN_MIB },
      process_disk_read_bytes: { mean: 12_430_000, max: 210_000_000, sum: 1_541_320_000, peak_per_second: 210_000_000 },
      process_disk_write_bytes: { mean: 3_107_500, max: 88_000_000, sum: 385_330_000, peak_per_second: 88_000_000 },
      system_net_recv_bytes: { mean: 100_241.94, max: 4_200_000, sum: 12_430_000, peak_per_second: 4_200_000 },
      system_net_sent_bytes: { mean: 10_024.19, max: 100_000, sum: 1_243_000, peak_per_second: 100_000 },
      process_children: { mean: 8.12, max: 16 },
    },
    limits: { cpus: 8, memory_mib: 31.2 * GIB_IN_MIB, cpus_by: "machine", memory_by: "machine" },
    server_info: null,
    cloud_info: null,
    recommended_resources: null,
    recommended_servers: null,
    cost: null,
    findings: [],
    gpus: [],
    sensors: null,
    programs: [
      { name: "python train.py", command: "python train.py", count: 9, cpu_seconds: 363.2, memory_peak_mib: 5.9 * GIB_IN_MIB, read_bytes: 1_541_320_000, write_bytes: 300_000_000 },
      { name: "pigz", command: "pigz -c", count: 8, cpu_seconds: 27.9, memory_peak_mib: 0.2 * GIB_IN_MIB, read_bytes: 0, write_bytes: 85_330_000 },
    ],
    overhead: { helpers_cpu_seconds: null, cpu_seconds: 0.06, memory_mib: 41.2, samples_late: 3, samples_missed: 0 },
    warnings: [{ code: "late_samples", message: "3 samples were late by more than 0.5 s. The machine was busy; shorter peaks may be missed.", hint: null }],
    ...changes,
  };
}

export const unknownGpu: Report["gpus"][number] = { index: 0, name: null, usage_mean: null, process_usage_mean: null, vram_peak_mib: null, process_vram_peak_mib: null, vram_total_mib: null, power_mean_watts: null, temperature_max_celsius: null };

/** A run of which the rows tell nothing and no meta file was found. */
export function bareReport(changes: Partial<Report> = {}): Report {
  return {
    ...exampleReport(),
    name: "old",
    command: [],
    cwd: null,
    start: null,
    end: null,
    duration_seconds: null,
    exit_code: null,
    interval_seconds: null,
    samples: 1,
    tags: {},
    run_id: null,
    host: null,
    memory_kind: null,
    accounting: { cpu: null, cpu_sampled_seconds: null, io: null, memory_estimated_samples: null },
    totals: { cpu_user_seconds: null, cpu_system_seconds: null, read_bytes: null, write_bytes: null, net_recv_bytes: null, net_sent_bytes: null, gpu_seconds: null, energy_joules: null },
    peaks: { cgroup_memory_mib: null, memory_mib: null, cpu_cores: null, gpu_vram_mib: null, processes: null, threads: null },
    stats: {},
    limits: { cpus: null, memory_mib: null, cpus_by: null, memory_by: null },
    programs: [],
    overhead: { helpers_cpu_seconds: null, cpu_seconds: null, memory_mib: null, samples_late: null, samples_missed: null },
    warnings: [],
    ...changes,
  };
}
