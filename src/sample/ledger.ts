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

/** Adds up what the job has used. */
export interface JobLedger {
  /** CPU that is only in the sum because sampling saw it. A lower bound of what those processes used. */
  readonly lostTicks: number;
  /**
   * One tick. `members` are the living, read just now in parent-first order; `gone` were members until the last tick, in
   * the same order. `ioIsFresh`: the I/O of the living was read just now, too. `ownChildren` is given once the root has
   * ended and we have waited for it.
   */
  settle(members: ReadonlyMap<number, Member>, gone: readonly Member[], ownPid: number, ioIsFresh: boolean, ownChildren?: OwnChildren | null): void;
  totals(members: ReadonlyMap<number, Member>): LedgerTotals;
}

/**
 * The sum of what the job has used.
 *
 * The kernel adds what a process used to its parent when the parent waits for it, so the sum over the living of own
 * and waited-for time is nearly everything. What is missing is what vanished without anybody waiting (a parent that
 * ignores SIGCHLD, an orphan that init reaped): of those the last reading stays in the sum, in `lost`.
 *
 * Who was waited for is decided by the waited-for times and page faults of the nearest ancestor that lives: they must have
 * grown by at least what the vanished one had when last seen. Every program that runs causes page faults, so this is sharp
 * even for one that used less than a tick. Where it cannot be told, no more is taken for lost than must have been.
 *
 * A child that vanished between the readings of its parent and of itself is kept one tick longer as a ghost, for the
 * parent's next reading.
 */
export class Ledger implements JobLedger {
  /** Takes the time of children that lived and died between two readings of their parent. */
  readonly #unseen: Program | null;
  lostTicks = 0;

  #lostUser = 0;
  #lostSystem = 0;
  readonly #lostIo: ProcessIo = { rchar: 0, wchar: 0, readBytes: 0, writeBytes: 0 };
  #ghosts: Ghost[] = [];
  /** How much of a parent's ghosts can be missing in its times at all, where it is not everything. */
  readonly #ghostShare = new Map<Member, number>();
  /** Of parents that have a ghost: growth that no child has claimed yet. */
  #unclaimed = new Map<number, Growth>();
  /** What we had of the root when we waited for it. */
  #reaped: ReapedChildren | null = null;

  constructor(unseen: Program | null = null) {
    this.#unseen = unseen;
  }

  settle(members: ReadonlyMap<number, Member>, gone: readonly Member[], ownPid: number, ioIsFresh: boolean, ownChildren: OwnChildren | null = null): void {
    const leaving = new Map<number, Leaving>();
    for (const ghost of this.#ghosts) leaving.set(ghost.member.pid, { member: ghost.member, ghost, pool: undefined, direct: false, claimed: false });
    for (const member of gone) leaving.set(member.pid, { member, ghost: null, pool: undefined, direct: false, claimed: false });
    const pools = this.#pools(leaving, members, ownPid, ownChildren);
    const missing = new Map<Member, number>();
    for (const pool of pools) {
      if (pool.claimant) missing.set(pool.claimant, missingIn(pool));
      decide(pool, leaving, this.#unclaimed);
    }

    this.#ghosts = [];
    this.#unclaimed = new Map();
    for (const { member, ghost, pool, claimed } of leaving.values()) {
      // The I/O of a parent is read after its times, and may hold that of a ghost: rather missing for a tick than twice.
      const ioPassedOn = ioIsFresh || (ghost?.ioPassedOn ?? false);
      const age = (ghost?.age ?? 0) + 1;
      if (claimed) {
        if (pool?.claimant) {
          passOnIo(pool.claimant, member, ioPassedOn);
          pool.claimant.ticksAtStart += member.ticksAtStart;
        }
      } else if (age <= GHOST_TICKS && pool?.claimant && !pool.claimant.ignoresSigchld) {
        this.#ghosts.push({ member, claimant: pool.claimant, age, ioPassedOn });
        // What is left is carried to the next tick and given to somebody then.
        this.#unclaimed.set(pool.claimant.pid, pool.growth);
      } else {
        this.#lose(member, ghost?.ioPassedOn ?? false);
      }
    }
    this.#ghostShare.clear();
    for (const [claimant, ticks] of missing) {
      let held = 0;
      for (const ghost of this.#ghosts) if (ghost.claimant === claimant) held += cpuTicksOf(ghost.member.stat);
      if (held > ticks) this.#ghostShare.set(claimant, ticks / held);
    }
    for (const member of members.values()) addOwnTicks(member);
    const withPool = new Set<Member>();
    for (const { claimant, growth } of pools) {
      if (!claimant) continue;
      withPool.add(claimant);
      if (!this.#unclaimed.has(claimant.pid)) addWaitedTicks(growth, this.#unseen ?? claimant.program);
    }
    for (const member of members.values()) {
      const ticks = waitedTicksOf(member.stat) - waitedTicksOf(member.before);
      if (ticks > 0 && !withPool.has(member)) (this.#unseen ?? member.program).ticks += ticks;
    }
    if (ownChildren && this.#reaped === null) {
      this.#reaped = subtract(ownChildren);
      const ours = pools.find(({ claimant }) => claimant === null);
      for (const { member } of leaving.values()) if (member.stat.ppid === ownPid) closeRoot(member, ours?.growth.ticks ?? 0, this.#reaped, this.#unseen ?? member.program);
    }
  }

  /** Gives each of those that left to the nearest ancestor that lives, or to ourselves. */
  #pools(leaving: ReadonlyMap<number, Leaving>, members: ReadonlyMap<number, Member>, ownPid: number, ownChildren: OwnChildren | null): Pool[] {
    const pools = new Map<Member, Pool>();
    let ours: Pool | null = null;
    const poolOfMember = (claimant: Member): Pool => {
      let pool = pools.get(claimant);
      if (!pool) pools.set(claimant, (pool = { claimant, growth: growthBetween(claimant, this.#unclaimed.get(claimant.pid)), entries: [] }));
      return pool;
    };
    const find = (entry: Leaving): Pool | null => {
      if (entry.pool !== undefined) return entry.pool;
      entry.pool = null;
      const { ppid, starttime } = entry.member.stat;
      const parentPid = entry.ghost?.claimant.pid ?? ppid;
      const parent = members.get(parentPid);
      const left = leaving.get(parentPid);
      if (parent && (entry.ghost ? parent === entry.ghost.claimant : parent.stat.starttime <= starttime)) {
        let claimant: Member | undefined = parent;
        // Who has ended waits for nobody any more: its children have fallen to somebody above, or to init.
        while (claimant && isZombie(claimant.stat) && !fits(entry, poolOfMember(claimant).growth)) claimant = members.get(claimant.stat.ppid);
        if (claimant) entry.pool = poolOfMember(claimant);
        entry.direct = claimant?.pid === ppid;
      } else if (left && left !== entry) {
        entry.pool = find(left);
      } else if (ppid === ownPid && ownChildren) {
        // The root: we were told that it ended, so it was waited for.
        entry.pool = ours ??= { claimant: null, growth: growthOfOwn(ownChildren), entries: [] };
        entry.direct = true;
      }
      return entry.pool;
    };
    for (const entry of leaving.values()) find(entry)?.entries.push(entry);
    return ours ? [...pools.values(), ours] : [...pools.values()];
  }

  totals(members: ReadonlyMap<number, Member>): LedgerTotals {
    let userTicks = this.#lostUser + (this.#reaped?.cutime ?? 0);
    let systemTicks = this.#lostSystem + (this.#reaped?.cstime ?? 0);
    const io = { ...this.#lostIo };
    let ioKnown = addTo(io, this.#reaped?.io ?? null);
    const count = (member: Member, withIo: boolean, share = 1): void => {
      userTicks += (member.stat.utime + member.stat.cutime) * share;
      systemTicks += (member.stat.stime + member.stat.cstime) * share;
      if (withIo && addTo(io, member.io)) ioKnown = true;
    };
    for (const member of members.values()) count(member, true);
    for (const { member, claimant, ioPassedOn } of this.#ghosts) count(member, !ioPassedOn, this.#ghostShare.get(claimant) ?? 1);
    return { userTicks, systemTicks, io: ioKnown || io.rchar > 0 ? io : null };
  }

  #lose(member: Member, ioPassedOn: boolean): void {
    const { utime, stime, cutime, cstime } = member.stat;
    this.#lostUser += utime + cutime;
    this.#lostSystem += stime + cstime;
    this.lostTicks += utime + stime + cutime + cstime - member.ticksAtStart;
    if (!ioPassedOn) addTo(this.#lostIo, member.io);
  }
}

/** What a parent's waited-for sums have grown by, and no vanished child has been found for yet. */
interface Growth {
  ticks: number;
  faults: number;
  /** The child that was claimed last: what is left over is the time after its last reading. */
  heir: Member | null;
}

interface Ghost {
  member: Member;
  claimant: Member;
  /** In ticks of the sampler. */
  age: number;
  /** The claimant's I/O has been read since, and may hold this one's. */
  ioPassedOn: boolean;
}

/** So long a parent's next readings are waited for; the second is for those who vanished together with the parent's children. */
const GHOST_TICKS = 2;

interface Leaving {
  member: Member;
  ghost: Ghost | null;
  /** undefined: not looked for yet; null: there is nobody who could have waited. */
  pool: Pool | null | undefined;
  /** The claimant is the parent itself: if it lives and does not ignore SIGCHLD, it has waited. */
  direct: boolean;
  claimed: boolean;
}

/** Those whose times one claimant may hold. */
interface Pool {
  /** null: ourselves. */
  claimant: Member | null;
  growth: Growth;
  entries: Leaving[];
}

/**
 * Finds out who of a pool was waited for. Children that vanished were, if their parent lives, unless it happened after the
 * parent had been read; then it shows at the next tick. Of those whose parents have vanished, too, nobody knows.
 */
function decide({ growth, entries, claimant }: Pool, leaving: ReadonlyMap<number, Leaving>, carried: ReadonlyMap<number, Growth>): void {
  const claim = (entry: Leaving): void => {
    const { member } = entry;
    const before = carried.get(member.pid);
    growth.ticks += (before?.ticks ?? 0) - cpuTicksOf(member.stat);
    growth.faults += (before?.faults ?? 0) - faultsOf(member.stat);
    growth.heir = member;
    entry.claimed = true;
  };
  const claimFrom = (doubtful: Leaving[]): void => {
    // What does not fit was not waited for. Of the rest, no more is left out than cannot have been all together.
    const fitting = doubtful.filter((entry) => fits(entry, growth));
    let ticks = -growth.ticks;
    let faults = -growth.faults;
    for (const { member } of fitting) {
      ticks += cpuTicksOf(member.stat);
      faults += faultsOf(member.stat);
    }
    for (const entry of fitting.sort(bySize)) {
      const { stat } = entry.member;
      if (cpuTicksOf(stat) > ticks || faultsOf(stat) > faults) {
        claim(entry);
        continue;
      }
      ticks -= cpuTicksOf(stat);
      faults -= faultsOf(stat);
    }
  };
  const children = entries.filter(({ direct }) => direct);
  if (claimant === null) children.forEach(claim);
  else {
    claimFrom(children.filter(({ ghost }) => ghost !== null));
    claimFrom(children.filter(({ ghost }) => ghost === null));
  }
  const left = new Set(children.filter(({ claimed }) => !claimed));
  claimFrom(
    entries.filter((entry) => {
      if (entry.direct) return false;
      const parent = leaving.get(entry.member.stat.ppid);
      if (!parent || !left.has(parent)) return true;
      left.add(entry);
      return false;
    }),
  );
}

const fits = ({ member: { stat } }: Leaving, { ticks, faults }: Growth): boolean => cpuTicksOf(stat) <= ticks && faultsOf(stat) <= faults;

/** What cannot be in the claimant's times, whoever of the pool it is. */
function missingIn({ growth, entries }: Pool): number {
  let ticks = -growth.ticks;
  for (const { member } of entries) ticks += cpuTicksOf(member.stat);
  return Math.max(0, ticks);
}

const bySize = ({ member: { stat: a } }: Leaving, { member: { stat: b } }: Leaving): number => cpuTicksOf(b) - cpuTicksOf(a) || faultsOf(b) - faultsOf(a);

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
function passOnIo(parent: Member, { io }: Member, ioIsFresh: boolean): void {
  if (!parent.io || !io) return;
  if (ioIsFresh) {
    parent.program.readBytes -= io.readBytes;
    parent.program.writeBytes -= io.writeBytes;
  } else {
    // Until it is read again. The parent may be gone by then.
    parent.io = { ...parent.io };
    addTo(parent.io, io);
  }
}

function addTo(sum: ProcessIo, io: ProcessIo | null): boolean {
  if (!io) return false;
  sum.rchar += io.rchar;
  sum.wchar += io.wchar;
  sum.readBytes += io.readBytes;
  sum.writeBytes += io.writeBytes;
  return true;
}
