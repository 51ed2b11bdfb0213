import type { ProcessIo, ReapedChildren } from "../sources/source.ts";
import type { JobLedger, LedgerTotals, OwnChildren } from "./ledger.ts";
import type { Member } from "./member.ts";
import { addIo, type Program } from "./programs.ts";

/**
 * What the job has used, where nobody tells what a process's waited-for children used: the sum over all members of what was
 * seen of each last. That is a lower bound. Where the system tells at least what we have waited for, the end is exact for the
 * root and those it waited for, and seen only for orphans.
 */
export class SeenLedger implements JobLedger {
  readonly #unseen: Program;
  readonly #ticksPerSecond: number;
  /** Of members that are gone, each as it was seen last: those that somebody may have waited for, and the others. */
  readonly #gone = emptySum();
  readonly #orphans = emptySum();
  /** Programs of the members that ended, one for each. */
  readonly #ended: Program[] = [];
  #goneAtStart = 0;
  #orphansAtStart = 0;
  #reaped: ReapedChildren | null = null;

  constructor(unseen: Program, ticksPerSecond: number) {
    this.#unseen = unseen;
    this.#ticksPerSecond = ticksPerSecond;
  }

  get lostTicks(): number {
    const seen = this.#gone.userTicks + this.#gone.systemTicks - this.#goneAtStart;
    const waited = this.#reaped === null ? 0 : this.#reaped.cutime + this.#reaped.cstime;
    return this.#orphans.userTicks + this.#orphans.systemTicks - this.#orphansAtStart + Math.max(0, seen - waited);
  }

  settle(members: ReadonlyMap<number, Member>, gone: readonly Member[], ownPid: number, _ioIsFresh: boolean, ownChildren: OwnChildren | null = null): void {
    const leaving = new Set(gone.map(({ pid }) => pid));
    for (const member of gone) {
      const { ppid } = member.stat;
      const hasParent = ppid === ownPid || members.has(ppid) || leaving.has(ppid);
      // After we have waited for the root, nothing comes to what it had waited for.
      const isOrphan = this.#reaped !== null || !hasParent;
      add(isOrphan ? this.#orphans : this.#gone, member);
      if (isOrphan) this.#orphansAtStart += member.ticksAtStart;
      else this.#goneAtStart += member.ticksAtStart;
      this.#ended.push(member.program);
      if (this.#ended.length > MOST_ENDED) this.#ended.shift();
    }
    for (const member of members.values()) {
      const { stat, before, program } = member;
      program.ticks += Math.max(0, stat.utime + stat.stime - before.utime - before.stime);
    }
    if (ownChildren && this.#reaped === null) this.#close(gone.find(({ stat }) => stat.ppid === ownPid), ownChildren);
  }

  totals(members: ReadonlyMap<number, Member>): LedgerTotals {
    const sum = emptySum();
    for (const member of members.values()) add(sum, member);
    const waited = this.#waited();
    const io = addUp([sum.io, this.#gone.io, this.#orphans.io]);
    return {
      userTicks: sum.userTicks + this.#orphans.userTicks + waited.userTicks,
      systemTicks: sum.systemTicks + this.#orphans.systemTicks + waited.systemTicks,
      // What we have waited for holds more than was seen of it.
      io: this.#reaped?.io && sum.io === null && this.#orphans.io === null ? this.#reaped.io : io,
    };
  }

  /** What was waited for: as the system tells it, once it has, unless more was seen. */
  #waited(): { userTicks: number; systemTicks: number } {
    const reaped = this.#reaped;
    const seen = this.#gone.userTicks + this.#gone.systemTicks;
    return reaped === null || reaped.cutime + reaped.cstime < seen ? this.#gone : { userTicks: reaped.cutime, systemTicks: reaped.cstime };
  }

  #close(root: Member | undefined, { atStart, now }: OwnChildren): void {
    const reaped = {
      cutime: now.cutime - atStart.cutime,
      cstime: now.cstime - atStart.cstime,
      faults: now.faults - atStart.faults,
      io: now.io && {
        rchar: now.io.rchar - (atStart.io?.rchar ?? 0),
        wchar: now.io.wchar - (atStart.io?.wchar ?? 0),
        readBytes: now.io.readBytes - (atStart.io?.readBytes ?? 0),
        writeBytes: now.io.writeBytes - (atStart.io?.writeBytes ?? 0),
      },
    };
    this.#reaped = reaped;
    const rest = Math.max(0, reaped.cutime + reaped.cstime - this.#gone.userTicks - this.#gone.systemTicks);
    // Of each that was seen a second may be missing at its end, not more: the others' is what is left.
    const rounded = Math.min(rest, this.#ended.length * this.#ticksPerSecond);
    const weights = this.#ended.map((program) => program.ticks + 1);
    const sum = weights.reduce((total, weight) => total + weight, 0);
    this.#ended.forEach((program, index) => (program.ticks += (rounded * weights[index]!) / sum));
    this.#unseen.ticks += rest - rounded;
    if (root) addIo(root.program, root.io, reaped.io);
  }
}

const MOST_ENDED = 1000;

interface Sum {
  userTicks: number;
  systemTicks: number;
  io: ProcessIo | null;
}

const emptySum = (): Sum => ({ userTicks: 0, systemTicks: 0, io: null });

function add(sum: Sum, { stat, io }: Member): void {
  sum.userTicks += stat.utime;
  sum.systemTicks += stat.stime;
  if (io) sum.io = addUp([sum.io, io]);
}

/** Of what is known; null where nothing is. */
function addUp(all: readonly (ProcessIo | null)[]): ProcessIo | null {
  return all.reduce<ProcessIo | null>((sum, io) => {
    if (sum === null || io === null) return sum ?? io;
    return { rchar: sum.rchar + io.rchar, wchar: sum.wchar + io.wchar, readBytes: sum.readBytes + io.readBytes, writeBytes: sum.writeBytes + io.writeBytes };
  }, null);
}
