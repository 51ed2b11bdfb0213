import type { Report } from "../../report/report.ts";
import { formatBytes, formatMemory } from "../bytes.ts";
import { formatCpuTime } from "../duration.ts";
import { html, type Markup } from "./markup.ts";

/** The others are hardly anything. */
const MOST_PROGRAMS = 20;
const MIB = 2 ** 20;

/** What the tree consisted of, most CPU first. */
export function programsTable({ programs }: Report): Markup | null {
  if (programs.length === 0) return null;
  const total = programs.reduce((sum, { cpu_seconds }) => sum + cpu_seconds, 0);
  const shown = programs.slice(0, MOST_PROGRAMS);
  return html`<section class="programs"><h2>Programs</h2><div class="scroll" tabindex="0" role="region" aria-label="Programs"><table>
<thead><tr><th scope="col">Program</th><th scope="col" class="number">Processes</th><th scope="col" class="number">CPU time</th><th scope="col">Share</th><th scope="col" class="number">Memory peak</th><th scope="col" class="number">Read</th><th scope="col" class="number">Written</th><th scope="col">First command line</th></tr></thead>
<tbody>${shown.map(
    ({ name, count, cpu_seconds, memory_peak_mib, read_bytes, write_bytes, command }) => html`<tr><th scope="row">${name}</th><td class="number">${count}</td><td class="number">${formatCpuTime(cpu_seconds)}</td><td><meter min="0" max="1" value="${total > 0 ? (cpu_seconds / total).toFixed(3) : "0"}">${total > 0 ? Math.round((100 * cpu_seconds) / total) : 0} %</meter></td><td class="number">${memory_peak_mib === null ? "n/a" : formatMemory(memory_peak_mib * MIB)}</td><td class="number">${read_bytes === null ? "n/a" : formatBytes(read_bytes)}</td><td class="number">${write_bytes === null ? "n/a" : formatBytes(write_bytes)}</td><td class="command-line"><code>${command}</code></td></tr>`,
  )}</tbody></table></div>${programs.length > shown.length && html`<p class="hint">and ${programs.length - shown.length} more that used less CPU</p>`}</section>`;
}
