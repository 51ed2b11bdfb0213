import type { Report } from "../../report/report.ts";
import type { RecommendedServer } from "../../recommend/servers.ts";
import { costWords } from "../recommend/cost-words.ts";
import { formatUsd, runsPerPrice } from "../recommend/money.ts";
import { formatGib, formatNeed, gpusOf, legendOf, marksOf, serverName } from "../recommend/need.ts";
import { timeUnit } from "../recommend/time-unit.ts";
import { html, type Markup } from "./markup.ts";

/** What the job needs, and on which servers it would run; null where nothing is known of that. */
export function recommendation(report: Report): Markup | null {
  const { recommended_resources: need, recommended_servers: servers } = report;
  if (need === null) return null;
  const cost = costWords(report);
  return html`<section class="recommendation"><h2>What it needs</h2>
<p class="need">It would fit <strong>${formatNeed(need)}</strong></p>
<ul class="reasons">${need.reasons.map((reason) => html`<li>${reason}</li>`)}</ul>
${servers !== null && servers.length > 0 && serverTable(servers, report)}
${cost !== null && html`<p class="cost">It cost ${cost}.</p>`}</section>`;
}

function serverTable(servers: readonly RecommendedServer[], { cost, duration_seconds }: Report): Markup {
  const runs = runsPerPrice(servers);
  const time = timeUnit(servers.map(({ seconds }) => seconds));
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Servers"><table>
<thead><tr><th scope="col">Server</th><th scope="col">Region</th><th scope="col" class="number">vCPU</th><th scope="col" class="number">GiB</th><th scope="col">GPUs</th><th scope="col" class="number">per hour</th><th scope="col" class="number">${time.name}</th><th scope="col" class="number">${runs === 1 ? "per run" : "1,000 runs"}</th><th scope="col"></th></tr></thead>
<tbody>${servers.map(
    (server) => html`<tr class="${server.current && "current"}"><th scope="row">${serverName(server)}</th><td>${server.region}</td><td class="number">${server.vcpus}</td><td class="number">${formatGib(server.memory_mib)}</td><td>${gpusOf(server)}</td><td class="number">${formatUsd(server.usd_per_hour)}</td><td class="number">${time.format(server.seconds)}</td><td class="number">${formatUsd(server.usd * runs)}</td><td>${marksOf(server, servers).join(" ")}</td></tr>`,
  )}${cost !== null && !servers.some(({ current }) => current) && html`<tr class="current"><th scope="row">${cost.server.split("/").slice(0, 2).join(" ")}</th><td>${cost.server.split("/").slice(2).join("/")}</td><td></td><td></td><td></td><td class="number">${formatUsd(cost.usd_per_hour)}</td><td class="number">${duration_seconds === null ? "" : time.format(duration_seconds)}</td><td class="number">${formatUsd(cost.usd * runs)}</td><td>it ran on this one</td></tr>`}</tbody></table></div>
<p class="hint">${[...legendOf(servers), "list prices on demand, without tax"].join("; ")}</p>`;
}
