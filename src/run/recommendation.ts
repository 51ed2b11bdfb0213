import type { Catalogue, Server } from "../clouds/catalogue/catalogue.ts";
import { unpackCatalogue } from "../clouds/catalogue/packed.ts";
import { regionOf } from "../clouds/catalogue/region-of.ts";
import { decompress } from "../host/brotli.ts";
import { recommendResources, type ResourceOptions } from "../recommend/resources.ts";
import { recommendServers, type ServerAdvice, type ServerOptions } from "../recommend/servers.ts";
import { findingsOf } from "../report/findings.ts";
import { recordedRunOf } from "../report/recorded-run-of.ts";
import type { Report } from "../report/report.ts";
import type { Trace } from "../stats/trace.ts";

export interface LoadedRun {
  report: Report;
  trace: Trace;
}

/** The catalogue that restrack brings along. */
export async function embeddedCatalogue(): Promise<Catalogue> {
  const { packedCatalogue } = await import("../clouds/catalogue/packed-catalogue.ts");
  return unpackCatalogue(decompress(packedCatalogue));
}

/** Writes into the first report what its job needs, from this run or all of them, and where it is cheapest. `asked`: somebody wants to know just that. */
export function recommend(runs: readonly [LoadedRun, ...LoadedRun[]], catalogue: Catalogue, resourceOptions: Partial<ResourceOptions> = {}, serverOptions: Partial<ServerOptions> = {}, asked = false): ServerAdvice {
  const [{ report }] = runs;
  const recorded = runs.map(({ report, trace }) => recordedRunOf(report, trace));
  const resources = recommendResources(recorded, resourceOptions);
  const advice = recommendServers(recorded, resources, catalogue, { ...whereItRan(report, catalogue), ...serverOptions });
  report.recommended_resources = resources;
  report.recommended_servers = advice.servers;
  report.cost = advice.cost;
  // Of several runs whatever one of them shows, once.
  const vramTotalMib = serverNamed(catalogue, serverOptions.current ?? whereItRan(report, catalogue).current)?.vramMib ?? null;
  const found = runs.flatMap(({ report, trace }) => findingsOf(report, trace, { asked, vramTotalMib }));
  report.findings = found.filter(({ code }, index) => found.findIndex((other) => other.code === code) === index);
  return advice;
}

/** A server by its name; null where the catalogue does not have it. */
export function serverNamed({ vendors }: Catalogue, named: { vendor: string; name: string } | null | undefined): Server | null {
  return vendors.find(({ name }) => name === named?.vendor)?.servers.find(({ name }) => name === named?.name) ?? null;
}

/** In the words of the catalogue. A region that it does not know stays as it is, and has no price. */
export function whereItRan({ cloud_info: cloud }: Report, { vendors }: Catalogue): Partial<ServerOptions> {
  if (cloud === null) return {};
  const { vendor, instance_type: name, region, zone } = cloud;
  const sold = vendors.find((sold) => sold.name === vendor);
  const known = sold === undefined ? null : regionOf(sold, cloud);
  return { current: name === null ? null : { vendor, name, region: known ?? region ?? zone }, home: known === null ? null : { vendor, region: known } };
}

/** As the catalogue calls it; null when the run does not tell, or nobody sells it. */
export function recordedArchitecture({ server_info: server }: Report, { vendors }: Catalogue): string | null {
  const arch = server?.architecture === "aarch64" ? "arm64" : (server?.architecture ?? null);
  return vendors.some(({ servers }) => servers.some((sold) => sold.arch === arch)) ? arch : null;
}

/** For the end of a run. Whatever goes wrong here costs the recommendation and nothing else. */
export async function recommendAtEnd(report: Report, trace: Trace): Promise<void> {
  try {
    const catalogue = await embeddedCatalogue();
    const arch = recordedArchitecture(report, catalogue);
    recommend([{ report, trace }], catalogue, {}, arch === null ? {} : { archs: [arch] });
  } catch (error) {
    report.warnings.push({ code: "recommendation_failed", message: `There is no recommendation: ${error instanceof Error ? error.message : String(error)}`, hint: "try: restrack recommend" });
  }
}
