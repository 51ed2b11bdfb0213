import { emptySystemSnapshot } from "../snapshot.ts";
import { diffSystem } from "./diff.ts";
import { noGpu, type Sample, type TreeSample } from "./sample.ts";
import type { RowTime } from "./sampler.ts";

const unknownTree: TreeSample = {
  rootPid: null,
  children: null,
  cpuUserSeconds: null,
  cpuSystemSeconds: null,
  cpuCores: null,
  memoryBytes: null,
  memoryPeakBytes: null,
  rssBytes: null,
  threads: null,
  readBytes: null,
  writeBytes: null,
  readChars: null,
  writeChars: null,
  gpu: noGpu,
};

/** A row for which nothing was told in time. What happened meanwhile stands in the next one. */
export function missedRow(time: RowTime): Sample {
  return { ...time, system: diffSystem(emptySystemSnapshot, emptySystemSnapshot, 0, null), tree: unknownTree };
}
