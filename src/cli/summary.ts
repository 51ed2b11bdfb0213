import type { Report } from "../report/report.ts";
import { renderJson } from "../render/json.ts";
import { renderText } from "../render/text.ts";
import type { SummaryFormat } from "../run/run-options.ts";
import { print } from "./print.ts";
import { wantsColour } from "./terminal.ts";

/** What a run came to, on standard error: standard output belongs to the job. */
export async function showSummary(report: Report, format: SummaryFormat): Promise<void> {
  print(await summary(report, format), 2);
}

async function summary(report: Report, format: SummaryFormat): Promise<string> {
  switch (format) {
    case "json":
      return renderJson(report);
    case "markdown":
      return (await import("../render/markdown.ts")).renderMarkdown(report);
    case "text":
      return [
        "",
        renderText(report, { colour: wantsColour(2, process.env) }),
        (report.gpus.length > 0 || report.sensors !== null) && (await import("../render/hardware.ts")).renderHardware(report),
        report.recommended_resources !== null && (await import("../render/recommend/summary-lines.ts")).renderSummaryLines(report),
      ]
        .filter((part, index) => index === 0 || part)
        .join("\n");
  }
}
