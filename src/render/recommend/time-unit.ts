/** What the times of a table are told in, so that they can be read below each other. */
export interface TimeUnit {
  name: string;
  format(seconds: number): string;
}

const units = [
  { name: "seconds", seconds: 1 },
  { name: "minutes", seconds: 60 },
  { name: "hours", seconds: 3600 },
];
/** The fastest one is told in no fewer of them, where there is a larger unit. */
const FEWEST = 10;

export function timeUnit(all: readonly number[]): TimeUnit {
  const fastest = Math.min(...all);
  const unit = units.findLast(({ seconds }) => fastest >= FEWEST * seconds) ?? units[0]!;
  const decimals = fastest / unit.seconds < 9.995 ? 2 : fastest / unit.seconds < 999.5 ? 1 : 0;
  return { name: unit.name, format: (seconds) => (seconds / unit.seconds).toFixed(decimals) };
}
