import { noGpu, type Sample, type SystemSample, type TreeSample } from "../../src/sample/sample.ts";

/** A sample in which nothing is known but what is said. */
export function sampleOf(interval: Partial<Sample> = {}, system: Partial<SystemSample> = {}, tree: Partial<TreeSample> = {}): Sample {
  return {
    timestamp: 1_700_000_000,
    elapsedSeconds: 1,
    durationSeconds: 1,
    lateSeconds: 0,
    ...interval,
    system: { ...noSystem, ...system },
    tree: { ...noTree, ...tree },
  };
}

const noSystem: SystemSample = {
  processes: null,
  cpuUserSeconds: null,
  cpuSystemSeconds: null,
  cpuCores: null,
  cpuIowaitSeconds: null,
  cpuStealSeconds: null,
  memoryTotalBytes: null,
  memoryFreeBytes: null,
  memoryUsedBytes: null,
  memoryAvailableBytes: null,
  memoryBuffersBytes: null,
  memoryCachedBytes: null,
  memoryActiveBytes: null,
  memoryInactiveBytes: null,
  swapUsedBytes: null,
  diskReadBytes: null,
  diskWriteBytes: null,
  diskSpaceTotalBytes: null,
  diskSpaceUsedBytes: null,
  diskSpaceFreeBytes: null,
  netReceivedBytes: null,
  netSentBytes: null,
  load1: null,
  cpuPressure: null,
  memoryPressure: null,
  ioPressure: null,
  gpu: noGpu,
};

const noTree: TreeSample = {
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
