import type { ProcessIo, ReapedChildren } from "../sources/source.ts";
import { cpuTicksOf, faultsOf, isZombie, type Member, waitedFaultsOf, waitedTicksOf } from "./member.ts";
import { addIo, type Program } from "./programs.ts";

export interface LedgerTotals {
  /** In ticks. */
  userTicks: number;
  systemTicks: number;
  io: ProcessIo | null;
}

export interface OwnChildren {
  /** What our waited-for children had used when the run began. */
  atStart: ReapedChildren;
  /** And now, without our helper programs. */
  now: ReapedChildren;
}

/**
 * The sum of what the job has used.
 *
 * The kernel adds what a process used to its parent when the parent waits for it, so the sum over the living of own
 * and waited-for time is nearly everything. What is missing is what vanished without anybody waiting (a parent that
 * ignores SIGCHLD, an orphan that init reaped): of those the last reading stays in the sum, in `lost`.
 *
 * Whether a vanished process was waited for is decided by its parent's waited-for times and page faults: they must have
 * grown by at least what the child had when last seen. Every program that runs causes page faults, so this is sharp
 * even for a child that used less than a tick. A child that vanished between the readings of its parent and of itself
 * is kept one tick longer as a ghost, for the parent's next reading.
 */
export class Ledger {
  /** Takes the time of children that lived and died between two readings of their parent. */
  readonly #unseen: Program | null;
  /** CPU that is only in the sum because sampling saw it. A lower bound of what those processes used. */
  lostTicks = 0;

  #lostUser = 0;
  #lostSystem = 0;
  readonly #lostIo: ProcessIo = { rchar: 0, wchar: 0, readBytes: 0, writeBytes: 0 };
  #ghosts: Member[] = [];
  /** Of parents that have a ghost: growth that no child has claimed yet. */
  #unclaimed = new Map<number, Growth>();
  /** What we had of the root when we waited for it. */
  #reaped: ReapedChildren | null = null;

  constructor(unseen: Program | null = null) {
    this.#unseen = unseen;
  }

  /**
   * One tick. `members` are the living, read just now in parent-first order; `gone` were members until the last tick.
   * `ownChildren` is given once the root has ended and we have waited for it.
   */
  settle(members: ReadonlyMap<number, Member>, gone: readonly Member[], ownPid: number, ownChildren: OwnChildren | null = null): void {
    const leaving = new Map<number, Leaving>();
    for (const ghost of this.#ghosts) leaving.set(ghost.pid, { member: ghost, secondChance: true, claimedBy: undefined });
    for (const member of gone) leaving.set(member.pid, { member, secondChance: false, claimedBy: undefined });
    const growths = new Map<number, Growth>();
    const growthOf = (parent: Member): Growth => {
      let growth = growths.get(parent.pid);
      if (growth === undefined) {
        growth = growthBetween(parent, this.#unclaimed.get(parent.pid));
        growths.set(parent.pid, growth);
      }
      return growth;
    };
    const ours = ownChildren === null ? null : growthOfOwn(ownChildren);

    /** Whose waited-for times must hold it: a living member, ourselves, or nobody. */
    const claimantOf = (member: Member): Claimant => {
      const parentPid = member.stat.ppid;
      const parent = members.get(parentPid);
      if (parent && parent.stat.starttime <= member.stat.starttime) return { growth: growthOf(parent), parent };
      const left = leaving.get(parentPid);
      if (left) {
        decide(left);
        return left.claimedBy ?? null;
      }
      return parentPid === ownPid && ours ? { growth: ours, parent: null } : null;
    };

    const decide = (entry: Leaving): void => {
      if (entry.claimedBy !== undefined) return;
      entry.claimedBy = null;
      const claimant = claimantOf(entry.member);
      if (!claimant) return;
      const ticks = cpuTicksOf(entry.member.stat);
      const faults = faultsOf(entry.member.stat);
      const { growth } = claimant;
      if (claimant.parent === null && entry.member.stat.ppid === ownPid) {
        // The root: we were told that it ended, so it was waited for.
      } else if (growth.ticks < ticks || growth.faults < faults) {
        return;
      }
      growth.ticks -= ticks;
      growth.faults -= faults;
      growth.heir = entry.member;
      entry.claimedBy = claimant;
    };

    // The largest first: a small one that is mistaken for waited-for must not leave too little for a large one that was.
    for (const entry of [...leaving.values()].sort((a, b) => cpuTicksOf(b.member.stat) - cpuTicksOf(a.member.stat))) decide(entry);
    this.#ghosts = [];
    this.#unclaimed = new Map();
    for (const { member, secondChance, claimedBy } of leaving.values()) {
      if (claimedBy) {
        if (claimedBy.parent?.io && member.io) passOnIo(claimedBy.parent, member.io);
      } else if (!secondChance && ownChildren === null && this.#mayStillBeClaimed(member, members, leaving)) {
        this.#ghosts.push(member);
      } else {
        this.#lose(member);
      }
    }
    for (const ghost of this.#ghosts) {
      const parent = members.get(ghost.stat.ppid);
      if (parent) this.#unclaimed.set(parent.pid, growthOf(parent));
    }
    for (const member of members.values()) {
      addOwnTicks(member);
      // With a ghost, what is left is carried to the next tick and given to somebody then.
      if (!this.#unclaimed.has(member.pid)) addWaitedTicks(growths.get(member.pid) ?? growthBetween(member, undefined), this.#unseen ?? member.program);
    }
    if (ownChildren && this.#reaped === null) {
      this.#reaped = subtract(ownChildren);
      for (const { member } of leaving.values()) if (member.stat.ppid === ownPid) closeRoot(member, ours?.ticks ?? 0, this.#reaped, this.#unseen ?? member.program);
    }
  }

  totals(members: ReadonlyMap<number, Member>): LedgerTotals {
    let userTicks = this.#lostUser + (this.#reaped?.cutime ?? 0);
    let systemTicks = this.#lostSystem + (this.#reaped?.cstime ?? 0);
    const io = { ...this.#lostIo };
    let ioKnown = addTo(io, this.#reaped?.io ?? null);
    const count = (member: Member): void => {
      userTicks += member.stat.utime + member.stat.cutime;
      systemTicks += member.stat.stime + member.stat.cstime;
      if (addTo(io, member.io)) ioKnown = true;
    };
    for (const member of members.values()) count(member);
    for (const ghost of this.#ghosts) count(ghost);
    return { userTicks, systemTicks, io: ioKnown || io.rchar > 0 ? io : null };
  }

  #mayStillBeClaimed(member: Member, members: ReadonlyMap<number, Member>, leaving: ReadonlyMap<number, Leaving>): boolean {
    const parent = members.get(member.stat.ppid);
    // A zombie waits for nobody any more.
    if (parent) return !parent.ignoresSigchld && !isZombie(parent.stat);
    const left = leaving.get(member.stat.ppid);
    return left !== undefined && !left.secondChance && !left.claimedBy && this.#mayStillBeClaimed(left.member, members, leaving);
  }

  #lose(member: Member): void {
    const { utime, stime, cutime, cstime } = member.stat;
    this.#lostUser += utime + cutime;
    this.#lostSystem += stime + cstime;
    this.lostTicks += utime + stime + cutime + cstime;
    addTo(this.#lostIo, member.io);
  }
}

/** What a parent's waited-for sums have grown by, and no vanished child has been found for yet. */
interface Growth {
  ticks: number;
  faults: number;
  /** The child that was claimed last: what is left over is the time after its last reading. */
  heir: Member | null;
}

type Claimant = { growth: Growth; parent: Member | null } | null;

interface Leaving {
  member: Member;
  /** A ghost of the tick before: now or never. */
  secondChance: boolean;
  /** undefined: not decided yet; null: by nobody. */
  claimedBy: Claimant | undefined;
}

function growthBetween({ before, stat }: Member, carried: Growth | undefined): Growth {
  return {
    ticks: waitedTicksOf(stat) - waitedTicksOf(before) + (carried?.ticks ?? 0),
    faults: waitedFaultsOf(stat) - waitedFaultsOf(before) + (carried?.faults ?? 0),
    heir: null,
  };
}

function growthOfOwn({ atStart, now }: OwnChildren): Growth {
  return { ticks: now.cutime + now.cstime - atStart.cutime - atStart.cstime, faults: now.faults - atStart.faults, heir: null };
}

function subtract({ atStart, now }: OwnChildren): ReapedChildren {
  const io = now.io && {
    rchar: now.io.rchar - (atStart.io?.rchar ?? 0),
    wchar: now.io.wchar - (atStart.io?.wchar ?? 0),
    readBytes: now.io.readBytes - (atStart.io?.readBytes ?? 0),
    writeBytes: now.io.writeBytes - (atStart.io?.writeBytes ?? 0),
  };
  return { cutime: now.cutime - atStart.cutime, cstime: now.cstime - atStart.cstime, faults: now.faults - atStart.faults, io };
}

function addOwnTicks({ before, stat, program }: Member): void {
  program.ticks += Math.max(0, stat.utime + stat.stime - before.utime - before.stime);
}

/** Waited-for time goes to the child that was seen, else to those that were not. */
function addWaitedTicks(growth: Growth, unseen: Program): void {
  if (growth.ticks > 0) (growth.heir?.program ?? unseen).ticks += growth.ticks;
}

/**
 * The root has no parent among the members: what it did after its last reading is in our own sums, together with what its
 * children did. It is divided as it was until then.
 */
function closeRoot({ stat, program, io }: Member, ticks: number, reaped: ReapedChildren, unseen: Program): void {
  const waited = waitedTicksOf(stat);
  const unseenTicks = waited === 0 ? 0 : Math.round((ticks * waited) / cpuTicksOf(stat));
  unseen.ticks += unseenTicks;
  program.ticks += ticks - unseenTicks;
  addIo(program, io, reaped.io);
}

/** The parent's I/O holds the child's from now on; it has been counted with the child's program already. */
function passOnIo(parent: Member, io: ProcessIo): void {
  parent.program.readBytes -= io.readBytes;
  parent.program.writeBytes -= io.writeBytes;
}

function addTo(sum: ProcessIo, io: ProcessIo | null): boolean {
  if (!io) return false;
  sum.rchar += io.rchar;
  sum.wchar += io.wchar;
  sum.readBytes += io.readBytes;
  sum.writeBytes += io.writeBytes;
  return true;
}
