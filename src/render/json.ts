import type { Report } from "../report/report.ts";

/** The report as `--json` writes it, its keys always in the same order; of several runs an array. */
export function renderJson(report: Report | readonly Report[]): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
