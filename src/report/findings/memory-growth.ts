/** Memory that grew all the time. */
export interface MemoryGrowth {
  /** MiB after the warm-up, and at the end. */
  from: number;
  to: number;
  /** Of the run, 0..1: between these two. */
  share: number;
}

/** Fewer points show no course: a job of a few seconds that loads its data grows to the end, too. */
const FEWEST = 20;
const PARTS = 7;
const LEAST_MIB = 64;
const LEAST_SHARE = 0.2;
/** Each part has to grow by this share of what a steady growth is. */
const STEADY = 0.4;

/**
 * Whether memory grew steadily to the end. Parts of the run are compared by what is held in them even when memory is low, so that neither a
 * sawtooth nor single peaks count; the first part is the warm-up; and at the end it must still be growing: a job that has loaded
 * all its data has a plateau there.
 */
export function memoryGrowth(course: readonly number[]): MemoryGrowth | null {
  const points = withoutFreeing(course);
  if (points.length < FEWEST) return null;
  const part = (index: number): readonly number[] => points.slice(Math.floor((index * points.length) / PARTS), Math.floor(((index + 1) * points.length) / PARTS));
  const levels = Array.from({ length: PARTS - 1 }, (_, index) => quantile(part(index + 1), 0.25));
  const [from = NaN] = levels;
  const to = levels.at(-1) ?? NaN;
  const growth = to - from;
  if (!(growth >= LEAST_MIB && growth >= LEAST_SHARE * from)) return null;
  const step = growth / (levels.length - 1);
  if (levels.some((level, index) => index > 0 && level - levels[index - 1]! < STEADY * step)) return null;
  const lastFifth = points.slice(Math.floor(points.length * 0.8));
  const half = lastFifth.length >> 1;
  const atTheEnd = quantile(lastFifth.slice(half), 0.5) - quantile(lastFifth.slice(0, half), 0.5);
  // In a tenth of the run, while a step is a seventh of it.
  if (atTheEnd < STEADY * step * (PARTS / 10)) return null;
  return { from, to, share: (PARTS - 2) / PARTS };
}

/** What a job gives back when it is about to end says nothing of its course: at most a twentieth of it, or two rows. */
function withoutFreeing(course: readonly number[]): readonly number[] {
  const most = course.reduce((max, value) => Math.max(max, value), 0);
  let end = course.length;
  const earliest = course.length - Math.max(2, Math.floor(course.length * 0.05));
  while (end > earliest && course[end - 1]! < 0.95 * most) end--;
  return course.slice(0, end);
}

function quantile(values: readonly number[], share: number): number {
  const ordered = values.toSorted((a, b) => a - b);
  return ordered[Math.floor((ordered.length - 1) * share)] ?? NaN;
}
