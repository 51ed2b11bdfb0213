import type { SystemSnapshot } from "../snapshot.ts";

/** What every operating system gives; sources/index.ts chooses one. */
export interface Sources {
  readonly processes: ProcessSource;
  readonly system: SystemSource;
  /** What this process may use: the least of machine, cgroups and affinity. */
  readLimits(): Limits;
  readServerInfo(): ServerInfo;
}

export interface SystemSource {
  read(): SystemSnapshot;
  close(): void;
}

/** The process table, read piece by piece so that cost grows with the tree and not with the machine. */
export interface ProcessSource {
  /** All pids that exist now; null when the table cannot be listed. */
  listPids(): number[] | null;
  /** A cheap look that says false only when no process can have been created since the last listPids(). */
  mayHaveNewProcesses(): boolean;
  /** undefined: gone; null: there and not readable. Open handles are closed by the caller. */
  open(pid: number): ProcessHandle | null | undefined;
  /** Whether the environment that the process was started with holds NAME=VALUE with `id` among VALUE's parts. */
  carriesRunId(pid: number, id: string): boolean;
  /** How many bytes a page, how many ticks a second. */
  readonly ticksPerSecond: number;
}

/** One process, known by (pid, start time): a handle never answers for a later process with the same pid. */
export interface ProcessHandle {
  readonly pid: number;
  /** undefined when the process is gone, null when it cannot be read just now. */
  readStat(): ProcessStat | null | undefined;
  readIo(): ProcessIo | null | undefined;
  /** High-water mark of resident memory in bytes (VmHWM). */
  readPeakRssBytes(): number | null | undefined;
  /** The expensive one: walks the page tables and holds the process's lock meanwhile. */
  readMemory(): ProcessMemory | null | undefined;
  /** Program's file name and command line; "" when it has none (kernel threads, zombies). */
  readCommandLine(): string[] | null | undefined;
  close(): void;
}

export interface ProcessStat {
  pid: number;
  /** At most 15 bytes, may hold blanks, parentheses and newlines. */
  comm: string;
  /** R, S, D, Z, T, X ... as in proc(5). */
  state: string;
  ppid: number;
  minflt: number;
  cminflt: number;
  majflt: number;
  cmajflt: number;
  /** Own CPU, in ticks. */
  utime: number;
  stime: number;
  /** CPU of waited-for children, in ticks. */
  cutime: number;
  cstime: number;
  threads: number;
  /** Ticks after boot. */
  starttime: number;
  rssBytes: number;
}

/** Of the process and of all children it has waited for. */
export interface ProcessIo {
  /** Characters passed through read(2) and write(2), also from caches and pipes. */
  rchar: number;
  wchar: number;
  /** Bytes that went to storage. */
  readBytes: number;
  writeBytes: number;
}

export interface ProcessMemory {
  rssBytes: number;
  /** Resident, each shared page divided by how many share it. */
  pssBytes: number;
  /** Resident and shared with nobody. */
  ussBytes: number;
  swapBytes: number;
}

export interface Limits {
  /** CPUs this process may keep busy (may be a fraction); null unknown. */
  cpus: number | null;
  memoryBytes: number | null;
  /** What sets each: "machine", "affinity", or the cgroup file, e.g. "/sys/fs/cgroup/user.slice/cpu.max". */
  cpusBy: string | null;
  memoryBy: string | null;
  /** What the whole machine has. */
  machineCpus: number | null;
  machineMemoryBytes: number | null;
  /** Counters that tell that a limit was hit; compare two readings. */
  evidence: LimitEvidence;
}

export interface LimitEvidence {
  /** memory.events oom_kill of the own cgroup (hierarchical). */
  oomKills: number | null;
  /** cpu.stat nr_throttled and throttled_usec of own cgroup and ancestors with a quota. */
  throttledPeriods: number | null;
  throttledSeconds: number | null;
}

export interface ServerInfo {
  os: string;
  kernel: string;
  hostname: string;
  architecture: string;
  cpuModel: string | null;
  cpus: number | null;
  memoryBytes: number | null;
  swapBytes: number | null;
  /** "docker", "podman", "kubernetes", "lxc", ... or null. */
  container: string | null;
  /** DMI sys_vendor / product_name, null where unreadable. */
  vendor: string | null;
  product: string | null;
}
