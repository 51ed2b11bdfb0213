import { renderHtml } from "../render/html/page.ts";
import type { PageRun } from "../render/html/page-data-of.ts";
import { Envelope } from "../stats/envelope.ts";
import { loadRunWithTrace } from "./files/recorded-run.ts";
import { embeddedCatalogue, recommend, recordedArchitecture } from "./recommendation.ts";

/** Points of one run that a page carries, and of all its runs together. */
const POINTS = 8192;
const POINTS_OF_ALL = 16_384;
const FEWEST_POINTS = 256;

/** Even, as an Envelope wants it. */
export function pointsOf(runs: number): number {
  return Math.max(FEWEST_POINTS, Math.min(POINTS, 2 * Math.floor(POINTS_OF_ALL / runs / 2)));
}

/**
 * A page of recorded runs; each is named as in `labels`, as far as those go.
 *
 * @throws RestrackError ERR_INPUT
 */
export async function pageOfRecordedRuns(words: readonly [string, ...string[]], labels: readonly string[], env: Readonly<Record<string, string | undefined>>): Promise<string> {
  const catalogue = await embeddedCatalogue();
  const runs = words.map((word, index): PageRun => {
    const envelope = new Envelope(pointsOf(words.length));
    const { report, trace } = loadRunWithTrace(word, env, envelope);
    const arch = recordedArchitecture(report, catalogue);
    if (report.recommended_resources === null && report.samples > 0) recommend([{ report, trace }], catalogue, {}, arch === null ? {} : { archs: [arch] });
    return { report, trace, envelope, label: labels[index] ?? null };
  });
  return renderHtml(runs as [PageRun, ...PageRun[]]);
}
