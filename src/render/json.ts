import type { Report } from "../report/report.ts";

/** The report as `--json` writes it: one object, its keys always in the same order. */
export function renderJson(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
