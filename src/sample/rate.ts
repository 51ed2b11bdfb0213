/** after − before of a counter; null when either is unknown or the counter went backwards (reset, replaced device). */
export function difference(before: number | null | undefined, after: number | null | undefined): number | null {
  if (before == null || after == null || after < before) return null;
  return after - before;
}

/** Adds up what is known; null when nothing is. */
export function sumKnown(values: Iterable<number | null>): number | null {
  let sum: number | null = null;
  for (const value of values) if (value !== null) sum = (sum ?? 0) + value;
  return sum;
}
