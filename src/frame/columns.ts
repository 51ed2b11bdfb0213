import type { Sample } from "../sample/sample.ts";

/**
 * How a column behaves between rows.
 * - `instant`: a reading at the row's timestamp
 * - `delta`: an amount over the interval; the sum over all rows is the total of the run
 * - `rate`: an average over the interval
 * - `peak`: the highest of the interval
 */
export type ColumnKind = "instant" | "delta" | "rate" | "peak";

export interface Column {
  /** Name in the CSV, in JSON and, with a prefix, in Prometheus. */
  name: string;
  unit: "seconds" | "cores" | "MiB" | "GB" | "bytes" | "count" | "percent" | "watts" | "pid" | "load";
  kind: ColumnKind;
  /** Decimals kept in the CSV. */
  decimals: number;
  /** One line for README and help. */
  help: string;
  value: (sample: Sample) => number | null;
}

const MIB = 2 ** 20;
const GB = 1e9;

// What many columns are.
const memory = { unit: "MiB", kind: "instant", decimals: 3 } as const;
const space = { unit: "GB", kind: "instant", decimals: 3 } as const;
const traffic = { unit: "bytes", kind: "delta", decimals: 0 } as const;
const cpuTime = { unit: "seconds", kind: "delta", decimals: 6 } as const;
const number = { unit: "count", kind: "instant", decimals: 0 } as const;
const share = { unit: "percent", kind: "rate", decimals: 2 } as const;

const per = (value: number | null, divisor: number): number | null => (value === null ? null : value / divisor);

/**
 * The one table of columns. The first 32 are those of resource-tracker 0.5's combined metrics, in its order and units:
 * changing them breaks every reader. New ones are added at the end.
 */
export const columns: readonly Column[] = [
  { name: "timestamp", unit: "seconds", kind: "instant", decimals: 3, help: "Unix time at which the interval ends", value: (s) => s.timestamp },
  { name: "system_processes", ...number, help: "processes that exist now", value: (s) => s.system.processes },
  { name: "system_utime", ...cpuTime, help: "CPU seconds of all cores, user and nice", value: (s) => s.system.cpuUserSeconds },
  { name: "system_stime", ...cpuTime, help: "CPU seconds of all cores, system", value: (s) => s.system.cpuSystemSeconds },
  { name: "system_cpu_usage", unit: "cores", kind: "rate", decimals: 4, help: "cores busy, 0 to the number of cores", value: (s) => s.system.cpuCores },
  { name: "system_memory_free_mib", ...memory, help: "memory used for nothing", value: (s) => per(s.system.memoryFreeBytes, MIB) },
  { name: "system_memory_used_mib", ...memory, help: "total less what is available without swapping", value: (s) => per(s.system.memoryUsedBytes, MIB) },
  { name: "system_memory_buffers_mib", ...memory, help: "kernel buffers", value: (s) => per(s.system.memoryBuffersBytes, MIB) },
  { name: "system_memory_cached_mib", ...memory, help: "page cache", value: (s) => per(s.system.memoryCachedBytes, MIB) },
  { name: "system_memory_active_mib", ...memory, help: "memory used recently", value: (s) => per(s.system.memoryActiveBytes, MIB) },
  { name: "system_memory_inactive_mib", ...memory, help: "memory not used recently", value: (s) => per(s.system.memoryInactiveBytes, MIB) },
  { name: "system_disk_read_bytes", ...traffic, help: "read from whole disks, each byte once", value: (s) => s.system.diskReadBytes },
  { name: "system_disk_write_bytes", ...traffic, help: "written to whole disks, each byte once", value: (s) => s.system.diskWriteBytes },
  { name: "system_disk_space_total_gb", ...space, help: "size of all real file systems, 10⁹ bytes", value: (s) => per(s.system.diskSpaceTotalBytes, GB) },
  { name: "system_disk_space_used_gb", ...space, help: "used in all real file systems", value: (s) => per(s.system.diskSpaceUsedBytes, GB) },
  { name: "system_disk_space_free_gb", ...space, help: "free in all real file systems", value: (s) => per(s.system.diskSpaceFreeBytes, GB) },
  { name: "system_net_recv_bytes", ...traffic, help: "received by all interfaces but loopback", value: (s) => s.system.netReceivedBytes },
  { name: "system_net_sent_bytes", ...traffic, help: "sent by all interfaces but loopback", value: (s) => s.system.netSentBytes },
  { name: "system_gpu_usage", unit: "count", kind: "rate", decimals: 4, help: "GPUs busy, 0 to the number of GPUs", value: (s) => s.system.gpu.usage },
  { name: "system_gpu_vram_mib", ...memory, help: "GPU memory used", value: (s) => per(s.system.gpu.vramBytes, MIB) },
  { name: "system_gpu_utilized", ...number, help: "GPUs with any use", value: (s) => s.system.gpu.utilized },
  { name: "process_pid", unit: "pid", kind: "instant", decimals: 0, help: "pid of the command", value: (s) => s.tree.rootPid },
  { name: "process_children", ...number, help: "living descendants of the command", value: (s) => s.tree.children },
  { name: "process_utime", ...cpuTime, help: "user CPU seconds of the whole tree", value: (s) => s.tree.cpuUserSeconds },
  { name: "process_stime", ...cpuTime, help: "system CPU seconds of the whole tree", value: (s) => s.tree.cpuSystemSeconds },
  { name: "process_cpu_usage", unit: "cores", kind: "rate", decimals: 4, help: "cores used by the tree", value: (s) => s.tree.cpuCores },
  { name: "process_memory_mib", ...memory, help: "memory of the tree now: PSS, or what --memory asked for", value: (s) => per(s.tree.memoryBytes, MIB) },
  { name: "process_disk_read_bytes", ...traffic, help: "read from storage by the tree", value: (s) => s.tree.readBytes },
  { name: "process_disk_write_bytes", ...traffic, help: "written to storage by the tree", value: (s) => s.tree.writeBytes },
  { name: "process_gpu_usage", unit: "count", kind: "rate", decimals: 4, help: "GPUs busy with the tree", value: (s) => s.tree.gpu.usage },
  { name: "process_gpu_vram_mib", ...memory, help: "GPU memory of the tree", value: (s) => per(s.tree.gpu.vramBytes, MIB) },
  { name: "process_gpu_utilized", ...number, help: "GPUs used by the tree", value: (s) => s.tree.gpu.utilized },
  { name: "process_memory_peak_mib", unit: "MiB", kind: "peak", decimals: 3, help: "highest memory of the tree in the interval, also between rows", value: (s) => per(s.tree.memoryPeakBytes, MIB) },
  { name: "process_rss_mib", ...memory, help: "resident memory of the tree, shared pages counted in every process", value: (s) => per(s.tree.rssBytes, MIB) },
  { name: "process_threads", ...number, help: "threads of the tree", value: (s) => s.tree.threads },
  { name: "process_read_chars", ...traffic, help: "bytes passed through read(2), caches and pipes included", value: (s) => s.tree.readChars },
  { name: "process_write_chars", ...traffic, help: "bytes passed through write(2), caches and pipes included", value: (s) => s.tree.writeChars },
  { name: "system_memory_available_mib", ...memory, help: "memory available without swapping", value: (s) => per(s.system.memoryAvailableBytes, MIB) },
  { name: "system_swap_used_mib", ...memory, help: "swap in use", value: (s) => per(s.system.swapUsedBytes, MIB) },
  { name: "system_load1", unit: "load", kind: "instant", decimals: 2, help: "load average of the last minute", value: (s) => s.system.load1 },
  { name: "system_cpu_pressure", ...share, help: "share of the interval in which a task waited for a CPU", value: (s) => per(s.system.cpuPressure, 0.01) },
  { name: "system_memory_pressure", ...share, help: "share of the interval in which a task waited for memory", value: (s) => per(s.system.memoryPressure, 0.01) },
  { name: "system_io_pressure", ...share, help: "share of the interval in which a task waited for a disk", value: (s) => per(s.system.ioPressure, 0.01) },
  { name: "system_iowait", ...cpuTime, help: "CPU seconds idle while a disk was busy", value: (s) => s.system.cpuIowaitSeconds },
  { name: "system_steal", ...cpuTime, help: "CPU seconds taken by other virtual machines", value: (s) => s.system.cpuStealSeconds },
  { name: "system_gpu_power_watts", unit: "watts", kind: "instant", decimals: 1, help: "power drawn by all GPUs", value: (s) => s.system.gpu.powerWatts },
];
