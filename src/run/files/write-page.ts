import { writeFileSync } from "node:fs";
import { renderHtml } from "../../render/html/page.ts";
import type { Report } from "../../report/report.ts";
import type { Aggregate } from "../../stats/aggregate.ts";

/** The page of a run that has just ended. Whatever goes wrong with it costs the page and nothing else. */
export function drawPage(report: Report, { envelope, trace }: Aggregate): string {
  try {
    return renderHtml([{ report, trace, envelope: envelope!, label: null }]);
  } catch (error) {
    report.warnings.push({ code: "page_failed", message: `There is no page: ${error instanceof Error ? error.message : String(error)}`, hint: "try: restrack report" });
    return "";
  }
}

/** Beside the run in the user's state folder; a folder that cannot be written is passed over. */
export function keepPage(path: string, page: string): void {
  try {
    writeFileSync(path, page, { mode: 0o600 });
  } catch {
    // Nobody has named this place.
  }
}
