import type { RecommendedServer } from "../../recommend/servers.ts";
import type { Report } from "../../report/report.ts";
import { formatDuration } from "../duration.ts";
import { durationOf, outcomeOf, samplesOf } from "../figures.ts";
import { codeSpan, escapeMarkdown, table, tableCode } from "../markdown.ts";
import { sentences, title } from "../text.ts";
import { cut, visible } from "../visible.ts";
import { costWords } from "./cost-words.ts";
import { formatUsd, runsPerPrice } from "./money.ts";
import { formatMib, formatNeed, gpusOf, legendOf, marksOf } from "./need.ts";
import type { RecommendationOptions } from "./options.ts";

/** The recommendation for a pull request or $GITHUB_STEP_SUMMARY. Nothing of a command or a name is taken for Markdown or HTML. */
export function renderRecommendationMarkdown(report: Report, { runs = 1, notes = [] }: RecommendationOptions = {}): string {
  const { recommended_resources: need, findings, warnings } = report;
  const servers = report.recommended_servers ?? [];
  const cost = costWords(report);
  const words = (text: string): string => escapeMarkdown(visible(text));
  const blocks = [
    `### ${codeSpan(cut(title(report), 100))}`,
    runs > 1 ? `${runs} runs, of which the first took ${durationOf(report)}` : `${durationOf(report)} · **${outcomeOf(report)}** · ${samplesOf(report)}`,
    ...(need === null ? [] : [`It would fit **${words(formatNeed(need))}**.`]),
    ...(need === null || need.reasons.length === 0 ? [] : [need.reasons.map((reason) => `- ${words(reason)}`).join("\n")]),
    ...(servers.length === 0 ? [] : [serverTable(servers), ...legendOf(servers).map(words)]),
    ...(cost === null ? [] : [`It cost ${words(cost)}.`]),
    ...notes.map(words),
    ...findings.map(({ message, hint }) => `> [!NOTE]\n> ${words(sentences(message, hint))}`),
    ...warnings.map(({ message, hint }) => `> [!WARNING]\n> ${words(sentences(message, hint))}`),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function serverTable(servers: readonly RecommendedServer[]): string {
  const runs = runsPerPrice(servers);
  const [head, rule, ...rows] = table(["server", "region", "vCPU", "memory", "per hour", "time", runs === 1 ? "per run" : "per 1,000 runs", ""], servers.map((server) => row(server, servers, runs))).split("\n");
  // Regions are words: they stand left as the names do.
  return [head, rule!.replace("|---|---:|", "|---|---|"), ...rows].join("\n");
}

function row(server: RecommendedServer, all: readonly RecommendedServer[], runs: number): string[] {
  return [
    tableCode(visible(`${server.vendor} ${server.name}`)),
    tableCode(visible(server.region)),
    String(server.vcpus),
    formatMib(server.memory_mib),
    formatUsd(server.usd_per_hour),
    formatDuration(server.seconds),
    formatUsd(server.usd * runs),
    escapeMarkdown([gpusOf(server), ...marksOf(server, all)].filter(Boolean).join("; ")),
  ];
}
