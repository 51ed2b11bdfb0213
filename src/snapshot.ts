/**
 * The counters of one instant. Only what the machine counts up or holds now; what happened between two
 * instants is worked out in sample/. null = this machine does not tell.
 */
export interface SystemSnapshot {
  cpu: SystemCpu | null;
  memory: SystemMemory | null;
  /** Whole disks by name, counted up since boot. */
  disks: ReadonlyMap<string, DiskCounters> | null;
  /** Sum over real file systems, each once. */
  diskSpace: DiskSpace | null;
  /** Interfaces by name, counted up since boot; loopback and members of bridges and bonds left out. */
  networks: ReadonlyMap<string, NetworkCounters> | null;
  load1: number | null;
  pressure: Pressure;
}

/** Seconds of all CPUs together since boot. */
export interface SystemCpu {
  /** user + nice; guests are contained in it. */
  userSeconds: number;
  systemSeconds: number;
  idleSeconds: number;
  iowaitSeconds: number | null;
  stealSeconds: number | null;
  /** Everything but idle and iowait. */
  busySeconds: number;
  /** CPUs that are online. */
  cpus: number;
}

export interface SystemMemory {
  totalBytes: number | null;
  freeBytes: number | null;
  /** MemAvailable; on kernels before 3.14 null. */
  availableBytes: number | null;
  buffersBytes: number | null;
  cachedBytes: number | null;
  activeBytes: number | null;
  inactiveBytes: number | null;
  swapTotalBytes: number | null;
  swapFreeBytes: number | null;
}

export interface DiskCounters {
  readBytes: number;
  writeBytes: number;
}

export interface NetworkCounters {
  receivedBytes: number;
  sentBytes: number;
}

export interface DiskSpace {
  totalBytes: number;
  usedBytes: number;
  /** Free for everybody. */
  freeBytes: number;
}

/** Seconds since boot in which some task waited for the resource (PSI's "some"). */
export interface Pressure {
  cpuSeconds: number | null;
  memorySeconds: number | null;
  ioSeconds: number | null;
}

export const noPressure: Pressure = { cpuSeconds: null, memorySeconds: null, ioSeconds: null };

export const emptySystemSnapshot: SystemSnapshot = {
  cpu: null,
  memory: null,
  disks: null,
  diskSpace: null,
  networks: null,
  load1: null,
  pressure: noPressure,
};
