import type { SystemSnapshot } from "../snapshot.ts";
import type { Poll } from "./poll.ts";

/** What every operating system gives; sources/index.ts chooses one. */
export interface Sources {
  readonly processes: ProcessSource;
  readonly system: SystemSource;
  /** What this process may use: the least of machine, cgroups and affinity. */
  readLimits(): Limits;
  readServerInfo(): Promise<ServerInfo>;
  /** Where figures come from programs: then processes and system answer with what those told last. */
  readonly poll?: Poll;
}

/** Calls back when a program of ours has ended and was waited for: what it used is in our own children's time from then on. */
export type OnHelperEnded = () => void;

export interface SystemSource {
  read(): SystemSnapshot;
  close(): void;
}

/** The process table, read piece by piece so that cost grows with the tree and not with the machine. */
export interface ProcessSource {
  /** All pids that exist now; null when the table cannot be listed. */
  listPids(): number[] | null;
  /** The pid that was given out last: as long as it stays the same there are no new processes. null where nobody tells. */
  readLastPid(): number | null;
  /** A number that changes when the number of processes does; null where nobody tells. */
  readProcessCount(): number | null;
  /** undefined: gone; null: there and not readable. Open handles are closed by the caller. */
  open(pid: number): ProcessHandle | null | undefined;
  /** Whether the environment that the process was started with holds NAME=VALUE with `id` among VALUE's parts. */
  carriesRunId(pid: number, id: string): boolean;
  /** What this process's own ended and waited-for children have used; null when the machine does not tell. */
  readReapedChildren(): ReapedChildren | null;
  readonly ticksPerSecond: number;
  /** false: nothing tells how much CPU a process has used. */
  readonly tellsCpu?: boolean;
  close(): void;
}

/** Sums over all children this process has waited for, and what those had waited for. */
export interface ReapedChildren {
  /** In ticks. */
  cutime: number;
  cstime: number;
  /** Page faults, minor and major. */
  faults: number;
  io: ProcessIo | null;
}

/** A group that the kernel itself keeps sums for (a cgroup), and that holds the job and nothing else. */
export interface ExactGroup {
  readUsage(): ExactUsage | null;
  /** Bytes that count against a limit and that nobody but the job can give back: no page cache. null where the kernel keeps none. */
  readMemory(): number | null;
  /** Members now, without those in groups that the job made below it. */
  listPids(): number[] | null;
  /** Nobody is in it, nor in a group below it. */
  isEmpty(): boolean;
}

export interface ExactUsage {
  userSeconds: number;
  systemSeconds: number;
}

/** One process, known by (pid, start time): a handle never answers for a later process with the same pid. */
export interface ProcessHandle {
  readonly pid: number;
  /** undefined when the process is gone, null when it cannot be read just now. */
  readStat(): ProcessStat | null | undefined;
  readIo(): ProcessIo | null | undefined;
  readStatus(): ProcessStatus | null | undefined;
  /** The expensive one: walks the page tables and holds the process's lock meanwhile. */
  readMemory(): ProcessMemory | null | undefined;
  /** The command line; empty for kernel threads and zombies. */
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
  /** 0: nobody tells. */
  threads: number;
  /** Ticks after boot, or any other instant. */
  starttime: number;
  rssBytes: number;
}

export interface ProcessStatus {
  /** High-water mark of resident memory (VmHWM); a forked child begins with its parent's resident size, exec starts anew. */
  peakRssBytes: number | null;
  /** SIGCHLD is ignored: the kernel drops what the children used, nobody can wait for them. */
  ignoresSigchld: boolean;
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
