import type { Report } from "../../report/report.ts";
import { visible } from "../visible.ts";
import { formatUsd } from "./money.ts";
import { serverName } from "./need.ts";

/** What the run cost where it ran, and what would be saved elsewhere, with the region named; null when that is not known. */
export function costWords({ cost, recommended_servers: servers }: Report): string | null {
  if (cost === null) return null;
  const here = `${formatUsd(cost.usd)} for this run on ${visible(cost.server)} (${formatUsd(cost.usd_per_hour)}/h)`;
  if (cost.saving_usd <= 0) return servers?.length ? `${here}; nothing that keeps its time is cheaper` : here;
  const best = servers?.find(({ usd }) => Math.abs(usd - (cost.usd - cost.saving_usd)) <= 1e-6 * cost.usd);
  const where = best === undefined ? "elsewhere" : `on ${visible(serverName(best))} in ${visible(best.region)}`;
  return `${here}; ${where} ${formatUsd(cost.saving_usd)} less (${formatPercent(cost.saving_percent)}), which is ${formatUsd(cost.saving_usd * 1000)} in 1,000 runs`;
}

/** "94 %"; what is left is never called nothing. */
export function formatPercent(percent: number): string {
  if (percent < 1) return "under 1 %";
  return percent < 100 && percent >= 99.5 ? "over 99 %" : `${percent.toFixed(0)} %`;
}
