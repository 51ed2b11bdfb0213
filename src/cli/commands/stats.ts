import { renderHardware, renderJson, renderMarkdown, renderText } from "../../render/index.ts";
import type { Report } from "../../report/report.ts";
import { expandPatterns } from "../../run/files/file-patterns.ts";
import { loadRun } from "../../run/files/recorded-run.ts";
import { judgeBy } from "../../run/verdict.ts";
import type { StatsOptions } from "../options.ts";
import { tellFailures } from "../failures.ts";
import { print } from "../print.ts";
import { wantsColour } from "../terminal.ts";

export async function stats({ files, format, failIf }: StatsOptions): Promise<number> {
  const judge = judgeBy(failIf);
  const words = files.length === 0 ? ["last"] : expandPatterns(files);
  const reports = words.map((word) => loadRun(word, process.env));
  const verdicts = reports.map((report) => judge(report, 0));
  if (format === "json") print(renderJson(reports.length === 1 ? reports[0]! : reports));
  else print(reports.map((report, index) => heading(words, index) + renderers[format](report)).join("\n"));
  return tellFailures(verdicts);
}

const renderers = {
  text: (report: Report) => [renderText(report, { colour: wantsColour(1, process.env) }), renderHardware(report)].filter(Boolean).join("\n"),
  markdown: renderMarkdown,
};

/** Which file it is, when there are several. */
function heading(words: readonly string[], index: number): string {
  return words.length > 1 ? `${words[index]}\n\n` : "";
}
