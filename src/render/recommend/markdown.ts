import type { RecommendedServer } from "../../recommend/servers.ts";
import type { Report } from "../../report/report.ts";
import { formatDuration } from "../duration.ts";
import { durationOf, outcomeOf } from "../figures.ts";
import { codeSpan, escapeMarkdown, table, tableCode } from "../markdown.ts";
import { sentences, title } from "../text.ts";
import { cut, visible } from "../visible.ts";
import { formatUsd, runsPerPrice } from "./money.ts";
import { formatMib, formatNeed, marksOf } from "./need.ts";
import type { RecommendationOptions } from "./text.ts";

/** The recommendation for a pull request or $GITHUB_STEP_SUMMARY. Nothing of a command or a name is taken for Markdown or HTML. */
export function renderRecommendationMarkdown(report: Report, { notes = [] }: RecommendationOptions = {}): string {
  const { recommended_resources: need, recommended_servers: servers, cost, findings, warnings } = report;
  const runs = runsPerPrice(servers ?? []);
  const words = (text: string): string => escapeMarkdown(visible(text));
  const blocks = [
    `### ${codeSpan(cut(title(report), 100))}`,
    `${durationOf(report)} · **${outcomeOf(report)}**`,
    ...(need === null ? [] : [`It would fit **${words(formatNeed(need))}**.`, need.reasons.map((reason) => `- ${words(reason)}`).join("\n")]),
    ...(servers === null || servers.length === 0 ? [] : [table(["server", "region", "vCPU", "memory", "per hour", "time", runs === 1 ? "per run" : "per 1,000 runs", ""], servers.map((server) => row(server, runs)))]),
    ...(cost === null ? [] : [words(`It cost ${formatUsd(cost.usd)} on ${cost.server}; elsewhere ${formatUsd(cost.saving_usd)} less (${cost.saving_percent.toFixed(0)} %), ${formatUsd(cost.saving_usd * 1000)} in 1,000 runs.`)]),
    ...notes.map(words),
    ...[...findings, ...warnings].map(({ message, hint }) => `> [!NOTE]\n> ${words(sentences(message, hint))}`),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function row(server: RecommendedServer, runs: number): string[] {
  return [
    tableCode(visible(`${server.vendor} ${server.name}`)),
    tableCode(visible(server.region)),
    String(server.vcpus),
    formatMib(server.memory_mib),
    formatUsd(server.usd_per_hour),
    formatDuration(server.seconds),
    formatUsd(server.usd * runs),
    escapeMarkdown(marksOf(server).join(" ")),
  ];
}
