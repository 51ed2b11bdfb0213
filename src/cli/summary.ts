import type { Report } from "../report/report.ts";
import { renderJson, renderMarkdown, renderText } from "../render/index.ts";
import type { SummaryFormat } from "../run/run-options.ts";
import { print } from "./print.ts";
import { wantsColour } from "./terminal.ts";

/** What a run came to, on standard error: standard output belongs to the job. */
export function showSummary(report: Report, format: SummaryFormat): void {
  const text = format === "json" ? renderJson(report) : format === "markdown" ? renderMarkdown(report) : `\n${renderText(report, { colour: wantsColour(2, process.env) })}`;
  print(text, 2);
}
