import { appendFileSync } from "node:fs";
import type { Catalogue, Vendor } from "../../clouds/catalogue/catalogue.ts";
import { fetchLiveCatalogue } from "../../clouds/catalogue/keeper.ts";
import { readCatalogue } from "../../clouds/catalogue/read-catalogue.ts";
import { RestrackError } from "../../errors.ts";
import { fetchHttp } from "../../host/fetch-http.ts";
import { recommendResources } from "../../recommend/resources.ts";
import type { ServerAdvice } from "../../recommend/servers.ts";
import { recommendRenderers } from "../../render/recommend/index.ts";
import { nearestFew } from "../../report/nearest.ts";
import { recordedRunOf } from "../../report/recorded-run-of.ts";
import type { Report } from "../../report/report.ts";
import { expandPatterns } from "../../run/files/file-patterns.ts";
import { loadRunWithTrace } from "../../run/files/recorded-run.ts";
import { embeddedCatalogue, type LoadedRun, recommend as recommendFor, recordedArchitecture, whereItRan } from "../../run/recommendation.ts";
import { judgeBy } from "../../run/verdict.ts";
import { readCatalogueFile } from "../catalogue-file.ts";
import { tellFailures } from "../failures.ts";
import { print } from "../print.ts";
import type { RecommendOptions } from "../recommend-options.ts";
import { wantsColour } from "../terminal.ts";

/** `restrack recommend`: what a job needs, from one recorded run of it or from several, and where it is cheapest. */
export async function recommend(options: RecommendOptions): Promise<number> {
  const judge = judgeBy(options.failIf);
  const words = options.files.length === 0 ? ["last"] : expandPatterns(options.files);
  const runs = words.map((word) => loadJudgeableRun(word)) as [LoadedRun, ...LoadedRun[]];
  const known = options.catalogues.length > 0 ? readCatalogue(options.catalogues.map(readCatalogueFile)) : await embeddedCatalogue();
  refuseUnknownNames(known, options);
  // What was built for one architecture does not run on another.
  const recordedArch = options.archs.length === 0 ? recordedArchitecture(runs[0].report, known) : null;
  const archs = recordedArch === null ? options.archs : [recordedArch];
  const catalogue = options.live ? await liveCatalogue(runs, { ...options, archs }, known) : known;

  const { headroom, maxSlowdown, cpu, by, deadlineSeconds, vendors, regions, gpuModel, allocations, burstable, limit, current } = options;
  const advice = recommendFor(
    runs,
    catalogue,
    { headroom, maxSlowdown, cpu },
    { maxSlowdown, by, deadlineSeconds, vendors, regions, archs, gpuModel, allocations, burstable, limit, ...(current !== null && { current, home: current.region === null ? null : { vendor: current.vendor, region: current.region } }) },
  );
  const [{ report }] = runs;
  const verdicts = runs.map((run) => judge(run.report, 0));
  const text = recommendRenderers[options.format](report, { colour: wantsColour(1, process.env), runs: runs.length, ...(runs.length > 1 && { longestSeconds: Math.max(...runs.map((run) => run.report.duration_seconds ?? 0)) }), notes: notesOf(report, advice, catalogue, options, recordedArch) });
  print(text);
  if (options.format === "github") appendToStepSummary(text);
  return tellFailures(verdicts);
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
async function liveCatalogue(runs: readonly [LoadedRun, ...LoadedRun[]], { headroom, maxSlowdown, cpu, vendors, archs, allocations, current: named }: RecommendOptions, known: Catalogue): Promise<Catalogue> {
  const need = recommendResources(runs.map(({ report, trace }) => recordedRunOf(report, trace)), { headroom, maxSlowdown, cpu });
  const baseUrl = process.env["RESTRACK_KEEPER_URL"];
  const here = named ?? whereItRan(runs[0].report, known).current ?? null;
  const current = known.vendors.flatMap(({ servers }) => servers).find(({ vendor, name }) => vendor === here?.vendor && name === here.name) ?? null;
  try {
    return await fetchLiveCatalogue(fetchHttp, { vcpus: need.cpu, memoryMib: need.memory, gpuCount: need.gpu, vramMib: need.vram, vendors, archs, allocations, current }, baseUrl ? { baseUrl } : {});
  } catch (error) {
    runs[0].report.warnings.push({ code: "no_live_prices", message: `${(error as Error).message}. These are the prices that restrack brings along`, hint: null });
    return known;
  }
}

/** @throws RestrackError ERR_USAGE with the nearest name there is */
function refuseUnknownNames({ vendors: all }: Catalogue, { vendors, regions, archs, current }: RecommendOptions): void {
  for (const vendor of vendors) refuse("vendor", vendor, all.map(({ name }) => name));
  const chosen = vendors.length === 0 ? all : all.filter(({ name }) => vendors.includes(name.toLowerCase()));
  for (const region of regions) refuse("region", region, chosen.flatMap((vendor) => vendor.regions.map(({ name }) => name)), vendors.length > 0 ? ` at ${vendors.join(", ")}` : "");
  for (const arch of archs) refuse("architecture", arch, [...new Set(all.flatMap(({ servers }) => servers.map((server) => server.arch)))]);
  if (current === null) return;
  refuse("vendor", current.vendor, all.map(({ name }) => name));
  const vendor = all.find(({ name }) => name === current.vendor) as Vendor;
  refuse("server", current.name, vendor.servers.map(({ name }) => name), ` at ${vendor.name}`, true);
  if (current.region !== null) refuse("region", current.region, vendor.regions.map(({ name }) => name), ` at ${vendor.name}`, true);
}

function refuse(what: string, word: string, known: readonly string[], where = "", exact = false): void {
  if (known.some((name) => name === word || (!exact && name.toLowerCase() === word.toLowerCase()))) return;
  const names = [...new Set(known)].sort();
  const near = nearestFew(word, names);
  const some = names.length <= 60 ? `there are ${names.join(", ")}` : `there are ${names.length}, for example ${names.filter((_, index) => index % Math.ceil(names.length / 8) === 0).join(", ")}`;
  throw new RestrackError("ERR_USAGE", `Cannot find the ${what} "${word}"${where}`, { hint: near.length === 0 ? some : `did you mean ${new Intl.ListFormat("en", { type: "disjunction" }).format(near)}?` });
}

/** How the servers came to be these. */
function notesOf(report: Report, { notes, fitting }: ServerAdvice, catalogue: Catalogue, { regions, current, by, maxSlowdown, deadlineSeconds }: RecommendOptions, archOf: string | null): string[] {
  const { recommended_servers: servers, cloud_info: cloud } = report;
  const { vendors, source } = catalogue;
  if (servers === null || servers.length === 0) return notes.map((note) => `${note.charAt(0).toUpperCase()}${note.slice(1)}.`);
  const home = current === null ? (whereItRan(report, catalogue).home ?? null) : current.region === null ? null : { vendor: current.vendor, region: current.region };
  const anywhere = "each in its cheapest region that is open to everybody";
  const unknown = current === null && home === null ? (cloud?.region ?? null) : null;
  const chosen = home === null ? anywhere : `in ${home.region} with ${home.vendor}, elsewhere in the cheapest region`;
  const where = regions.length > 0 ? `in ${regions.join(", ")}` : unknown === null ? chosen : `${anywhere} (no prices are known for ${unknown}, where it ran)`;
  const arch = archOf === null ? "" : `${archOf} as recorded (--arch for others), `;
  const time = deadlineSeconds === null ? `take at most ${Number((maxSlowdown * 100).toPrecision(3))} % longer` : "are in time";
  const dates = vendors.filter(({ name, priceDate }) => priceDate !== null && servers.some(({ vendor }) => vendor === name)).map(({ name, priceDate }) => `${name} ${priceDate}`);
  return [
    `${fitting} servers fit and ${time}, ${arch}${where}; the first ${servers.length} by ${by}.`,
    `List prices on demand, without tax${dates.length > 0 ? `, of ${dates.join(", ")}` : ""}${source === "embedded" ? "" : ` (${source === "file" ? "your catalogue" : "asked just now"})`}.`,
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
