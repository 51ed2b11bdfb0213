import type { SystemSnapshot } from "../snapshot.ts";
import { difference } from "./rate.ts";
import { noGpu, type SystemSample } from "./sample.ts";

/** What the machine did between two snapshots that lie `seconds` apart. */
export function diffSystem(before: SystemSnapshot, after: SystemSnapshot, seconds: number, processes: number | null): SystemSample {
  const busySeconds = difference(before.cpu?.busySeconds, after.cpu?.busySeconds);
  const { memory, diskSpace } = after;
  const share = (waited: number | null): number | null =>
    waited === null || seconds <= 0 ? null : Math.min(1, waited / seconds);
  return {
    processes,
    cpuUserSeconds: difference(before.cpu?.userSeconds, after.cpu?.userSeconds),
    cpuSystemSeconds: difference(before.cpu?.systemSeconds, after.cpu?.systemSeconds),
    // The counters move in ticks, so a short interval may show a tick more than it can hold.
    cpuCores: busySeconds === null || seconds <= 0 || !after.cpu ? null : Math.min(busySeconds / seconds, after.cpu.cpus),
    cpuIowaitSeconds: difference(before.cpu?.iowaitSeconds, after.cpu?.iowaitSeconds),
    cpuStealSeconds: difference(before.cpu?.stealSeconds, after.cpu?.stealSeconds),
    memoryTotalBytes: memory?.totalBytes ?? null,
    memoryFreeBytes: memory?.freeBytes ?? null,
    memoryUsedBytes: difference(memory?.availableBytes, memory?.totalBytes),
    memoryAvailableBytes: memory?.availableBytes ?? null,
    memoryBuffersBytes: memory?.buffersBytes ?? null,
    memoryCachedBytes: memory?.cachedBytes ?? null,
    memoryActiveBytes: memory?.activeBytes ?? null,
    memoryInactiveBytes: memory?.inactiveBytes ?? null,
    swapUsedBytes: difference(memory?.swapFreeBytes, memory?.swapTotalBytes),
    diskReadBytes: sumDifferences(before.disks, after.disks, "readBytes"),
    diskWriteBytes: sumDifferences(before.disks, after.disks, "writeBytes"),
    diskSpaceTotalBytes: diskSpace?.totalBytes ?? null,
    diskSpaceUsedBytes: diskSpace?.usedBytes ?? null,
    diskSpaceFreeBytes: diskSpace?.freeBytes ?? null,
    netReceivedBytes: sumDifferences(before.networks, after.networks, "receivedBytes"),
    netSentBytes: sumDifferences(before.networks, after.networks, "sentBytes"),
    load1: after.load1,
    cpuPressure: share(difference(before.pressure.cpuSeconds, after.pressure.cpuSeconds)),
    memoryPressure: share(difference(before.pressure.memorySeconds, after.pressure.memorySeconds)),
    ioPressure: share(difference(before.pressure.ioSeconds, after.pressure.ioSeconds)),
    gpu: noGpu,
  };
}

/**
 * Device by device, so that one that is plugged in, pulled out or reset neither adds its lifetime nor blanks the others.
 */
function sumDifferences<Key extends string>(
  before: ReadonlyMap<string, Record<Key, number>> | null,
  after: ReadonlyMap<string, Record<Key, number>> | null,
  key: Key,
): number | null {
  if (!before || !after) return null;
  let sum = 0;
  for (const [name, counters] of after) sum += difference(before.get(name)?.[key], counters[key]) ?? 0;
  return sum;
}
