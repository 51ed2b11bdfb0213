export interface Quartiles {
  lower: number;
  median: number;
  upper: number;
}

export function quartilesOf(values: readonly number[]): Quartiles {
  const ordered = values.toSorted((a, b) => a - b);
  return { lower: quantile(ordered, 0.25), median: quantile(ordered, 0.5), upper: quantile(ordered, 0.75) };
}

/** Between two values in proportion. */
function quantile(ordered: readonly number[], share: number): number {
  const at = share * (ordered.length - 1);
  const below = ordered[Math.floor(at)] ?? NaN;
  const above = ordered[Math.ceil(at)] ?? NaN;
  return below + (above - below) * (at - Math.floor(at));
}

/** In random order, so that no command always runs after the same other one. */
export function shuffled<T>(items: readonly T[]): T[] {
  const result = [...items];
  for (let index = result.length - 1; index > 0; index--) {
    const other = Math.floor(Math.random() * (index + 1));
    [result[index], result[other]] = [result[other]!, result[index]!];
  }
  return result;
}
