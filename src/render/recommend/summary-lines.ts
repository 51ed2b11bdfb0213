import type { Report } from "../../report/report.ts";
import { formatDuration } from "../duration.ts";
import { sentences } from "../text.ts";
import { cut, pad, visible, wrap } from "../visible.ts";
import { formatPercent } from "./cost-words.ts";
import { formatUsd, runsPerPrice } from "./money.ts";
import { formatMib, formatNeed, serverName } from "./need.ts";

const LABEL_WIDTH = 16;
/** The others are told by `restrack recommend`. */
const MOST_FINDINGS = 3;

/** What `run` says at its end: what the job would fit into, and where it is cheapest. "" where nothing is known of it. */
export function renderSummaryLines({ recommended_resources: need, recommended_servers: servers, cost, findings }: Report, width = 80): string {
  if (need === null || need.memory === null) return "";
  const best = servers?.[0];
  const runs = best === undefined ? 1 : runsPerPrice([best]);
  const price = (usd: number): string => `${formatUsd(usd * runs)} for ${runs === 1 ? "this run" : "1,000 such runs"}`;
  const lines = [
    ["It would fit", formatNeed(need)],
    ...(best === undefined
      ? []
      : [
          ["Cheapest", `${visible(serverName(best))} in ${visible(best.region)}: ${best.vcpus} vCPU, ${formatMib(best.memory_mib)}`],
          ["", `${formatUsd(best.usd_per_hour)}/h, ${formatDuration(best.seconds)}, ${price(best.usd)}`],
        ]),
    ...(cost !== null && cost.saving_usd > 0 ? [["", `${formatPercent(cost.saving_percent)} less than on ${visible(cost.server)} (${formatUsd(cost.usd * runs)})`]] : []),
  ];
  const fitting = lines.map(([label = "", text = ""]) => `  ${pad(label, LABEL_WIDTH)}${cut(text, width - LABEL_WIDTH - 2)}`);
  const found = findings.slice(0, MOST_FINDINGS).flatMap(({ message, hint }) => wrap(visible(sentences(message, hint)), width - LABEL_WIDTH - 2).map((line, index) => `  ${pad(index === 0 ? "Finding" : "", LABEL_WIDTH)}${line}`));
  return `${[...fitting, ...found].join("\n")}\n`;
}
