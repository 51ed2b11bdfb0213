import type { ProcessHandle, ProcessIo, ProcessMemory, ProcessSource, ProcessStat, ProcessStatus, ReapedChildren } from "../../src/sources/source.ts";

/** What a test says of a process; everything else is 0, or what a plain process has. */
export interface ProcessSketch extends Partial<ProcessStat> {
  commandLine?: string[];
  /** null: reading is refused. */
  io?: Partial<ProcessIo> | null;
  status?: Partial<ProcessStatus> | null;
  memory?: Partial<ProcessMemory> | null;
  /** Runs whose id it carries. */
  runIds?: string[];
  /** There, and nothing of it can be read. */
  unreadable?: boolean;
}

export const MIB = 2 ** 20;

/**
 * A process table that a test changes by hand, between two ticks or, with `onRead`, between two readings of one tick.
 * A handle answers for the process that it was opened for and no later one with the same pid.
 */
export class FakeProcesses implements ProcessSource {
  readonly ticksPerSecond = 100;
  /** Every reading, in order: "stat 12", "open 12", "environ 12", "list". */
  readonly reads: string[] = [];
  /** Called before each reading. */
  onRead: (what: string, pid: number) => void = () => undefined;
  /** What we have waited for ourselves. */
  reaped: ReapedChildren | null = { cutime: 0, cstime: 0, faults: 0, io: { rchar: 0, wchar: 0, readBytes: 0, writeBytes: 0 } };
  /** null: the machine does not tell. */
  tellsLastPid = true;
  tellsProcessCount = true;
  canList = true;
  lastPid = 0;
  openHandles = 0;
  readonly #table = new Map<number, ProcessSketch>();
  #created = 0;

  constructor(...processes: (ProcessSketch & { pid: number })[]) {
    this.start(...processes);
  }

  /** New processes, each younger than those before unless it says otherwise. */
  start(...processes: (ProcessSketch & { pid: number })[]): void {
    for (const sketch of processes) {
      this.#created++;
      this.#table.set(sketch.pid, { starttime: 1000 + this.#created, minflt: 100, comm: "job", ...sketch });
      this.lastPid = sketch.pid;
    }
  }

  /** Changes what is said of a living process. */
  change(pid: number, change: ProcessSketch): void {
    Object.assign(this.#of(pid), change);
  }

  /** Adds to its counters. */
  add(pid: number, more: Partial<Record<"utime" | "stime" | "cutime" | "cstime" | "minflt" | "cminflt", number>>): void {
    const sketch = this.#of(pid);
    for (const [key, value] of Object.entries(more)) sketch[key as "utime"] = (sketch[key as "utime"] ?? 0) + value;
  }

  /** It has ended and somebody has waited for it: what it used is with `parent` now, or with nobody. */
  end(pid: number, parent: number | null = null): void {
    const { utime = 0, stime = 0, cutime = 0, cstime = 0, minflt = 0, cminflt = 0, majflt = 0, cmajflt = 0, io } = this.#of(pid);
    this.#table.delete(pid);
    for (const sketch of this.#table.values()) if (sketch.ppid === pid) sketch.ppid = 1;
    if (parent === null) return;
    this.add(parent, { cutime: utime + cutime, cstime: stime + cstime, cminflt: minflt + cminflt + majflt + cmajflt });
    const own = this.#of(parent).io;
    if (own && io) for (const key of ["rchar", "wchar", "readBytes", "writeBytes"] as const) own[key] = (own[key] ?? 0) + (io[key] ?? 0);
  }

  /** The root has ended and we have waited for it. */
  reapRoot(pid: number): void {
    const { utime = 0, stime = 0, cutime = 0, cstime = 0, minflt = 0, cminflt = 0, io } = this.#of(pid);
    this.reaped = { cutime: utime + cutime, cstime: stime + cstime, faults: minflt + cminflt, io: { ...noIo, ...io } };
    this.end(pid);
  }

  /** How often it was read; of all processes when none is named. */
  count(what: string, pid?: number): number {
    return this.reads.filter((read) => (pid === undefined ? read.split(" ")[0] === what : read === `${what} ${pid}`)).length;
  }

  listPids(): number[] | null {
    this.#note("list", 0);
    return this.canList ? [...this.#table.keys()].sort((a, b) => a - b) : null;
  }

  readLastPid(): number | null {
    return this.tellsLastPid ? this.lastPid : null;
  }

  readProcessCount(): number | null {
    return this.tellsProcessCount ? this.#table.size : null;
  }

  open(pid: number): ProcessHandle | null | undefined {
    this.#note("open", pid);
    const opened = this.#table.get(pid);
    if (!opened) return undefined;
    if (opened.unreadable) return null;
    this.openHandles++;
    let open = true;
    const read = <T>(what: string, answer: (sketch: ProcessSketch) => T): T | null | undefined => {
      if (!open) throw new Error(`${what} of ${pid} was read after the handle was closed`);
      this.#note(what, pid);
      const sketch = this.#table.get(pid);
      if (sketch !== opened) return undefined;
      return sketch.unreadable ? null : answer(sketch);
    };
    return {
      pid,
      readStat: () => read("stat", (sketch) => statOf(pid, sketch)),
      readIo: () => read("io", ({ io }) => (io === null ? null : { ...noIo, ...io })),
      readStatus: () => read("status", ({ status, rssBytes = 0 }) => (status === null ? null : { peakRssBytes: rssBytes, ignoresSigchld: false, ...status })),
      readMemory: () => read("memory", ({ memory, rssBytes = 0 }) => (memory === null ? null : { rssBytes, pssBytes: rssBytes, ussBytes: rssBytes, swapBytes: 0, ...memory })),
      readCommandLine: () => read("cmdline", ({ commandLine, comm = "job" }) => commandLine ?? [comm]),
      close: () => {
        if (open) this.openHandles--;
        open = false;
      },
    };
  }

  carriesRunId(pid: number, id: string): boolean {
    this.#note("environ", pid);
    return this.#table.get(pid)?.runIds?.includes(id) ?? false;
  }

  readReapedChildren(): ReapedChildren | null {
    return this.reaped;
  }

  close(): void {}

  #of(pid: number): ProcessSketch {
    const sketch = this.#table.get(pid);
    if (!sketch) throw new Error(`no process ${pid}`);
    return sketch;
  }

  #note(what: string, pid: number): void {
    this.onRead(what, pid);
    this.reads.push(pid === 0 ? what : `${what} ${pid}`);
  }
}

export const noIo: Readonly<ProcessIo> = { rchar: 0, wchar: 0, readBytes: 0, writeBytes: 0 };

function statOf(pid: number, sketch: ProcessSketch): ProcessStat {
  const { comm = "job", state = "S", ppid = 1, minflt = 0, cminflt = 0, majflt = 0, cmajflt = 0 } = sketch;
  const { utime = 0, stime = 0, cutime = 0, cstime = 0, threads = 1, starttime = 0, rssBytes = 0 } = sketch;
  return { pid, comm, state, ppid, minflt, cminflt, majflt, cmajflt, utime, stime, cutime, cstime, threads, starttime, rssBytes };
}
