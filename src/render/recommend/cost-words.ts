import type { Report } from "../../report/report.ts";
import { visible } from "../visible.ts";
import { formatUsd } from "./money.ts";

/** What the run cost where it ran, and what would be saved elsewhere, with the region named; null when that is not known. */
export function costWords({ cost, recommended_servers: servers }: Report): string | null {
  if (cost === null) return null;
  const here = `${formatUsd(cost.usd)} for this run on ${visible(cost.server)} (${formatUsd(cost.usd_per_hour)}/h)`;
  if (cost.saving_usd <= 0) return servers?.length ? `${here}; nothing that keeps its time is cheaper` : here;
  const [vendor = "", name = "", ...region] = (cost.saving_server ?? "").split("/");
  const where = cost.saving_server === null ? "elsewhere" : `on ${visible(`${vendor} ${name}`)} in ${visible(region.join("/"))}`;
  return `${here}; ${where} ${formatUsd(cost.saving_usd)} less (${formatPercent(cost.saving_percent)}), which is ${formatUsd(cost.saving_usd * 1000)} in 1,000 runs`;
}

/** "94 %"; what is left is never called nothing. */
export function formatPercent(percent: number): string {
  if (percent < 1) return "under 1 %";
  return percent < 100 && percent >= 99.5 ? "over 99 %" : `${percent.toFixed(0)} %`;
}
