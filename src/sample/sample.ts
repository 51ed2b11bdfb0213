/** What happened in one interval: from the previous sample (or the start) to `end`. null = unknown. */
export interface Sample {
  /** Unix seconds at the end of the interval; never runs backwards. */
  timestamp: number;
  /** Seconds since the start of the run, monotonic. */
  elapsedSeconds: number;
  /** Length of the interval in seconds, monotonic. */
  durationSeconds: number;
  /** How long after its planned instant the sample was taken. */
  lateSeconds: number;
  system: SystemSample;
  tree: TreeSample;
}

export interface SystemSample {
  processes: number | null;
  cpuUserSeconds: number | null;
  cpuSystemSeconds: number | null;
  /** Cores busy on average over the interval. */
  cpuCores: number | null;
  cpuIowaitSeconds: number | null;
  cpuStealSeconds: number | null;
  memoryTotalBytes: number | null;
  memoryFreeBytes: number | null;
  memoryUsedBytes: number | null;
  memoryAvailableBytes: number | null;
  memoryBuffersBytes: number | null;
  memoryCachedBytes: number | null;
  memoryActiveBytes: number | null;
  memoryInactiveBytes: number | null;
  swapUsedBytes: number | null;
  diskReadBytes: number | null;
  diskWriteBytes: number | null;
  diskSpaceTotalBytes: number | null;
  diskSpaceUsedBytes: number | null;
  diskSpaceFreeBytes: number | null;
  netReceivedBytes: number | null;
  netSentBytes: number | null;
  load1: number | null;
  /** Share of the interval, 0..1, in which some task waited. */
  cpuPressure: number | null;
  memoryPressure: number | null;
  ioPressure: number | null;
  gpu: GpuSample;
}

export interface TreeSample {
  rootPid: number | null;
  /** Living members without the root. */
  children: number | null;
  cpuUserSeconds: number | null;
  cpuSystemSeconds: number | null;
  cpuCores: number | null;
  /** Of the kind asked for (--memory): PSS, RSS or USS, now. */
  memoryBytes: number | null;
  /** Highest of the interval, from the inner ticks and the kernel's high-water marks. */
  memoryPeakBytes: number | null;
  rssBytes: number | null;
  threads: number | null;
  readBytes: number | null;
  writeBytes: number | null;
  readChars: number | null;
  writeChars: number | null;
  gpu: GpuSample;
}

export interface GpuSample {
  /** GPUs busy, 0..n. */
  usage: number | null;
  vramBytes: number | null;
  /** How many with any use. */
  utilized: number | null;
  powerWatts: number | null;
}

export const noGpu: GpuSample = { usage: null, vramBytes: null, utilized: null, powerWatts: null };
