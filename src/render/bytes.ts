/** A unit that numbers of one line share. */
export interface Unit {
  name: string;
  bytes: number;
}

const memoryUnits: readonly Unit[] = [
  { name: "KiB", bytes: 2 ** 10 },
  { name: "MiB", bytes: 2 ** 20 },
  { name: "GiB", bytes: 2 ** 30 },
  { name: "TiB", bytes: 2 ** 40 },
];

const rateUnits: readonly Unit[] = [
  { name: "kB/s", bytes: 1e3 },
  { name: "MB/s", bytes: 1e6 },
  { name: "GB/s", bytes: 1e9 },
];

/** The unit in which the largest of the values has the fewest digits before its point. */
export function memoryUnit(...bytes: readonly (number | null)[]): Unit {
  return largestBelow(memoryUnits, bytes);
}

export function rateUnit(...bytesPerSecond: readonly (number | null)[]): Unit {
  return largestBelow(rateUnits, bytesPerSecond);
}

/** "6.3"; "n/a" where unknown. */
export function formatIn(unit: Unit, bytes: number | null): string {
  return bytes === null ? "n/a" : (bytes / unit.bytes).toFixed(1);
}

/** "6.3 GiB" */
export function formatMemory(bytes: number): string {
  const unit = memoryUnit(bytes);
  return `${formatIn(unit, bytes)} ${unit.name}`;
}

/** "12.4 MB/s" */
export function formatRate(bytesPerSecond: number): string {
  const unit = rateUnit(bytesPerSecond);
  return `${formatIn(unit, bytesPerSecond)} ${unit.name}`;
}

const sizeUnits: readonly Unit[] = [
  { name: "kB", bytes: 1e3 },
  { name: "MB", bytes: 1e6 },
  { name: "GB", bytes: 1e9 },
  { name: "TB", bytes: 1e12 },
];

/** Of disks and networks: "12.4 MB" */
export function formatBytes(bytes: number): string {
  if (bytes < 999.5) return `${bytes.toFixed(0)} B`;
  const unit = largestBelow(sizeUnits, [bytes]);
  return `${formatIn(unit, bytes)} ${unit.name}`;
}

function largestBelow(units: readonly Unit[], values: readonly (number | null)[]): Unit {
  const largest = Math.max(0, ...values.map((value) => value ?? 0));
  // 0.95 of the unit is shown as "1.0", and 1023.96 of the one below it would be "1024.0".
  return units.findLast(({ bytes }) => largest + bytes * 0.00005 >= bytes) ?? units[0]!;
}
