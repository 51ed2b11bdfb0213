import { appendFileSync } from "node:fs";
import type { Catalogue } from "../../clouds/catalogue/catalogue.ts";
import { fetchLiveCatalogue } from "../../clouds/catalogue/keeper.ts";
import { readCatalogue } from "../../clouds/catalogue/read-catalogue.ts";
import { RestrackError } from "../../errors.ts";
import { fetchHttp } from "../../host/fetch-http.ts";
import { recommendResources } from "../../recommend/resources.ts";
import type { ServerAdvice } from "../../recommend/servers.ts";
import { recommendRenderers } from "../../render/recommend/index.ts";
import { visible } from "../../render/visible.ts";
import { recordedRunOf } from "../../report/recorded-run-of.ts";
import type { Report } from "../../report/report.ts";
import { expandPatterns } from "../../run/files/file-patterns.ts";
import { loadRunWithTrace } from "../../run/files/recorded-run.ts";
import { embeddedCatalogue, type LoadedRun, recommend as recommendFor, recordedArchitecture, serverNamed, whereItRan } from "../../run/recommendation.ts";
import { refuseUnknownNames } from "../../run/known-names.ts";
import { judgeBy } from "../../run/verdict.ts";
import { readCatalogueFile } from "../catalogue-file.ts";
import { tellFailures } from "../failures.ts";
import { print } from "../print.ts";
import type { RecommendOptions } from "../recommend-options.ts";
import { textWidth, wantsColour } from "../terminal.ts";

/** `restrack recommend`: what a job needs, from one recorded run of it or from several, and where it is cheapest. */
export async function recommend(options: RecommendOptions): Promise<number> {
  const judge = judgeBy(options.failIf);
  const words = options.files.length === 0 ? ["last"] : expandPatterns(options.files);
  const runs = words.map((word) => loadJudgeableRun(word)) as [LoadedRun, ...LoadedRun[]];
  const known = options.catalogues.length > 0 ? readCatalogue(options.catalogues.map(readCatalogueFile)) : await embeddedCatalogue();
  const current = asInCatalogue(known, options.current);
  refuseUnknownNames(known, { ...options, current });
  // What was built for one architecture does not run on another.
  const recordedArch = options.archs.length === 0 ? (recordedArchitecture(runs[0].report, known) ?? serverNamed(known, current)?.arch ?? null) : null;
  const archs = recordedArch === null ? options.archs : [recordedArch];
  let catalogue = options.live ? await liveCatalogue(runs, { ...options, archs, current }, known) : known;

  const { headroom, maxSlowdown, cpu, by, deadlineSeconds, vendors, regions, gpuModel, allocations, burstable, limit } = options;
  const adviceFrom = (from: Catalogue): ServerAdvice => recommendFor(
    runs,
    from,
    { headroom, maxSlowdown, cpu },
    { maxSlowdown, by, deadlineSeconds, vendors, regions, archs, gpuModel, allocations, burstable, limit, ...(current !== null && { current, home: current.region === null ? null : { vendor: current.vendor, region: current.region } }) },
    true,
  );
  let advice = adviceFrom(catalogue);
  if (catalogue !== known && advice.servers.length === 0) {
    runs[0].report.warnings.push({ code: "no_live_prices", message: "Of the servers asked for just now none is as wanted. These are the prices that restrack brings along", hint: null });
    catalogue = known;
    advice = adviceFrom(known);
  }
  const [{ report }] = runs;
  const verdicts = runs.map((run) => judge(run.report, 0));
  const text = recommendRenderers[options.format](report, { colour: wantsColour(1, process.env), width: textWidth(1), runs: runs.length, ...(runs.length > 1 && { longestSeconds: Math.max(...runs.map((run) => run.report.duration_seconds ?? 0)) }), notes: notesOf(report, advice, catalogue, { ...options, current }, recordedArch, runs.length) });
  print(text);
  if (options.format === "github") appendToStepSummary(text);
  // What is pasted has no room for them.
  if (!TELLING_FORMATS.includes(options.format)) tellAside(report);
  return tellFailures(verdicts);
}

/** These show warnings themselves. */
const TELLING_FORMATS: readonly string[] = ["text", "json", "markdown", "github"];

function tellAside({ warnings, recommended_resources: need }: Report): void {
  const sentences = [...warnings.map(({ message }) => message), ...(need?.memory_is_at_least ? ["The run was killed for memory: how much it needs is not known, only that it is more than it had"] : [])];
  for (const sentence of sentences) print(`restrack: ${visible(sentence)}\n`, 2);
}

/** The names of the catalogue, whatever their case. */
function asInCatalogue({ vendors }: Catalogue, current: RecommendOptions["current"]): RecommendOptions["current"] {
  if (current === null) return null;
  const same = (name: string | null) => (other: { name: string }) => other.name.toLowerCase() === name?.toLowerCase();
  const vendor = vendors.find(same(current.vendor));
  return { vendor: current.vendor, name: vendor?.servers.find(same(current.name))?.name ?? current.name, region: vendor?.regions.find(same(current.region))?.name ?? current.region };
}

/** @throws RestrackError ERR_INPUT when there is nothing in it to judge by */
function loadJudgeableRun(word: string): LoadedRun {
  const run = loadRunWithTrace(word, process.env);
  const { samples, name, peaks, stats } = run.report;
  const cannot = (state: string) => new RestrackError("ERR_INPUT", `Cannot recommend anything for ${JSON.stringify(name)}: ${state}`, { hint: "record it again: restrack run --csv out.csv -- COMMAND" });
  if (samples === 0) throw cannot("the run has no samples");
  if (peaks.memory_mib === null && peaks.cpu_cores === null && stats["process_cpu_usage"] === undefined) throw cannot("its rows tell neither CPU nor memory of the job");
  return run;
}

/** What is for sale now, if there is an answer; else what is known of before. */
async function liveCatalogue(runs: readonly [LoadedRun, ...LoadedRun[]], { headroom, maxSlowdown, cpu, by, gpuModel, vendors, archs, allocations, current: named }: RecommendOptions, known: Catalogue): Promise<Catalogue> {
  const need = recommendResources(runs.map(({ report, trace }) => recordedRunOf(report, trace)), { headroom, maxSlowdown, cpu });
  const baseUrl = process.env["RESTRACK_KEEPER_URL"];
  const here = named ?? whereItRan(runs[0].report, known).current ?? null;
  const current = serverNamed(known, here);
  try {
    return await fetchLiveCatalogue(fetchHttp, { vcpus: need.cpu, memoryMib: need.memory, gpuCount: gpuModel === null ? need.gpu : Math.max(1, need.gpu), gpuModel, fastest: by === "time", vramMib: need.vram, vendors, archs, allocations, current }, baseUrl ? { baseUrl } : {});
  } catch (error) {
    runs[0].report.warnings.push({ code: "no_live_prices", message: `${(error as Error).message}. These are the prices that restrack brings along`, hint: null });
    return known;
  }
}

/** How the servers came to be these. */
function notesOf(report: Report, { notes, fitting }: ServerAdvice, catalogue: Catalogue, { regions, current, by, maxSlowdown, deadlineSeconds }: RecommendOptions, archOf: string | null, runs: number): string[] {
  const { recommended_servers: servers, cloud_info: cloud } = report;
  const { vendors, source } = catalogue;
  if (servers === null || servers.length === 0) return notes.map((note) => `${note.charAt(0).toUpperCase()}${note.slice(1)}.`);
  const home = current === null ? (whereItRan(report, catalogue).home ?? null) : current.region === null ? null : { vendor: current.vendor, region: current.region };
  const anywhere = source === "file" ? "each in its cheapest region" : "each in its cheapest region that is open to everybody";
  const unknown = current === null && home === null ? (cloud?.region ?? null) : null;
  const chosen = home === null ? anywhere : `in ${home.region} with ${home.vendor}, elsewhere in the cheapest region`;
  const where = regions.length > 0 ? `in ${regions.join(", ")}` : unknown === null ? chosen : `${anywhere} (no prices are known for ${unknown}, where it ran)`;
  const arch = archOf === null ? "" : `${archOf} as recorded (--arch for others), `;
  const time = deadlineSeconds === null ? `take at most ${Number((maxSlowdown * 100).toPrecision(3))} % longer` : "are in time";
  const dates = vendors.filter(({ name, priceDate }) => priceDate !== null && servers.some(({ vendor }) => vendor === name)).map(({ name, priceDate }) => `${name} ${priceDate}`);
  return [
    `${fitting === 1 ? "One server fits" : `${fitting} servers fit`} and ${fitting === 1 ? time.replace(/^(take|are)/, (word) => (word === "take" ? "takes" : "is")) : time}, ${arch}${where}${fitting > servers.length ? `; the first ${servers.length} by ${by}` : ""}.`,
    ...(runs > 1 ? [`Time and cost are the mean of the ${runs} runs.`] : []),
    source === "file" ? `Prices are those of your catalogue${dates.length > 0 ? `, of ${dates.join(", ")}` : ""}.` : `List prices on demand, without tax${dates.length > 0 ? `, of ${dates.join(", ")}` : ""}${source === "embedded" ? "" : " (asked just now)"}.`,
  ];
}

/** GitHub shows on the page of a run what a step appends to this file. */
function appendToStepSummary(text: string): void {
  const path = process.env["GITHUB_STEP_SUMMARY"];
  if (!path) return;
  try {
    appendFileSync(path, text);
  } catch (error) {
    throw new RestrackError("ERR_OUTPUT", `Cannot append to $GITHUB_STEP_SUMMARY "${path}": ${(error as Error).message}`, { cause: error });
  }
}
