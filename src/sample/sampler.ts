import type { ExactGroup, ExactUsage, ReapedChildren, Sources } from "../sources/source.ts";
import { emptySystemSnapshot, type SystemSnapshot } from "../snapshot.ts";
import { diffSystem } from "./diff.ts";
import { type JobLedger, Ledger, type OwnChildren } from "./ledger.ts";
import { activityOf, cpuTicksOf, isZombie, type Member } from "./member.ts";
import { ProcessTree, type TreeRoot } from "./process-tree.ts";
import { addIo, type Program, Programs } from "./programs.ts";
import { type GpuSample, noGpu, type Sample, type SystemSample, type TreeSample } from "./sample.ts";
import { CountedTotals, type TreeTotals } from "./totals.ts";
import { TreeMemory, type MemoryKind } from "./tree-memory.ts";

export interface SamplerOptions extends TreeRoot {
  intervalSeconds: number;
  memoryKind: MemoryKind;
  /** Whether the machine is measured, too. */
  system: boolean;
  /** The job was running before: what it used until now is not counted. */
  attached: boolean;
  /** What our waited-for children had used before the job was started. */
  reapedAtStart: ReapedChildren | null;
  exactGroup: ExactGroup | null;
  monotonicMs: () => number;
  /** CPU time that this process has used. */
  cpuMs: () => number;
  /** Adds up where the kernel does not. */
  ledger?: ((unseen: Program, ticksPerSecond: number) => JobLedger) | undefined;
}

/** When a row is due and when it is taken. */
export interface RowTime {
  /** Unix seconds. */
  timestamp: number;
  elapsedSeconds: number;
  durationSeconds: number;
  lateSeconds: number;
}

/** Share of the interval that the expensive readings may take. */
const READING_BUDGET = 0.01;

/** After so many looks at which nothing has changed, so many of the next are glances: whether any process has been started at all. */
const QUIET_LOOKS = 8;
const GLANCES = 1;

/** From this size of a tree on, I/O of idle processes is read every so many rows: it costs more than all else. */
const IO_IN_TURN = 100;
const IO_TURNS = 10;

/** Turns readings into rows: one row an interval, and cheap looks in between so that nothing short goes by unseen. */
export class Sampler {
  readonly programs = new Programs();
  readonly ledger: JobLedger;
  readonly memory: TreeMemory;
  readonly tree: ProcessTree;
  peakProcesses = 0;
  peakThreads = 0;
  /** What the kernel charged to the job's own cgroup, at most at a row; null where it keeps no such sum. */
  peakGroupMemoryBytes: number | null = null;
  /** The kernel's own sum was taken for at least one row; and whether it was for all of them. */
  exactCpu: boolean;
  /** Members whose I/O this machine refuses to tell. */
  ioRefused = 0;
  /** Programs that ignore SIGCHLD, so that nobody gets to know what their children used. */
  readonly ignoringSigchld = new Set<string>();

  /** What the GPUs do, where something tells. */
  gpus: { sample(members: ReadonlyMap<number, unknown>): { system: GpuSample; tree: GpuSample } } | null = null;

  readonly #sources: Sources;
  readonly #options: SamplerOptions;
  /** null until the first look: a command that ends sooner than that tells nothing about the machine. */
  #system: SystemSnapshot | null = null;
  #systemSinceMs = 0;
  /** Of what was told of the tree. */
  #treeSinceMs: number;
  readonly #counted = new CountedTotals();
  #baseline: TreeTotals | null = null;
  #lastChildren = 0;
  #lastThreads: number | null = null;
  #rssAtLastLook = 0;
  #turn = 0;
  #rows = 0;
  /** Looks at which nothing had changed, in a row, and glances since the last one. */
  #quietLooks = 0;
  #glances = 0;

  constructor(sources: Sources, options: SamplerOptions) {
    this.#sources = sources;
    this.#options = options;
    this.#treeSinceMs = options.monotonicMs();
    this.ledger = options.ledger?.(this.programs.unseen(), sources.processes.ticksPerSecond) ?? new Ledger(this.programs.unseen());
    this.tree = new ProcessTree(sources.processes, this.programs, options);
    this.memory = new TreeMemory({
      kind: options.memoryKind,
      budgetMs: options.intervalSeconds * 1000 * READING_BUDGET,
      cpuMs: options.cpuMs,
    });
    this.exactCpu = options.exactGroup !== null;
  }

  /** Takes the first readings. False when the root has gone before it could be read. */
  begin(): boolean {
    const found = this.tree.begin();
    if (this.#options.attached) {
      this.tree.discover();
      for (const member of this.tree.members.values()) {
        this.#readIoOf(member);
        member.ticksAtStart = cpuTicksOf(member.stat);
      }
      this.programs.forget();
      this.memory.forget(this.tree.members);
      this.#baseline = this.#totals();
    }
    // While a new process is still small, and before it may be gone.
    this.memory.observe(this.tree.members, this.tree.changedFamilies);
    this.programs.noteCurrent();
    this.#note();
    return found;
  }

  /** A look between two rows. True when something has changed, so that the next look should come soon. */
  look(): boolean {
    if (this.#system === null && this.#options.system) this.#readSystem();
    // A living process's peak is kept by the kernel; one that is started and gone before the row must be seen.
    this.#glances = this.#quietLooks < QUIET_LOOKS || this.#glances === GLANCES ? 0 : this.#glances + 1;
    if (this.#glances > 0 && !this.tree.mayHaveNew()) return false;
    const changed = this.#readTree(null, false);
    this.memory.observe(this.tree.members, this.tree.changedFamilies);
    this.programs.noteCurrent();
    this.#note();
    const rss = this.#rss();
    const moved = Math.abs(rss - this.#rssAtLastLook) > Math.max(2 ** 20, this.#rssAtLastLook / 50);
    this.#rssAtLastLook = rss;
    this.#quietLooks = changed || moved ? 0 : this.#quietLooks + 1;
    return changed || moved;
  }

  /** One row. `ownChildren` is given with the first row after the root has been waited for. */
  row(time: RowTime, ownChildren: OwnChildren | null = null): Sample {
    this.#rows++;
    this.#readTree(ownChildren, true);
    const memory = this.memory.row(this.tree.members, this.tree.changedFamilies);
    this.#noteGroupMemory();
    this.programs.noteCurrent();
    this.#note();
    for (const member of this.tree.members.values()) if (member.ignoresSigchld) this.ignoringSigchld.add(member.program.label);
    const gpu = this.gpus?.sample(this.tree.members) ?? null;
    const { userSeconds, systemSeconds, io } = this.#counted.advance(this.#totals());
    const seconds = this.#treeSeconds(time);
    const isTold = this.#sources.processes.tellsCpu !== false || this.exactCpu;
    const tree: TreeSample = {
      rootPid: this.#options.pid,
      children: this.#lastChildren,
      cpuUserSeconds: isTold ? userSeconds : null,
      cpuSystemSeconds: isTold ? systemSeconds : null,
      // What was told in whole seconds until now is made up for at the end: that says nothing of the last moment.
      cpuCores: isTold && seconds > 0 && !(ownChildren && this.#sources.poll && this.#rows > 1 && !this.exactCpu) ? (userSeconds + systemSeconds) / seconds : null,
      memoryBytes: memory.bytes || null,
      memoryPeakBytes: memory.peakBytes,
      rssBytes: memory.rssBytes || null,
      threads: this.#lastThreads,
      readBytes: io?.readBytes ?? null,
      writeBytes: io?.writeBytes ?? null,
      readChars: io?.readChars ?? null,
      writeChars: io?.writeChars ?? null,
      gpu: gpu?.tree ?? noGpu,
    };
    const system = this.#systemSample();
    if (gpu !== null && this.#options.system) system.gpu = gpu.system;
    return { ...time, system, tree };
  }

  livingMembers(): Member[] {
    return [...this.tree.members.values()].filter(({ stat }) => !isZombie(stat));
  }

  get living(): number {
    return this.livingMembers().length;
  }

  get rootLives(): boolean {
    const root = this.tree.members.get(this.#options.pid);
    return root !== undefined && !isZombie(root.stat);
  }

  close(): void {
    for (const member of this.tree.members.values()) member.handle.close();
    this.#sources.system.close();
    this.#sources.processes.close();
  }

  /** Since the row before; the first one begins with the first look. */
  #systemSample(): SystemSample {
    const before = this.#system;
    if (before === null) return diffSystem(emptySystemSnapshot, emptySystemSnapshot, 0, null);
    const sinceMs = this.#systemSinceMs;
    const after = this.#readSystem();
    return diffSystem(before, after, (this.#systemSinceMs - sinceMs) / 1000, this.tree.machineProcesses);
  }

  /** When what is read now was so. */
  #nowMs(): number {
    return this.#sources.poll?.toldAtMs ?? this.#options.monotonicMs();
  }

  /** The time that the tree's figures of this row cover. */
  #treeSeconds(time: RowTime): number {
    const sinceMs = this.#treeSinceMs;
    this.#treeSinceMs = this.#nowMs();
    // The kernel's own sum is of now.
    return !this.#sources.poll || this.exactCpu ? time.durationSeconds : (this.#treeSinceMs - sinceMs) / 1000;
  }

  #readSystem(): SystemSnapshot {
    this.#systemSinceMs = this.#nowMs();
    return (this.#system = this.#sources.system.read());
  }

  /** Members first, then new ones, each once and parents first: see ProcessTree. True when somebody came or went. */
  #readTree(ownChildren: OwnChildren | null, isRow: boolean): boolean {
    const { members } = this.tree;
    const gone: Member[] = [];
    // In a large tree, what has done nothing since the last row is read in turn. At the end everybody is.
    const all = members.size <= IO_IN_TURN || ownChildren !== null;
    this.#turn++;
    for (const member of members.values()) {
      // I/O first: a child that is waited for in between is then missing in it for once, and does not count twice.
      if (isRow && this.#isIoDue(member, all)) this.#readIoOf(member);
      const stat = member.handle.readStat();
      if (stat === undefined || (stat && stat.starttime !== member.stat.starttime)) {
        gone.push(member);
        continue;
      }
      member.before = member.stat;
      if (!stat) continue;
      member.stat = stat;
      if (stat.comm !== member.before.comm) this.#changeProgram(member);
    }
    for (const member of gone) this.tree.remove(member);
    this.ledger.settle(members, gone, this.#options.ownPid, isRow, ownChildren);
    const found = this.tree.found;
    const group = this.#options.exactGroup;
    // The root has ended and its cgroup is empty: there is nobody to be found, and somebody waits for us to end.
    const over = ownChildren !== null && members.size === 0 && group?.isEmpty() === true;
    if (!over && (isRow ? !this.tree.isUnchanged() : this.tree.mayHaveNew())) {
      this.tree.discover(group?.listPids() ?? null);
      if (isRow && this.tree.found > found) for (const member of members.values()) if (member.io === null) this.#readIoOf(member);
    }
    return gone.length > 0 || this.tree.found > found;
  }

  #changeProgram(member: Member): void {
    const commandLine = member.handle.readCommandLine();
    if (!commandLine) return;
    member.program = this.programs.of(commandLine, member.stat.comm);
    member.program.count++;
    member.memory.peakFaults = -1;
  }

  #isIoDue({ pid, stat, io, activityAtIo }: Member, all: boolean): boolean {
    return all || io === null || pid % IO_TURNS === this.#turn % IO_TURNS || activityOf(stat) !== activityAtIo;
  }

  #readIoOf(member: Member): void {
    const io = member.handle.readIo();
    member.activityAtIo = activityOf(member.stat);
    if (io) {
      addIo(member.program, member.io, io);
      member.io = io;
    } else if (io === null && member.io === null && !isZombie(member.stat)) {
      member.ioRefusals++;
      if (member.ioRefusals === 2) this.ioRefused++;
    }
  }

  #totals(): TreeTotals {
    const { ticksPerSecond } = this.#sources.processes;
    const { userTicks, systemTicks, io } = this.ledger.totals(this.tree.members);
    const baseline = this.#baseline;
    const totals: TreeTotals = {
      userSeconds: userTicks / ticksPerSecond - (baseline?.userSeconds ?? 0),
      systemSeconds: systemTicks / ticksPerSecond - (baseline?.systemSeconds ?? 0),
      io: io && {
        readBytes: io.readBytes - (baseline?.io?.readBytes ?? 0),
        writeBytes: io.writeBytes - (baseline?.io?.writeBytes ?? 0),
        readChars: io.rchar - (baseline?.io?.readChars ?? 0),
        writeChars: io.wchar - (baseline?.io?.writeChars ?? 0),
      },
    };
    const exact = this.#options.exactGroup?.readUsage() ?? null;
    if (exact === null) {
      this.exactCpu = false;
      return totals;
    }
    return this.#withExact(totals, exact, ticksPerSecond);
  }

  /** The kernel's own sum counts, unless the job has moved processes out of its group: then the tree knows of more. */
  #withExact(totals: TreeTotals, exact: ExactUsage, ticksPerSecond: number): TreeTotals {
    const missing = totals.userSeconds + totals.systemSeconds - exact.userSeconds - exact.systemSeconds;
    const inGroup = missing <= Math.max(2 * this.tree.members.size + 2, 2) / ticksPerSecond;
    if (!inGroup) this.exactCpu = false;
    return inGroup ? { ...totals, ...exact } : totals;
  }

  /** Keeps what a row shows of the moment, so that the last row, after everybody has ended, shows what there was. */
  #note(): void {
    let processes = 0;
    let threads = 0;
    for (const { stat } of this.tree.members.values()) {
      if (isZombie(stat)) continue;
      processes++;
      threads += stat.threads;
    }
    if (processes > 0) {
      this.#lastChildren = processes - (this.rootLives ? 1 : 0);
      this.#lastThreads = threads || null;
    }
    this.peakProcesses = Math.max(this.peakProcesses, processes);
    this.peakThreads = Math.max(this.peakThreads, threads);
  }

  #noteGroupMemory(): void {
    const bytes = this.#options.exactGroup?.readMemory() ?? null;
    if (bytes !== null) this.peakGroupMemoryBytes = Math.max(this.peakGroupMemoryBytes ?? 0, bytes);
  }

  #rss(): number {
    let rss = 0;
    for (const { stat } of this.tree.members.values()) rss += stat.rssBytes;
    return rss;
  }
}
