import type { PageData, RunData } from "../page-data.ts";
import { element } from "./element.ts";

/** The rows that the page carries, as the CSV of a recording has them. */
export function csvOf(columns: readonly string[], { timestamps, curves }: RunData): string {
  const header = columns.map((name) => `"${name}"`).join(",");
  const rows = timestamps.map((timestamp, index) => columns.map((name) => (name === "timestamp" ? timestamp.toFixed(3) : String(curves[name]?.values[index] ?? ""))).join(","));
  return [header, ...rows, ""].join("\n");
}

export function saveOnClick(button: HTMLElement, { columns }: PageData, run: RunData): void {
  button.addEventListener("click", () => {
    const url = URL.createObjectURL(new Blob([csvOf(columns, run)], { type: "text/csv" }));
    element("a", { href: url, download: run.fileName }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  });
}
