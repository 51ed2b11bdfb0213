import { packText } from "../../host/deflate.ts";
import { sha256 } from "../../host/sha256.ts";
import { escapeHtml, type Markup } from "./markup.ts";
import { pageDataOf, type PageRun } from "./page-data-of.ts";
import { labelsOf } from "./labels.ts";
import { renderRun } from "./run.ts";
import { renderRuns } from "./runs.ts";
import style from "./page.css?text";
import template from "./page.html?text";
import script from "./page.client.ts?text";

export type { PageRun } from "./page-data-of.ts";

/**
 * One HTML page of one or several runs, with everything in it: no script, style, font or picture comes from elsewhere, and the
 * page's policy forbids it. Whatever stands in the runs is shown as text.
 *
 * @example
 * renderHtml([{ report, envelope, label: null }])
 */
export function renderHtml(pageRuns: readonly [PageRun, ...PageRun[]]): string {
  const labels = labelsOf(pageRuns);
  const runs = pageRuns.map((run, index) => ({ ...run, label: labels[index]! })) as [PageRun & { label: string }, ...(PageRun & { label: string })[]];
  const body: Markup = runs.length === 1 ? renderRun(runs[0], 0) : renderRuns(runs);
  const parts: Record<string, string> = {
    policy: escapeHtml(`default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}; img-src data:; base-uri 'none'; form-action 'none'`).replaceAll("&#39;", "'"),
    version: RESTRACK_VERSION,
    title: escapeHtml(`${runs.length === 1 ? runs[0].label : `${runs.length} runs`} - restrack`.slice(0, 200)),
    style,
    body: body.text,
    data: packText(JSON.stringify(pageDataOf(runs))),
    script,
  };
  return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => parts[name]!);
}

/** What a browser may run or apply, and nothing else. */
function hashOf(text: string): string {
  return `'sha256-${sha256(text)}'`;
}
