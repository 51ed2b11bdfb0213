import { isAmount, type Series } from "../charts.ts";
import type { RunData } from "../page-data.ts";

/** What is drawn of one series: a line, and where points stand for more than that, the band around it. */
export interface Drawn {
  series: Series;
  line: (number | null)[];
  low: (number | null)[] | null;
  high: (number | null)[] | null;
}

/** Seconds since the run's start at which each point ends. */
export function elapsedOf({ timestamps, start, seconds }: RunData): number[] {
  const from = startOf({ timestamps, start, seconds });
  return timestamps.map((timestamp) => timestamp - from);
}

/** So many times longer than the others, a step is a stretch of which nothing is known. */
const GAP = 10;

/** The points before which nothing is known for long: a suspended machine, a recording that was put together. */
export function gapsOf({ timestamps, intervalSeconds, rowsPerPoint }: Pick<RunData, "timestamps" | "intervalSeconds" | "rowsPerPoint">): number[] {
  const usual = (intervalSeconds ?? NaN) * rowsPerPoint;
  return timestamps.flatMap((timestamp, index) => (index > 0 && timestamp - timestamps[index - 1]! > GAP * usual ? [index] : []));
}

/** Points with one more before each gap, at which nothing is known. */
export function withGaps<T>(points: readonly T[], gaps: readonly number[], at: (before: T) => T): T[] {
  const wide: T[] = [];
  let from = 0;
  for (const gap of gaps) {
    wide.push(...points.slice(from, gap), at(points[gap - 1]!));
    from = gap;
  }
  return [...wide, ...points.slice(from)];
}

/** Unix seconds; where the run does not tell, the first point's beginning. */
export function startOf({ timestamps, start, seconds }: Pick<RunData, "timestamps" | "start" | "seconds">): number {
  const first = timestamps[0] ?? 0;
  // A clock that was set makes a start that cannot be.
  return start !== null && start <= first ? start : first - (seconds[0] ?? 0);
}

/** null: the run tells nothing of it. */
export function drawnOf(series: Series, run: RunData): Drawn | null {
  const curve = run.curves[series.column];
  if (curve === undefined) return null;
  const add = (values: (number | null)[]): (number | null)[] => (series.plus ? values.map((value) => (value === null ? null : value + series.plus!)) : values);
  const line = add(isAmount(series.column) ? perSecond(curve.values, run.seconds) : curve.values);
  const peaks = series.peak === undefined ? undefined : run.curves[series.peak];
  const high = peaks?.highs ?? peaks?.values ?? curve.highs;
  const low = curve.lows ?? (high === undefined ? undefined : line);
  return { series, line, low: low === undefined ? null : add(low), high: high === undefined ? null : add(high) };
}

/** Points that do not tell an amount are covered by the next that does. */
function perSecond(values: readonly (number | null)[], seconds: readonly (number | null)[]): (number | null)[] {
  let covered = 0;
  return values.map((value, index) => {
    covered += seconds[index] ?? 0;
    if (value === null) return null;
    const rate = seconds[index] == null || covered <= 0 ? null : value / covered;
    covered = 0;
    return rate;
  });
}

export function largest(...lists: ((number | null)[] | null)[]): number {
  let most = 0;
  for (const list of lists) for (const value of list ?? []) if (value !== null && value > most) most = value;
  return most;
}

/** One point alone would be a dot: it held from the beginning on. */
export function withBeginning(values: (number | null)[]): (number | null)[] {
  return values.length === 1 ? [values[0]!, values[0]!] : values;
}
