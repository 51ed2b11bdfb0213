import type { ProcessHandle, ProcessIo, ProcessMemory, ProcessSource, ProcessStat, ReapedChildren } from "../source.ts";

/** One process as a tool told of it. */
export interface TableRow {
  pid: number;
  /** 0 where it is not told. */
  ppid: number;
  /** Seconds after any instant, to tell it from a later process with its pid; null where nobody tells. */
  startSeconds: number | null;
  comm: string;
  commandLine: string[];
  /** As in proc(5). */
  state: string;
  /** null where nobody tells of its CPU. */
  userSeconds: number | null;
  systemSeconds: number;
  /** 0: nobody tells. */
  threads: number;
  rssBytes: number;
  /** What counts of its memory where the resident size is not it; null where nobody tells. */
  memoryBytes: number | null;
  peakRssBytes: number | null;
  faults: number;
  io: ProcessIo | null;
}

export interface ProcessTableOptions {
  /** What our own waited-for children have used, where the system tells that. */
  readReapedChildren: () => ReapedChildren | null;
  ticksPerSecond: number;
  /** Whether the process was started with this run id, as far as is known of its environment. */
  carriesRunId: (pid: number, id: string) => boolean;
}

/** ps rounds starts to seconds, and some work them out anew each time. */
const SAME_START_SECONDS = 2;
/** Times that are rounded down never fall by so much. */
const SAME_CPU_SECONDS = 1.5;

/**
 * The process table as a tool told it last. It answers as the one of /proc does, until the next table: handles know their
 * process by pid and start and never answer for a later one.
 */
export class ProcessTable implements ProcessSource {
  readonly ticksPerSecond: number;
  readonly readReapedChildren: () => ReapedChildren | null;
  readonly carriesRunId: (pid: number, id: string) => boolean;
  #entries: ReadonlyMap<number, Entry> | null = null;
  #tables = 0;
  #tellsCpu = true;

  constructor({ ticksPerSecond, readReapedChildren, carriesRunId }: ProcessTableOptions) {
    this.ticksPerSecond = ticksPerSecond;
    this.readReapedChildren = readReapedChildren;
    this.carriesRunId = carriesRunId;
  }

  /** A new table. `endedPid`: of a process that we know to have ended, though it may still be told. */
  update(rows: readonly TableRow[], endedPid: number | null = null): void {
    this.#tables++;
    const entries = new Map<number, Entry>();
    for (const row of rows) {
      if (row.pid === endedPid) continue;
      const before = this.#entries?.get(row.pid);
      // Whose start nobody tells is known by when it was seen first: a parent never later than its child.
      const start = row.startSeconds === null ? this.#tables : row.startSeconds * this.ticksPerSecond;
      entries.set(row.pid, { row, start: before && isSame(before.row, row) ? before.start : start });
    }
    this.#entries = entries;
    this.#tellsCpu = rows.some(({ userSeconds }) => userSeconds !== null);
  }

  listPids(): number[] | null {
    return this.#entries && [...this.#entries.keys()];
  }

  get tellsCpu(): boolean {
    return this.#tellsCpu;
  }

  readLastPid(): null {
    return null;
  }

  readProcessCount(): null {
    return null;
  }

  open(pid: number): ProcessHandle | undefined {
    const start = this.#entries?.get(pid)?.start;
    return start === undefined ? undefined : new TableProcess(pid, () => this.#find(pid, start), this.ticksPerSecond);
  }

  close(): void {
    this.#entries = null;
  }

  #find(pid: number, start: number): Entry | undefined {
    const entry = this.#entries?.get(pid);
    return entry?.start === start ? entry : undefined;
  }
}

interface Entry {
  row: TableRow;
  /** In ticks. */
  start: number;
}

class TableProcess implements ProcessHandle {
  readonly pid: number;
  readonly #find: () => Entry | undefined;
  readonly #ticksPerSecond: number;

  constructor(pid: number, find: () => Entry | undefined, ticksPerSecond: number) {
    this.pid = pid;
    this.#find = find;
    this.#ticksPerSecond = ticksPerSecond;
  }

  readStat(): ProcessStat | undefined {
    const entry = this.#find();
    if (!entry) return undefined;
    const { pid, ppid, comm, state, threads, rssBytes, faults, userSeconds, systemSeconds } = entry.row;
    return {
      pid,
      comm,
      state,
      ppid,
      minflt: faults,
      cminflt: 0,
      majflt: 0,
      cmajflt: 0,
      utime: (userSeconds ?? 0) * this.#ticksPerSecond,
      stime: systemSeconds * this.#ticksPerSecond,
      // What a process's waited-for children used, no table tells.
      cutime: 0,
      cstime: 0,
      threads,
      starttime: entry.start,
      rssBytes,
    };
  }

  readIo(): ProcessIo | undefined {
    return this.#find()?.row.io ?? undefined;
  }

  readStatus(): { peakRssBytes: number | null; ignoresSigchld: boolean } | undefined {
    const entry = this.#find();
    return entry && { peakRssBytes: entry.row.peakRssBytes, ignoresSigchld: false };
  }

  readMemory(): ProcessMemory | undefined {
    const row = this.#find()?.row;
    if (!row || row.memoryBytes === null) return undefined;
    return { rssBytes: row.rssBytes, pssBytes: row.memoryBytes, ussBytes: row.memoryBytes, swapBytes: 0 };
  }

  readCommandLine(): string[] | undefined {
    return this.#find()?.row.commandLine;
  }

  close(): void {}
}

function isSame(before: TableRow, now: TableRow): boolean {
  if (before.startSeconds !== null && now.startSeconds !== null && Math.abs(before.startSeconds - now.startSeconds) > SAME_START_SECONDS) return false;
  return (now.userSeconds ?? 0) + now.systemSeconds > (before.userSeconds ?? 0) + before.systemSeconds - SAME_CPU_SECONDS;
}
