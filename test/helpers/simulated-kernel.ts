import type { ProcessHandle, ProcessIo, ProcessSource, ProcessStat, ReapedChildren } from "../../src/sources/source.ts";
import type { Random } from "./random.ts";

/** How the processes of a history behave. */
export interface Habits {
  /** Whether a process ends all its children and waits for them before it ends itself; the root always does in a tidy job. */
  waits: "always" | "mostly" | "seldom";
  /** Share of processes that ignore SIGCHLD all their life: the kernel drops what their children used. */
  ignoreSigchld: number;
  /** Share of processes that orphans below them fall to (PR_SET_CHILD_SUBREAPER). */
  subreapers: number;
  /**
   * Nobody vanishes in the same tick as the one who would have to wait for it and did not. Then it can always be told who
   * was waited for, and not only a lower bound of what was used.
   */
  decidable: boolean;
  /** Chance that something happens between two readings of one tick. */
  racing: number;
  /** Pids begin anew after this one. */
  highestPid: number;
}

export const RUN_ID = "run-1";
const INIT_PID = 1;
const OWN_PID = 100;
const FIRST_PID = 300;
const MOST_PROCESSES = 14;

interface Sums {
  user: number;
  system: number;
  faults: number;
  io: ProcessIo;
}

interface Process {
  pid: number;
  parent: Process | null;
  starttime: number;
  comm: string;
  /** By birth, whoever its parent is now. */
  isOfJob: boolean;
  zombie: boolean;
  ignoresSigchld: boolean;
  isSubreaper: boolean;
  own: Sums;
  waited: Sums;
  children: Set<Process>;
  /** What is known of it: as last read, and its children that it has waited for since. */
  lastRead: { ticks: number; io: ProcessIo };
  waitedSince: Process[];
  /** In a decidable history: it may not end before this look has been completed. */
  heldUntilLook: number;
}

/**
 * The accounting of a kernel: processes burn CPU in fractions of ticks, fork, end, are waited for or not, and fall to
 * init when their parent is gone. What has really been used is known here, and what could be known from readings.
 */
export class SimulatedKernel implements ProcessSource {
  readonly ticksPerSecond = 100;
  readonly ownPid = OWN_PID;
  readonly root: Process;
  /** What the job has really used. */
  readonly used = { ticks: 0, io: { rchar: 0, wchar: 0, readBytes: 0, writeBytes: 0 } };
  /** What happened, for a seed that failed. */
  readonly story: string[] = [];
  readonly #random: Random;
  readonly #habits: Habits;
  readonly #init: Process;
  readonly #restrack: Process;
  readonly #table = new Map<number, Process>();
  /** Of the job: nobody has waited for them. */
  readonly #unclaimed: Process[] = [];
  #lastPid = FIRST_PID;
  #forks = 0;
  #looksBegun = 0;
  #looksDone = 0;
  #isReading = false;

  constructor(random: Random, habits: Habits) {
    this.#random = random;
    this.#habits = habits;
    this.#init = this.#create(INIT_PID, null);
    this.#restrack = this.#create(OWN_PID, this.#init);
    this.root = this.#fork(this.#restrack);
  }

  /** The job lives for a while. */
  live(events: number): void {
    for (let count = 0; count < events; count++) this.#happen();
  }

  /** Around each tick of the sampler: within it, things may happen between two readings. */
  duringTick<T>(tick: () => T): T {
    this.#looksBegun++;
    this.#isReading = true;
    try {
      return tick();
    } finally {
      this.#isReading = false;
      this.#looksDone = this.#looksBegun;
      this.story.push(`-- look ${this.#looksDone}`);
    }
  }

  /** The root ends and we wait for it. False while the history has to stay decidable first. */
  endRoot(): boolean {
    if (!this.#mayEnd(this.root)) return false;
    if (this.#habits.waits === "always") this.#endChildren(this.root);
    if (this.#habits.decidable) this.#waitForZombies(this.root);
    this.#end(this.root);
    this.#wait(this.#restrack, this.root);
    return true;
  }

  /** Whether anybody of the job is left. */
  get jobLives(): boolean {
    return this.#job().length > 0;
  }

  /** Ends one of what the root has left behind. */
  endOne(): void {
    const process = this.#random.pick(this.#job().filter((one) => this.#mayEnd(one)));
    if (process) this.#exit(process);
  }

  /** What can be known: all that was added up to us, and of the others what was read last. */
  get known(): { ticks: number; io: ProcessIo } {
    const { waited } = this.#restrack;
    const sum = { ticks: Math.floor(waited.user) + Math.floor(waited.system), io: { ...waited.io } };
    const add = (process: Process): void => {
      sum.ticks += process.lastRead.ticks;
      addIo(sum.io, process.lastRead.io);
      process.waitedSince.forEach(add);
    };
    this.#unclaimed.forEach(add);
    for (const process of this.#table.values()) if (process.isOfJob) add(process);
    return sum;
  }

  // What the machine tells

  listPids(): number[] {
    this.#interrupt();
    return [...this.#table.keys()].sort((a, b) => a - b);
  }

  readLastPid(): number {
    return this.#lastPid;
  }

  readProcessCount(): number {
    return this.#table.size;
  }

  open(pid: number): ProcessHandle | undefined {
    this.#interrupt();
    const process = this.#table.get(pid);
    if (!process) return undefined;
    const read = <T>(answer: () => T): T | undefined => {
      this.#interrupt();
      return this.#table.get(pid) === process ? answer() : undefined;
    };
    return {
      pid,
      readStat: () => read(() => this.#readStat(process)),
      readIo: () => read(() => this.#readIo(process)),
      readStatus: () => read(() => ({ peakRssBytes: 4096, ignoresSigchld: process.ignoresSigchld })),
      readMemory: () => read(() => ({ rssBytes: 4096, pssBytes: 4096, ussBytes: 4096, swapBytes: 0 })),
      readCommandLine: () => read(() => (process.zombie ? [] : [process.comm])),
      close: () => undefined,
    };
  }

  carriesRunId(pid: number, id: string): boolean {
    this.#interrupt();
    const process = this.#table.get(pid);
    return id === RUN_ID && process !== undefined && process.isOfJob && !process.zombie;
  }

  readReapedChildren(): ReapedChildren {
    const { user, system, faults, io } = this.#restrack.waited;
    return { cutime: Math.floor(user), cstime: Math.floor(system), faults, io: { ...io } };
  }

  close(): void {}

  #readStat(process: Process): ProcessStat {
    const { pid, parent, starttime, comm, zombie, own, waited } = process;
    const stat = { utime: Math.floor(own.user), stime: Math.floor(own.system), cutime: Math.floor(waited.user), cstime: Math.floor(waited.system) };
    process.lastRead.ticks = stat.utime + stat.stime + stat.cutime + stat.cstime;
    process.waitedSince = [];
    this.story.push(`${pid} is read: ${process.lastRead.ticks}`);
    return { pid, comm, state: zombie ? "Z" : "S", ppid: parent?.pid ?? 0, minflt: own.faults, cminflt: waited.faults, majflt: 0, cmajflt: 0, ...stat, threads: 1, starttime, rssBytes: zombie ? 0 : 4096 };
  }

  #readIo(process: Process): ProcessIo {
    const io = { ...process.own.io };
    addIo(io, process.waited.io);
    process.lastRead.io = { ...io };
    this.story.push(`${process.pid}'s I/O is read: ${io.rchar} ${io.readBytes}`);
    return io;
  }

  // What happens

  #interrupt(): void {
    if (!this.#isReading || !this.#random.chance(this.#habits.racing)) return;
    this.#isReading = false;
    this.live(this.#random.between(1, 4));
    this.#isReading = true;
  }

  #happen(): void {
    const random = this.#random;
    const running = this.#job().filter(({ zombie }) => !zombie);
    const process = random.pick(running);
    if (!process) return;
    const dice = random.next();
    if (dice < 0.35) this.#burn(process);
    else if (dice < 0.6) {
      if (this.#job().length < MOST_PROCESSES) this.#burn(this.#fork(process));
    } else if (dice < 0.75) {
      if (process !== this.root && this.#mayEnd(process)) this.#exit(process);
    } else if (dice < 0.9) {
      for (const child of [...process.children]) if (child.zombie && random.chance(0.7)) this.#wait(process, child);
    } else if (dice < 0.95) {
      process.comm = `program-${random.between(1, 4)}`;
    } else {
      // Somebody else's: a stranger to the job that only takes a pid.
      this.#fork(this.#init);
      const strangers = [...this.#init.children].filter(({ isOfJob, pid }) => !isOfJob && pid !== OWN_PID);
      const stranger = random.pick(strangers);
      if (stranger && strangers.length > 3) this.#end(stranger);
    }
  }

  #burn(process: Process): void {
    const random = this.#random;
    const much = random.chance(0.1) ? 300 : random.chance(0.5) ? 6 : 0.8;
    const user = random.next() * much;
    const system = random.next() * much * 0.4;
    process.own.user += user;
    process.own.system += system;
    process.own.faults += random.between(0, 40);
    const io = { rchar: random.between(0, 500), wchar: random.between(0, 50), readBytes: random.between(0, 3) * 4096, writeBytes: random.between(0, 2) * 4096 };
    addIo(process.own.io, io);
    if (!process.isOfJob) return;
    this.used.ticks += user + system;
    addIo(this.used.io, io);
    this.story.push(`${process.pid} uses ${(user + system).toFixed(2)} and reads ${io.rchar} ${io.readBytes}`);
  }

  #fork(parent: Process): Process {
    do this.#lastPid = this.#lastPid >= this.#habits.highestPid ? FIRST_PID : this.#lastPid + 1;
    while (this.#table.has(this.#lastPid));
    const child = this.#create(this.#lastPid, parent);
    child.ignoresSigchld = this.#random.chance(this.#habits.ignoreSigchld);
    child.isSubreaper = this.#random.chance(this.#habits.subreapers);
    child.comm = parent.comm;
    child.own.faults = this.#random.between(20, 200);
    return child;
  }

  #create(pid: number, parent: Process | null): Process {
    const process: Process = {
      pid,
      parent,
      starttime: 1000 + Math.floor(this.#forks++ / 3),
      comm: parent?.comm ?? "job",
      isOfJob: parent !== null && (parent.isOfJob || parent === this.#restrack),
      zombie: false,
      ignoresSigchld: false,
      isSubreaper: false,
      own: noSums(),
      waited: noSums(),
      children: new Set(),
      lastRead: { ticks: 0, io: { rchar: 0, wchar: 0, readBytes: 0, writeBytes: 0 } },
      waitedSince: [],
      heldUntilLook: 0,
    };
    parent?.children.add(process);
    this.#table.set(pid, process);
    this.story.push(`${pid} is born of ${parent?.pid}`);
    return process;
  }

  #exit(process: Process): void {
    const { waits } = this.#habits;
    if (waits === "always") this.#endChildren(process);
    // Whoever waits for a child at all does so before it ends.
    if (waits === "mostly" || this.#habits.decidable) this.#waitForZombies(process);
    if (waits === "mostly" && this.#random.chance(0.5)) {
      for (const child of [...process.children]) {
        if (!this.#mayEnd(child)) continue;
        this.#exit(child);
        if (child.zombie && process.children.has(child)) this.#wait(process, child);
      }
    }
    if (this.#mayEnd(process)) this.#end(process);
  }

  #waitForZombies(process: Process): void {
    for (const child of [...process.children]) if (child.zombie) this.#wait(process, child);
  }

  #endChildren(process: Process): void {
    for (const child of [...process.children]) {
      if (!child.zombie) {
        this.#endChildren(child);
        this.#end(child);
      }
      if (process.children.has(child)) this.#wait(process, child);
    }
  }

  #end(process: Process): void {
    process.zombie = true;
    this.story.push(`${process.pid} ends`);
    for (const child of [...process.children]) this.#adopt(child, this.#reaperFor(process));
    const { parent } = process;
    if (parent === this.#init || parent?.ignoresSigchld) {
      this.#vanish(process);
      if (this.#habits.decidable && parent) parent.heldUntilLook = this.#looksBegun + 3;
    }
  }

  #adopt(child: Process, parent: Process): void {
    child.parent?.children.delete(child);
    child.parent = parent;
    parent.children.add(child);
    this.story.push(`${child.pid} falls to ${parent.pid}`);
    if (child.zombie && parent === this.#init) this.#vanish(child);
    // It has to be seen with its new parent before anything else happens to it.
    else if (this.#habits.decidable) child.heldUntilLook = this.#looksBegun + 1;
  }

  #reaperFor(process: Process): Process {
    for (let above = process.parent; above; above = above.parent) if (above.isSubreaper && !above.zombie) return above;
    return this.#init;
  }

  #wait(parent: Process, child: Process): void {
    this.story.push(`${parent.pid} waits for ${child.pid}`);
    for (const sums of [child.own, child.waited]) {
      parent.waited.user += sums.user;
      parent.waited.system += sums.system;
      parent.waited.faults += sums.faults;
      addIo(parent.waited.io, sums.io);
    }
    if (parent !== this.#restrack) parent.waitedSince.push(child);
    this.#remove(child);
  }

  /** Gone, and nobody has waited for it. */
  #vanish(process: Process): void {
    this.story.push(`${process.pid} vanishes`);
    if (process.isOfJob) this.#unclaimed.push(process);
    this.#remove(process);
  }

  #remove(process: Process): void {
    process.parent?.children.delete(process);
    this.#table.delete(process.pid);
  }

  #mayEnd(process: Process): boolean {
    if (process.zombie) return false;
    return !this.#habits.decidable || this.#looksDone >= process.heldUntilLook;
  }

  #job(): Process[] {
    return [...this.#table.values()].filter((process) => process.isOfJob);
  }
}

const noSums = (): Sums => ({ user: 0, system: 0, faults: 0, io: { rchar: 0, wchar: 0, readBytes: 0, writeBytes: 0 } });

export function addIo(sum: ProcessIo, io: ProcessIo): void {
  sum.rchar += io.rchar;
  sum.wchar += io.wchar;
  sum.readBytes += io.readBytes;
  sum.writeBytes += io.writeBytes;
}
