import assert from "node:assert/strict";
import type { Member } from "../../src/sample/member.ts";
import { ProcessTree } from "../../src/sample/process-tree.ts";
import { Programs } from "../../src/sample/programs.ts";
import { type MemoryKind, type MemoryRow, TreeMemory } from "../../src/sample/tree-memory.ts";
import { FakeProcesses, MIB, type ProcessSketch } from "./fake-processes.ts";

export const ROOT_PID = 200;

interface Options {
  kind?: MemoryKind;
  budgetMs?: number;
  /** CPU time of one expensive reading, in ms per MiB that is resident. */
  costMsPerMib?: number;
}

/** A job whose memory is measured on a clock that only readings move. */
export class MeasuredJob {
  readonly source: FakeProcesses;
  readonly tree: ProcessTree;
  readonly memory: TreeMemory;
  /** CPU time that readings have cost. */
  spentMs = 0;
  readonly #costMsPerMib: number;

  constructor(root: ProcessSketch, { kind = "pss", budgetMs = 1_000, costMsPerMib = 0 }: Options = {}) {
    this.#costMsPerMib = costMsPerMib;
    this.source = new FakeProcesses({ pid: ROOT_PID, ...root });
    this.tree = new ProcessTree(this.source, new Programs(), { pid: ROOT_PID, runId: null, ownPid: 100 });
    this.memory = new TreeMemory({ kind, budgetMs, cpuMs: () => this.spentMs });
    this.source.onRead = (what, pid) => {
      if (what === "memory") this.spentMs += this.#costMsPerMib * ((this.tree.members.get(pid)?.stat.rssBytes ?? 0) / MIB);
    };
    this.tree.begin();
  }

  /** A process begins, changes or, with null, ends; pages are touched by faults, so those are counted when the size changes. */
  set(pid: number, sketch: ProcessSketch | null): this {
    if (sketch === null) this.source.end(pid);
    else if (this.tree.members.has(pid)) {
      this.source.change(pid, sketch);
      if (sketch.rssBytes !== undefined) this.source.add(pid, { minflt: 10 });
    } else this.source.start({ pid, ppid: ROOT_PID, ...sketch });
    return this;
  }

  /** Between rows. */
  look(): this {
    this.#readStats();
    this.memory.observe(this.tree.members, this.tree.changedFamilies);
    return this;
  }

  row(): MemoryRow {
    this.#readStats();
    return this.memory.row(this.tree.members, this.tree.changedFamilies);
  }

  member(pid: number): Member {
    return this.tree.members.get(pid) ?? assert.fail(`${pid} is no member`);
  }

  #readStats(): void {
    this.tree.discover();
    for (const member of [...this.tree.members.values()]) {
      const stat = member.handle.readStat();
      if (stat) member.stat = stat;
      else this.tree.remove(member);
    }
  }
}

/** What smaps_rollup would say. */
export const pages = (pssMib: number, ussMib = pssMib): { pssBytes: number; ussBytes: number } => ({ pssBytes: pssMib * MIB, ussBytes: ussMib * MIB });
export const inMib = ({ bytes, peakBytes, rssBytes, estimated }: MemoryRow) => ({ bytes: mib(bytes), peak: mib(peakBytes), rss: mib(rssBytes), estimated });
export const mib = (bytes: number | null): number | null => (bytes === null ? null : Math.round((bytes / MIB) * 100) / 100);
