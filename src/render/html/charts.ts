/** The charts of the page, in their order. One without data is not there. */
export interface Chart {
  id: string;
  title: string;
  unit: "cores" | "MiB" | "bytes/s" | "count" | "percent" | "GB" | "watts";
  series: readonly Series[];
  /** Of how much: a line across the chart. */
  limit?: "cpus" | "memory";
}

export interface Series {
  /** As in the CSV. */
  column: string;
  label: string;
  /** Which colour of the palette. */
  colour: number;
  /** The whole machine, or less important: drawn thinner, and left out where it would flatten the rest. */
  isBackground?: true;
  /** The column whose values stand above this one's: peaks in between. */
  peak?: string;
  /** 1 is the command itself. */
  plus?: number;
}

export const charts: readonly Chart[] = [
  {
    id: "cpu",
    title: "CPU",
    unit: "cores",
    series: [
      { column: "process_cpu_usage", label: "job", colour: 0 },
      { column: "system_cpu_usage", label: "whole machine", colour: 7, isBackground: true },
    ],
    limit: "cpus",
  },
  {
    id: "memory",
    title: "Memory",
    unit: "MiB",
    series: [
      { column: "process_memory_mib", label: "job", colour: 2, peak: "process_memory_peak_mib" },
      { column: "system_memory_used_mib", label: "whole machine", colour: 7, isBackground: true },
    ],
    limit: "memory",
  },
  {
    id: "disk",
    title: "Disk",
    unit: "bytes/s",
    series: [
      { column: "process_disk_read_bytes", label: "job reads", colour: 0 },
      { column: "process_disk_write_bytes", label: "job writes", colour: 1 },
      { column: "system_disk_read_bytes", label: "machine reads", colour: 5, isBackground: true },
      { column: "system_disk_write_bytes", label: "machine writes", colour: 7, isBackground: true },
    ],
  },
  {
    id: "network",
    title: "Network (whole machine)",
    unit: "bytes/s",
    series: [
      { column: "system_net_recv_bytes", label: "received", colour: 0 },
      { column: "system_net_sent_bytes", label: "sent", colour: 1 },
    ],
  },
  {
    id: "gpu",
    title: "GPUs busy",
    unit: "count",
    series: [
      { column: "process_gpu_usage", label: "job", colour: 4 },
      { column: "system_gpu_usage", label: "whole machine", colour: 7, isBackground: true },
      { column: "process_gpu_utilized", label: "in use by the job", colour: 3 },
      { column: "system_gpu_utilized", label: "in use", colour: 5, isBackground: true },
    ],
  },
  {
    id: "vram",
    title: "GPU memory",
    unit: "MiB",
    series: [
      { column: "process_gpu_vram_mib", label: "job", colour: 4 },
      { column: "system_gpu_vram_mib", label: "whole machine", colour: 7, isBackground: true },
    ],
  },
  { id: "power", title: "GPU power", unit: "watts", series: [{ column: "system_gpu_power_watts", label: "all GPUs", colour: 1 }] },
  {
    id: "processes",
    title: "Processes and threads",
    unit: "count",
    series: [
      { column: "process_children", label: "processes", colour: 0, plus: 1 },
      { column: "process_threads", label: "threads", colour: 1 },
    ],
  },
  {
    id: "pressure",
    title: "Pressure (share of time in which something waited)",
    unit: "percent",
    series: [
      { column: "system_cpu_pressure", label: "for CPU", colour: 0 },
      { column: "system_memory_pressure", label: "for memory", colour: 2 },
      { column: "system_io_pressure", label: "for disks", colour: 1 },
    ],
  },
  {
    id: "space",
    title: "Disk space",
    unit: "GB",
    series: [
      { column: "system_disk_space_used_gb", label: "used", colour: 0 },
      { column: "system_disk_space_total_gb", label: "there is", colour: 7, isBackground: true },
    ],
  },
];

/** Columns whose amounts are drawn as rates. */
export const isAmount = (column: string): boolean => column.endsWith("_bytes");

/** Columns that any chart shows. */
export const chartedColumns: ReadonlySet<string> = new Set(charts.flatMap(({ series }) => series.flatMap(({ column, peak }) => (peak === undefined ? [column] : [column, peak]))));
