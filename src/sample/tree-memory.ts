import { isZombie, ownFaultsOf, type Member } from "./member.ts";

/** Footprint: what a process makes the machine hold, as macOS counts it. */
export type MemoryKind = "pss" | "rss" | "uss" | "footprint";

export interface TreeMemoryOptions {
  kind: MemoryKind;
  /** Milliseconds that the expensive readings of one row may take: 1 % of the interval. */
  budgetMs: number;
  /** CPU time of this process: what a reading costs, however often it was interrupted. */
  cpuMs: () => number;
}

export interface MemoryRow {
  /** Of the kind asked for. */
  bytes: number | null;
  peakBytes: number | null;
  rssBytes: number | null;
  /** Whether a part of it was estimated because reading it did not fit the budget, or was refused. */
  estimated: boolean;
}

/** Readings saved up by rows that needed few: no single one may cost more than this many rows' budgets. */
const SAVED_ROWS = 5;
/** A reading costs time in proportion to the resident pages; this is the first guess, in ms per byte (5 ms per GiB). */
const FIRST_COST_MS_PER_BYTE = 5 / 2 ** 30;
/** Unchanged processes are read again after so many rows: others may have begun or ceased to share their pages. */
const STALE_ROWS = 30;
/** Between rows only growth beyond this is worth a reading. */
const GROWTH_BYTES = 16 * 2 ** 20;

/**
 * Memory of the tree. Each tick has the resident sizes for free (/proc/PID/stat). What they come to in PSS is read
 * rarely, within a budget, and carried forward in between: last reading + growth of the resident size.
 */
export class TreeMemory {
  /** Rows that hold an estimated part. */
  estimatedRows = 0;
  /** Processes whose memory this machine refuses to tell. */
  refused = 0;
  /** Readings that were tried, and those that told something. */
  tried = 0;
  told = 0;

  readonly #options: TreeMemoryOptions;
  #creditMs: number;
  #highest: Instant | null = null;
  #last: { bytes: number; rssBytes: number } | null = null;
  /** By how much one process's high-water mark of this interval stands above what it holds now. */
  #markedExtra = 0;

  constructor(options: TreeMemoryOptions) {
    this.#options = options;
    this.#creditMs = options.budgetMs;
  }

  /** Peaks that the members have reached until now are none of this measurement. */
  forget(members: ReadonlyMap<number, Member>): void {
    for (const { handle, memory } of members.values()) memory.peakRss = handle.readStatus()?.peakRssBytes ?? 0;
  }

  /** Between rows: reads what is new or has grown a lot, if the budget allows, and remembers the highest instant. */
  observe(members: ReadonlyMap<number, Member>, changedFamilies: Set<number>): void {
    if (this.#options.kind !== "rss") {
      for (const member of members.values()) {
        const { memory, stat } = member;
        if (isNew(member) || (memory.known && !memory.apart && Math.abs(stat.rssBytes - memory.rssThen) > Math.max(GROWTH_BYTES, memory.rssThen / 10))) this.#read(member);
      }
      this.#readFamilies(members, changedFamilies);
    }
    this.#note(members);
  }

  /** At a row. `changedFamilies`: pids whose children have come or gone since they were read; what could be read is taken out. */
  row(members: ReadonlyMap<number, Member>, changedFamilies: Set<number>): MemoryRow {
    const { kind, budgetMs } = this.#options;
    this.#creditMs = Math.min(this.#creditMs + budgetMs, budgetMs * SAVED_ROWS);
    // Everybody has ended: what was seen last is what there was.
    if (![...members.values()].some(({ stat }) => !isZombie(stat))) {
      changedFamilies.clear();
      return this.#close(members, { bytes: this.#last?.bytes ?? null, rssBytes: this.#last?.rssBytes ?? null, estimated: false });
    }
    let estimated = false;
    if (kind === "rss") changedFamilies.clear();
    else {
      this.#readFamilies(members, changedFamilies);
      // What waits for its family leaves the credit to it.
      for (const member of mostUrgentFirst(members)) if (!changedFamilies.has(member.pid) && !changedFamilies.has(member.stat.ppid)) this.#read(member);
      for (const { memory, stat } of members.values()) {
        memory.rowsSinceRead++;
        if (!isZombie(stat) && !memory.refused && (memory.apart || !memory.known || isFar(memory.rssThen, stat.rssBytes))) estimated = true;
      }
      if (changedFamilies.size > 0) {
        estimated = true;
        this.#giveUpFamilies(members, changedFamilies);
      }
    }
    this.#readHighWaterMarks(members);
    let bytes = 0;
    let rssBytes = 0;
    for (const member of members.values()) {
      bytes += this.#current(member);
      rssBytes += member.stat.rssBytes;
    }
    if (estimated) this.estimatedRows++;
    return this.#close(members, { bytes, rssBytes, estimated });
  }

  /**
   * A fork shares its parent's pages, and so does each of its siblings: when one comes or goes, the share of all of them
   * changes though nobody's resident size does. They are read together or not at all, else pages would count twice.
   */
  #readFamilies(members: ReadonlyMap<number, Member>, changedFamilies: Set<number>): void {
    if (changedFamilies.size === 0 || this.#creditMs <= 0) return;
    const families = new Map<number, Member[]>();
    for (const member of members.values()) {
      if (isZombie(member.stat) || member.memory.refused) continue;
      for (const parentPid of [member.pid, member.stat.ppid]) {
        if (!changedFamilies.has(parentPid)) continue;
        const family = families.get(parentPid);
        if (family) family.push(member);
        else families.set(parentPid, [member]);
      }
    }
    for (const parentPid of changedFamilies) {
      const family = families.get(parentPid) ?? [];
      const expectedMs = family.reduce((sum, member) => sum + expectedCostMs(member), 0);
      if (expectedMs > this.#creditMs) continue;
      // All of them, also when it turns out dearer than was guessed: the credit is earned back.
      for (const member of family) this.#read(member, true);
      changedFamilies.delete(parentPid);
    }
  }

  /**
   * A family that can never be read at once is not read at all: the parent's reading from before holds all pages that they
   * share, and of the forks only their own growth counts. Read one by one they would count twice.
   */
  #giveUpFamilies(members: ReadonlyMap<number, Member>, changedFamilies: Set<number>): void {
    const mostMs = this.#options.budgetMs * SAVED_ROWS;
    for (const parentPid of changedFamilies) {
      const family = [...members.values()].filter((member) => member.pid === parentPid || member.stat.ppid === parentPid);
      if (family.length > 0 && family.reduce((sum, member) => sum + expectedCostMs(member), 0) <= mostMs) continue;
      for (const { memory } of family) memory.apart = true;
      changedFamilies.delete(parentPid);
    }
  }

  /** PSS (or what was asked for) of one process now. */
  #current({ stat, memory }: Member): number {
    if (isZombie(stat)) return 0;
    if (this.#options.kind === "rss") return stat.rssBytes;
    const growth = stat.rssBytes - memory.rssThen;
    // What is given back is given back in proportion; what is new is taken to be its own.
    const guess = growth >= 0 ? memory.baseBytes + growth : memory.baseBytes + growth * memory.ratio;
    return Math.max(0, Math.min(guess, this.#most(stat.rssBytes)));
  }

  /** Only a footprint holds what is not resident. */
  #most(resident: number): number {
    return this.#options.kind === "footprint" ? Infinity : resident;
  }

  #read(member: Member, withFamily = false): void {
    const { memory, stat } = member;
    const { kind, cpuMs, budgetMs } = this.#options;
    const expectedMs = expectedCostMs(member);
    if (!withFamily && (expectedMs > this.#creditMs || expectedMs > budgetMs * SAVED_ROWS)) return;
    memory.apart = false;
    const start = cpuMs();
    const reading = member.handle.readMemory();
    const costMs = cpuMs() - start;
    this.#creditMs -= costMs;
    memory.costMs = costMs;
    memory.rowsSinceRead = 0;
    this.tried++;
    if (reading === undefined) return;
    if (reading === null) {
      if (!memory.refused && !memory.known) this.refused++;
      memory.refused = !memory.known;
      if (memory.refused) {
        memory.baseBytes = memory.rssThen = stat.rssBytes;
        memory.ratio = memory.ratioBefore = 1;
      }
      return;
    }
    this.told++;
    const bytes = kind === "uss" ? reading.ussBytes : reading.pssBytes;
    const ratio = reading.rssBytes > 0 ? Math.min(this.#most(1), bytes / reading.rssBytes) : 1;
    memory.ratioBefore = memory.known ? memory.ratio : ratio;
    memory.ratio = ratio;
    memory.known = true;
    memory.baseBytes = bytes;
    // The sizes of stat and smaps_rollup differ by a few pages (per-CPU counters); growth is measured in stat's.
    memory.rssThen = stat.rssBytes;
    memory.faultsThen = ownFaultsOf(stat);
  }

  /** Remembers the highest instant of the interval with its parts, so that the row's readings can put it right. */
  #note(members: ReadonlyMap<number, Member>): void {
    let total = 0;
    let rssBytes = 0;
    for (const member of members.values()) {
      const current = this.#current(member);
      total += current;
      rssBytes += member.stat.rssBytes;
      member.program.currentBytes += current;
    }
    // Zombies hold nothing: that tells nothing of what was there before.
    if (total === 0) return;
    this.#last = { bytes: total, rssBytes };
    if (this.#highest && total <= this.#highest.total) return;
    this.#highest = { total, parts: [...members.values()].map((member) => ({ member, rss: member.stat.rssBytes, bytes: this.#current(member) })) };
  }

  /**
   * The kernel remembers how high each living process's resident size ever was. One process alone is raised to its mark:
   * marks of several need not have stood at the same instant.
   */
  #readHighWaterMarks(members: ReadonlyMap<number, Member>): void {
    let extra = 0;
    for (const member of members.values()) {
      const { memory, stat } = member;
      const faults = ownFaultsOf(stat);
      // Resident memory grows by page faults only: without new ones the mark is the old one.
      if (memory.peakFaults === faults || isZombie(stat) || this.#creditMs <= 0) continue;
      const start = this.#options.cpuMs();
      const status = member.handle.readStatus();
      this.#creditMs -= this.#options.cpuMs() - start;
      if (!status) continue;
      member.ignoresSigchld = status.ignoresSigchld;
      const isFirst = memory.peakFaults === -1;
      memory.peakFaults = faults;
      if (status.peakRssBytes === null) continue;
      // The first mark may be what it was born with; from then on it is its own.
      if (isFirst && status.peakRssBytes <= memory.peakRss) memory.peakRss = status.peakRssBytes;
      if (status.peakRssBytes <= memory.peakRss) continue;
      memory.peakRss = status.peakRssBytes;
      extra = Math.max(extra, status.peakRssBytes - stat.rssBytes);
    }
    this.#markedExtra = extra;
  }

  #close(members: ReadonlyMap<number, Member>, row: Omit<MemoryRow, "peakBytes">): MemoryRow {
    this.#note(members);
    const highest = this.#highest;
    this.#highest = null;
    const sampled = highest === null ? null : highest.parts.reduce((sum, part) => sum + this.#bounded(part), 0);
    const marked = row.bytes === null ? null : row.bytes + this.#markedExtra;
    this.#markedExtra = 0;
    const peakBytes = Math.max(sampled ?? 0, marked ?? 0, row.bytes ?? 0);
    return { ...row, peakBytes: peakBytes > 0 ? peakBytes : null };
  }

  /** Growth between two readings may have been of shared pages: not more than the readings around it allow. */
  #bounded({ member: { memory }, rss, bytes }: Part): number {
    return memory.known ? Math.min(bytes, rss * Math.max(memory.ratio, memory.ratioBefore)) : bytes;
  }
}

interface Instant {
  total: number;
  parts: Part[];
}

interface Part {
  member: Member;
  rss: number;
  bytes: number;
}

/** Not read yet, and with pages of its own: those of a fork are read with its family. */
const isNew = ({ memory, stat }: Member): boolean => !memory.known && !memory.apart && !memory.refused && memory.ratio > 0 && !isZombie(stat);

const expectedCostMs = ({ memory, stat }: Member): number => (memory.costMs > 0 ? memory.costMs : stat.rssBytes * FIRST_COST_MS_PER_BYTE);

/** Never read ones, then those that have changed most, then those not read for long. */
function mostUrgentFirst(members: ReadonlyMap<number, Member>): Member[] {
  const urgency = ({ memory, stat }: Member): number => {
    if (isZombie(stat) || memory.refused || memory.apart) return 0;
    if (!memory.known) return Number.MAX_VALUE;
    const change = Math.abs(stat.rssBytes - memory.rssThen);
    if (change > 0 || memory.faultsThen !== ownFaultsOf(stat)) return 1 + change * (1 + memory.rowsSinceRead);
    return memory.rowsSinceRead >= STALE_ROWS ? memory.rowsSinceRead / 1e6 : 0;
  };
  const waiting: { member: Member; urgency: number }[] = [];
  for (const member of members.values()) {
    const value = urgency(member);
    if (value > 0) waiting.push({ member, urgency: value });
  }
  return waiting.sort((a, b) => b.urgency - a.urgency).map(({ member }) => member);
}

/** More than 1 % and more than 1 MiB apart. */
const isFar = (a: number, b: number): boolean => Math.abs(a - b) > Math.max(2 ** 20, a / 100);
