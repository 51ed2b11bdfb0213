import { isZombie, ownFaultsOf, type Member } from "./member.ts";

export type MemoryKind = "pss" | "rss" | "uss";

export interface TreeMemoryOptions {
  kind: MemoryKind;
  /** Milliseconds that the expensive readings of one row may take: 1 % of the interval. */
  budgetMs: number;
  monotonicMs: () => number;
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

  /** Between rows: reads what is new or has grown a lot, if the budget allows, and remembers the highest instant. */
  observe(members: ReadonlyMap<number, Member>): void {
    if (this.#options.kind !== "rss") {
      for (const member of members.values()) {
        const { memory, stat } = member;
        if (!memory.known && !memory.refused && !isZombie(stat)) this.#read(member);
        else if (Math.abs(stat.rssBytes - memory.rssThen) > Math.max(GROWTH_BYTES, memory.rssThen / 10)) this.#read(member);
      }
    }
    this.#note(members);
  }

  /** At a row. */
  row(members: ReadonlyMap<number, Member>): MemoryRow {
    const { kind, budgetMs } = this.#options;
    this.#creditMs = Math.min(this.#creditMs + budgetMs, budgetMs * SAVED_ROWS);
    // Everybody has ended: what was seen last is what there was.
    if (![...members.values()].some(({ stat }) => !isZombie(stat))) return this.#close(members, { bytes: this.#last?.bytes ?? null, rssBytes: this.#last?.rssBytes ?? null, estimated: false });
    let estimated = false;
    if (kind !== "rss") {
      for (const member of mostUrgentFirst(members)) this.#read(member);
      for (const { memory, stat } of members.values()) {
        memory.rowsSinceRead++;
        if (!isZombie(stat) && (!memory.known || memory.rssThen !== stat.rssBytes)) estimated ||= isFar(memory.rssThen, stat.rssBytes) || !memory.known;
      }
    }
    this.#readHighWaterMarks(members);
    let bytes = 0;
    let rssBytes = 0;
    for (const member of members.values()) {
      const current = this.#current(member);
      bytes += current;
      rssBytes += member.stat.rssBytes;
    }
    if (estimated) this.estimatedRows++;
    return this.#close(members, { bytes, rssBytes, estimated });
  }

  /** PSS (or what was asked for) of one process now. */
  #current({ stat, memory }: Member): number {
    if (isZombie(stat)) return 0;
    if (this.#options.kind === "rss") return stat.rssBytes;
    const growth = stat.rssBytes - memory.rssThen;
    // What is given back is given back in proportion; what is new is taken to be its own.
    const guess = growth >= 0 ? memory.baseBytes + growth : memory.baseBytes + growth * memory.ratio;
    return Math.max(0, Math.min(guess, stat.rssBytes));
  }

  #read(member: Member): void {
    const { memory, stat } = member;
    const { kind, monotonicMs, budgetMs } = this.#options;
    const expectedMs = memory.costMs > 0 ? memory.costMs : stat.rssBytes * FIRST_COST_MS_PER_BYTE;
    if (expectedMs > this.#creditMs || expectedMs > budgetMs * SAVED_ROWS) return;
    const start = monotonicMs();
    const reading = member.handle.readMemory();
    const costMs = monotonicMs() - start;
    this.#creditMs -= costMs;
    memory.costMs = costMs;
    memory.rowsSinceRead = 0;
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
    const bytes = kind === "uss" ? reading.ussBytes : reading.pssBytes;
    const ratio = reading.rssBytes > 0 ? Math.min(1, bytes / reading.rssBytes) : 1;
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
      const start = this.#options.monotonicMs();
      const status = member.handle.readStatus();
      this.#creditMs -= this.#options.monotonicMs() - start;
      if (!status) continue;
      member.ignoresSigchld = status.ignoresSigchld;
      memory.peakFaults = faults;
      if (status.peakRssBytes === null || status.peakRssBytes <= memory.peakRss) continue;
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

/** Never read ones, then those that have changed most, then those not read for long. */
function mostUrgentFirst(members: ReadonlyMap<number, Member>): Member[] {
  const urgency = ({ memory, stat }: Member): number => {
    if (isZombie(stat) || memory.refused) return 0;
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
