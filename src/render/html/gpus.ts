import type { Report } from "../../report/report.ts";
import { formatMemory } from "../bytes.ts";
import { html, type Markup } from "./markup.ts";

/** Each GPU of the machine; null where nothing tells of any. */
export function gpusTable({ gpus }: Report): Markup | null {
  if (gpus.length === 0) return null;
  const share = (usage: number | null): string => (usage === null ? "n/a" : `${(usage * 100).toFixed(0)} %`);
  const memory = (mib: number | null): string => (mib === null ? "n/a" : formatMemory(mib * 2 ** 20));
  return html`<section class="gpus"><h2>GPUs</h2><div class="scroll" tabindex="0" role="region" aria-label="GPUs"><table>
<thead><tr><th scope="col" class="number">GPU</th><th scope="col">Model</th><th scope="col" class="number">Busy on average</th><th scope="col"></th><th scope="col" class="number">by this run</th><th scope="col" class="number">Memory at most</th><th scope="col" class="number">of</th><th scope="col" class="number">Power</th></tr></thead>
<tbody>${gpus.map(
    ({ index, name, usage_mean: usage, process_usage_mean: own, vram_peak_mib: peak, vram_total_mib: total, power_mean_watts: watts }) => html`<tr><th scope="row" class="number">${index}</th><td>${name ?? "n/a"}</td><td class="number">${share(usage)}</td><td>${usage !== null && html`<meter min="0" max="1" value="${usage.toFixed(3)}"></meter>`}</td><td class="number">${share(own)}</td><td class="number">${memory(peak)}</td><td class="number">${memory(total)}</td><td class="number">${watts === null ? "n/a" : `${watts.toFixed(0)} W`}</td></tr>`,
  )}</tbody></table></div></section>`;
}
