import type { RunData } from "../page-data.ts";

/** The rows that the page carries, as the CSV of a recording has them. */
export function csvOf(columns: readonly string[], { timestamps, curves }: Pick<RunData, "timestamps" | "curves">): string {
  const header = columns.map((name) => `"${name}"`).join(",");
  const rows = timestamps.map((timestamp, index) => columns.map((name) => (name === "timestamp" ? timestamp.toFixed(3) : String(curves[name]?.values[index] ?? ""))).join(","));
  return [header, ...rows, ""].join("\n");
}
