import { Sampler, type SamplerOptions } from "../../src/sample/sampler.ts";
import type { Sample, TreeSample } from "../../src/sample/sample.ts";
import { emptySystemSnapshot } from "../../src/snapshot.ts";
import type { ProcessSource, Sources } from "../../src/sources/source.ts";

/** Sources of which only the processes matter. */
export function sourcesOf(processes: ProcessSource): Sources {
  const notAsked = () => {
    throw new Error("nobody should have asked");
  };
  return { processes, system: { read: () => emptySystemSnapshot, close: () => undefined }, readLimits: notAsked, readServerInfo: notAsked };
}

/** A sampler for a job that was started just now, on a clock that stands still. */
export function samplerOf(processes: ProcessSource, options: Partial<SamplerOptions> & { pid: number }): Sampler {
  return new Sampler(sourcesOf(processes), {
    runId: "run-1",
    ownPid: 100,
    intervalSeconds: 1,
    memoryKind: "pss",
    system: false,
    attached: false,
    reapedAtStart: processes.readReapedChildren(),
    exactGroup: null,
    monotonicMs: () => 0,
    cpuMs: () => 0,
    ...options,
  });
}

export const rowTime = { timestamp: 1_700_000_000, elapsedSeconds: 1, durationSeconds: 1, lateSeconds: 0 };

/** What the rows add up to, as a reader of the CSV would have it. */
export class RowSums {
  ticks = 0;
  rchar = 0;
  wchar = 0;
  readBytes = 0;
  writeBytes = 0;

  add({ tree }: Sample): TreeSample {
    this.ticks += ((tree.cpuUserSeconds ?? 0) + (tree.cpuSystemSeconds ?? 0)) * 100;
    this.rchar += tree.readChars ?? 0;
    this.wchar += tree.writeChars ?? 0;
    this.readBytes += tree.readBytes ?? 0;
    this.writeBytes += tree.writeBytes ?? 0;
    return tree;
  }
}
