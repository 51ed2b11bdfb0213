import { bottleneckOf } from "../../report/bottleneck.ts";
import type { Report } from "../../report/report.ts";
import { formatCommand } from "../command-line.ts";
import { outcomeOf } from "../figures.ts";
import { formatEnergy, frequencyOf, temperatureOf } from "../hardware.ts";
import { gpusTable } from "./gpus.ts";
import { programsTable } from "./programs.ts";
import { howMeasured } from "./how-measured.ts";
import { html, type Markup } from "./markup.ts";
import type { PageRun } from "./page-data-of.ts";
import { recommendation } from "./recommendation.ts";
import { tiles } from "./tiles.ts";
import { dateTime } from "./times.ts";

/** All of one run. Its charts are drawn by the page's script, at the place of that number. */
export function renderRun({ report, envelope, label, trace }: PageRun & { label: string }, index: number): Markup {
  const { findings, warnings } = report;
  const { resource, message } = bottleneckOf(report, trace);
  return html`<article class="run" id="run-${index}" data-run="${index}">
<header>
${badge(report)}
<h1>${label}</h1>
${report.command.length > 0 && html`<pre class="command"><code>${formatCommand(report.command)}</code></pre>`}
<dl class="facts">${facts(report).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
</header>
<p class="verdict is-${resource}"><strong>${verdicts[resource]}</strong> <span>${message}</span></p>
${tiles(report)}
${(findings.length > 0 || warnings.length > 0) &&
  html`<section class="findings" aria-label="Findings"><h2>Findings</h2><ul>${[...warnings.map((warning) => note(warning, "warning")), ...findings.map((finding) => note(finding, "finding"))]}</ul></section>`}
${envelope.points > 0 && html`<section class="charts" aria-label="Charts"><h2>Over time</h2><p class="hint">Drag to zoom, double-click to see all again. With a chart in focus: arrow keys move the line, + and − zoom, 0 shows all.</p><div class="plots"></div><noscript><p>The charts need a browser that runs this page's script.</p></noscript></section>`}
${gpusTable(report)}
${programsTable(report)}
${recommendation(report)}
${howMeasured(report, envelope)}
</article>`;
}

const verdicts = {
  cpu: "Limited by CPU",
  memory: "Limited by memory",
  disk: "Limited by disk",
  gpu: "Limited by GPU",
  none: "Not limited by this machine",
  unknown: "Limit not known",
};

/** How it ended, in words and in a colour. */
export function badge(report: Report): Markup {
  const { exit_code, signal, timed_out } = report;
  const kind = timed_out || signal !== null || (exit_code !== null && exit_code !== 0) ? "bad" : exit_code === 0 ? "good" : "unknown";
  return html`<p class="badge is-${kind}">${outcomeOf(report)}</p>`;
}

function facts({ start, end, host, cwd, node_id, cloud_info: cloud, server_info: server, tags, run_id, sensors }: Report): [string, Markup | string][] {
  const place = cloud === null ? null : [cloud.vendor, cloud.instance_type, cloud.zone ?? cloud.region].filter(Boolean).join(" ");
  const machine = server === null ? null : [server.cpuModel, server.container === null ? null : `in ${server.container}`].filter(Boolean).join(", ");
  const known: [string, Markup | string | null][] = [
    ["Started", start === null ? null : dateTime(start)],
    ["Ended", end === null ? null : dateTime(end)],
    ["Host", host],
    ["Machine", machine],
    ["CPU temperature", sensors && temperatureOf(sensors)],
    ["CPU frequency", sensors && frequencyOf(sensors)],
    ["CPU energy", sensors === null || sensors.cpu_energy_joules === null ? null : formatEnergy(sensors.cpu_energy_joules)],
    ["Cloud", place],
    ["Node", node_id],
    ["Folder", cwd],
    ["Run", run_id],
    ...Object.entries(tags).map(([key, value]): [string, string] => [key, value]),
  ];
  return known.filter((fact): fact is [string, Markup | string] => fact[1] !== null && fact[1] !== "");
}

function note({ message, hint }: { message: string; hint: string | null }, kind: "warning" | "finding"): Markup {
  return html`<li class="${kind}"><p>${message}</p>${hint !== null && html`<p class="what-to-do">${hint}</p>`}</li>`;
}
