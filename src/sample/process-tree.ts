import type { ProcessHandle, ProcessSource, ProcessStat } from "../sources/source.ts";
import { waitedTicksOf, type Member } from "./member.ts";
import type { Programs } from "./programs.ts";

export interface TreeRoot {
  pid: number;
  /** The run's id, which its processes carry in their environment; null when we did not start the job. */
  runId: string | null;
  /** Our own pid: our other children are no members. */
  ownPid: number;
}

/**
 * Who belongs to the job. A member is the root, or a child of a member, or a process that carries the run's id;
 * it stays one when its parent dies. Pids are listed, but only those not seen before are read.
 *
 * `members` stands in parent-first order: whoever reads them in this order and finds a child alive knows that what it
 * read of the parents before does not contain that child yet.
 */
export class ProcessTree {
  readonly members = new Map<number, Member>();
  /** Parents whose children have come or gone; whoever makes use of it takes them out. */
  readonly changedFamilies = new Set<number>();
  /** Members ever seen. */
  found = 0;
  /** Processes that exist on the machine, as of the last listing. */
  machineProcesses: number | null = null;

  readonly #source: ProcessSource;
  readonly #programs: Programs;
  readonly #root: TreeRoot;
  /** Living processes that are none of ours, with the listing in which each was seen last. */
  readonly #strangers = new Map<number, number>();
  #listing = 0;
  #startTicks = 0;
  /** The pid that was given out last when the processes were listed last. */
  #lastPid: number | null = null;
  #processCount: number | null = null;

  constructor(source: ProcessSource, programs: Programs, root: TreeRoot) {
    this.#source = source;
    this.#programs = programs;
    this.#root = root;
  }

  /** Takes the root in. False when it is gone already or cannot be read. */
  begin(): boolean {
    const candidate = this.#read(this.#root.pid);
    if (!candidate) return false;
    this.#startTicks = candidate.stat.starttime;
    this.#admit(candidate);
    return true;
  }

  /** A cheap look that says false only when no process has been created since the last listing. */
  mayHaveNew(): boolean {
    return this.#lastPid === null || this.#source.readLastPid() !== this.#lastPid;
  }

  /** Nobody has come and nobody has gone since the last listing: it would say the same. */
  isUnchanged(): boolean {
    return !this.mayHaveNew() && this.#processCount !== null && this.#source.readProcessCount() === this.#processCount;
  }

  /** Looks for new members among the processes that were not there at the last look, and among `alsoPids`. */
  discover(alsoPids: readonly number[] | null = null): void {
    this.#lastPid = this.#source.readLastPid();
    this.#processCount = this.#source.readProcessCount();
    const pids = this.#source.listPids();
    if (pids === null) return;
    this.machineProcesses = pids.length;
    const listing = ++this.#listing;
    // Pids are given out in order. As long as they have not begun anew, what has a smaller one is older than our root.
    const olderThanRoot = listing === 1 && this.#root.runId !== null && this.#lastPid !== null && this.#lastPid >= this.#root.pid ? this.#root.pid : 0;
    const strangers = this.#strangers;
    const candidates = new Map<number, Candidate>();
    let seenAgain = 0;
    for (const pid of pids) {
      if (this.members.has(pid)) continue;
      if (strangers.has(pid)) {
        strangers.set(pid, listing);
        seenAgain++;
        continue;
      }
      if (pid < olderThanRoot) {
        strangers.set(pid, listing);
        seenAgain++;
        continue;
      }
      const candidate = this.#read(pid, candidates.size);
      if (candidate) candidates.set(pid, candidate);
      else if (candidate === null) strangers.set(pid, listing);
    }
    // Forget those that ended: their pids may be given to one of ours.
    if (strangers.size > seenAgain) for (const [pid, seen] of strangers) if (seen !== listing) strangers.delete(pid);
    if (candidates.size > 0) this.#sort(candidates, new Set(alsoPids), listing);
  }

  remove(member: Member): void {
    member.handle.close();
    this.members.delete(member.pid);
    this.#noteFamily(member.stat.ppid);
  }

  #sort(candidates: Map<number, Candidate>, certain: ReadonlySet<number>, listing: number): void {
    const childrenOf = groupByParent(candidates);
    let readings = candidates.size;
    const admitFamily = (candidate: Candidate, parent: Candidate | null): void => {
      const { pid } = candidate.stat;
      if (!candidates.delete(pid)) return;
      let gone = false;
      // When pids have begun anew, a child may have been read before its parent: read it again, now in order.
      if (parent && candidate.readAt < parent.readAt) {
        candidate.readAt = readings++;
        const stat = candidate.handle.readStat();
        if (stat) candidate.stat = stat;
        gone = stat === undefined;
      }
      // What has ended meanwhile may be in what was read of its parent already.
      if (gone) candidate.handle.close();
      else this.#admit(candidate);
      for (const child of childrenOf.get(pid) ?? []) admitFamily(child, candidate);
    };
    for (const candidate of [...candidates.values()]) if (this.#hasMemberAsParent(candidate.stat)) admitFamily(candidate, null);
    const orphans = new Map<number, Candidate>();
    for (const candidate of candidates.values()) if (certain.has(candidate.stat.pid) || this.#isOrphanOfOurs(candidate.stat)) orphans.set(candidate.stat.pid, candidate);
    for (const orphan of orphans.values()) admitFamily(eldestOf(orphan, orphans), null);
    for (const { stat, handle } of candidates.values()) {
      handle.close();
      this.#strangers.set(stat.pid, listing);
    }
  }

  #hasMemberAsParent(stat: ProcessStat): boolean {
    const parent = this.members.get(stat.ppid);
    // A parent is never younger than its child: a pid that was given out again adopts nobody.
    return parent !== undefined && parent.stat.starttime <= stat.starttime;
  }

  /** A daemon: its parent is gone, and it carries the run's id. */
  #isOrphanOfOurs(stat: ProcessStat): boolean {
    // Also one that has fallen to ourselves, where we are process 1: our own helpers do not carry the id.
    return this.#root.runId !== null && stat.starttime >= this.#startTicks && this.#source.carriesRunId(stat.pid, this.#root.runId);
  }

  #read(pid: number, readAt = 0): Candidate | null | undefined {
    const handle = this.#source.open(pid);
    if (!handle) return handle;
    const stat = handle.readStat();
    if (stat) return { stat, handle, readAt };
    handle.close();
    return stat as null | undefined;
  }

  #admit({ stat, handle }: Candidate): Member {
    const program = this.#programs.of(handle.readCommandLine() ?? [], stat.comm);
    const parent = this.members.get(stat.ppid);
    // A forked child begins with its parent's pages; until it has been read itself, only its own growth counts.
    const inherited = parent && parent.stat.rssBytes >= stat.rssBytes ? stat.rssBytes : 0;
    const member: Member = {
      pid: stat.pid,
      handle,
      stat,
      before: stat,
      io: null,
      ioRefusals: 0,
      activityAtIo: -1,
      ticksAtStart: 0,
      ignoresSigchld: false,
      program,
      memory: {
        baseBytes: inherited > 0 ? 0 : stat.rssBytes,
        rssThen: stat.rssBytes,
        ratio: inherited > 0 ? 0 : 1,
        ratioBefore: inherited > 0 ? 0 : 1,
        known: false,
        apart: false,
        refused: false,
        faultsThen: -1,
        rowsSinceRead: 0,
        costMs: 0,
        // The mark of a fork begins with its parent's pages, that of another program with none.
        peakRss: parent?.program === program ? parent.memory.peakRss : 0,
        peakFaults: -1,
      },
    };
    program.count++;
    program.ticks += stat.utime + stat.stime;
    const waitedTicks = waitedTicksOf(stat);
    if (waitedTicks > 0) this.#programs.unseen().ticks += waitedTicks;
    this.members.set(stat.pid, member);
    this.found++;
    this.#noteFamily(stat.ppid);
    return member;
  }

  #noteFamily(parentPid: number): void {
    if (this.members.has(parentPid)) this.changedFamilies.add(parentPid);
  }
}

interface Candidate {
  stat: ProcessStat;
  handle: ProcessHandle;
  /** The how manieth reading of this listing it is. */
  readAt: number;
}

/** Parents go first. Read one after the other, what they say of each other need not fit together: not further than there are any. */
function eldestOf(candidate: Candidate, among: ReadonlyMap<number, Candidate>): Candidate {
  let eldest = candidate;
  for (let steps = among.size; steps > 0; steps--) {
    const parent = among.get(eldest.stat.ppid);
    if (!parent || parent.stat.starttime > eldest.stat.starttime) break;
    eldest = parent;
  }
  return eldest;
}

function groupByParent(candidates: ReadonlyMap<number, Candidate>): Map<number, Candidate[]> {
  const groups = new Map<number, Candidate[]>();
  for (const candidate of candidates.values()) {
    const group = groups.get(candidate.stat.ppid);
    if (group) group.push(candidate);
    else groups.set(candidate.stat.ppid, [candidate]);
  }
  return groups;
}
