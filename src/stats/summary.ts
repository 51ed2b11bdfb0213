import { type Column, columns } from "../frame/columns.ts";
import type { Frame } from "../frame/frame.ts";
import { Aggregate, aggregateFrame, type ColumnAggregate } from "./aggregate.ts";
import { roundHalfEven } from "./round-half-even.ts";

/** By column, then by what was worked out: {"process_cpu_usage": {"mean": 1.52, "max": 3.9}}. */
export type Stats = Record<string, Record<string, number>>;

/**
 * Statistics of recorded rows: mean and max of every column, the sum of those that are amounts. Where resource-tracker's stats() has a key,
 * it is the same key with the same rounding. Columns of which nothing is known are left out.
 *
 * @example
 * summarize(readCsv("out.csv")).process_memory_mib?.max
 */
export function summarize(rows: Frame | Aggregate): Stats {
  const aggregate = rows instanceof Aggregate ? rows : aggregateFrame(rows);
  const stats: Stats = {};
  for (const column of columns) {
    const values = aggregate.column(column.name);
    if (values.count > 0 && column.unit !== "pid") stats[column.name] = column.name === "timestamp" ? { duration: values.max - values.min } : summarizeColumn(column, values);
  }
  return stats;
}

function summarizeColumn({ kind, unit }: Column, { count, max, sum, peakPerSecond }: ColumnAggregate): Record<string, number> {
  const decimals = unit === "seconds" ? 6 : 2;
  const summary: Record<string, number> = { mean: roundHalfEven(sum.divide(count), decimals), max: roundHalfEven(max, decimals) };
  if (kind === "delta") summary["sum"] = unit === "bytes" ? sum.total() : roundHalfEven(sum.total(), decimals);
  if (!Number.isNaN(peakPerSecond)) summary["peak_per_second"] = roundHalfEven(peakPerSecond, decimals);
  return summary;
}
