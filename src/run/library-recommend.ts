import type { Catalogue } from "../clouds/catalogue/catalogue.ts";
import type { CloudInfo } from "../clouds/cloud-info.ts";
import { RestrackError } from "../errors.ts";
import { NodeHost } from "../host/node-host.ts";
import { recommendResources as resourcesOf, type RecommendedResources, type ResourceOptions } from "../recommend/resources.ts";
import { recommendServers as serversOf, type ServerAdvice, type ServerOptions } from "../recommend/servers.ts";
import { recordedRunOf } from "../report/recorded-run-of.ts";
import { createSources } from "../sources/index.ts";
import type { ServerInfo } from "../sources/source.ts";
import { discoverCloud } from "./discovery.ts";
import { loadRunWithTrace } from "./files/recorded-run.ts";
import { refuseUnknownNames } from "./known-names.ts";
import { embeddedCatalogue } from "./recommendation.ts";

/** A CSV that restrack has written, or several runs of one job. */
export type RunFiles = string | readonly string[];

/**
 * In which cloud this machine is. Its firmware tells whose it may be; only that cloud's metadata address is asked, for a second at most.
 *
 * @returns null in no cloud that is known
 *
 * @example
 * console.log((await detectCloud())?.instance_type); // "m5.large"
 */
export function detectCloud(): Promise<CloudInfo | null> {
  return discoverCloud(new NodeHost());
}

/**
 * What kind of machine this is: processors, memory in bytes, system, container.
 *
 * @throws RestrackError ERR_UNSUPPORTED
 */
export async function serverInfo(): Promise<ServerInfo> {
  return (await createSources(new NodeHost())).readServerInfo();
}

/**
 * What a recorded job needs: cores, memory and GPU memory in MiB, GPUs, and how that came about.
 *
 * @throws RestrackError ERR_INPUT, ERR_USAGE
 *
 * @example
 * const { cpu, memory } = recommendResources("out.csv", { headroom: 0.3 });
 */
export function recommendResources(files: RunFiles, options: Partial<ResourceOptions> = {}): RecommendedResources {
  refuseUnusable(options);
  return resourcesOf(load(files), options);
}

/**
 * The servers on which a recorded job runs cheapest, replayed on each of the catalogue that restrack brings along, or on another one.
 *
 * @throws RestrackError ERR_INPUT, ERR_USAGE with the nearest names there are
 *
 * @example
 * const { servers } = await recommendServers("out.csv", { vendors: ["hcloud", "aws"], limit: 3 });
 * console.log(servers[0]?.name, servers[0]?.usd);
 */
export async function recommendServers(files: RunFiles, options: Partial<ServerOptions & ResourceOptions> & { catalogue?: Catalogue } = {}): Promise<ServerAdvice> {
  refuseUnusable(options);
  const runs = load(files);
  const catalogue = options.catalogue ?? (await embeddedCatalogue());
  const { vendors = [], regions = [], archs = [], current = null } = options;
  refuseUnknownNames(catalogue, { vendors, regions, archs, current });
  return serversOf(runs, resourcesOf(runs, options), catalogue, options);
}

const choices: Readonly<Record<string, readonly string[]>> = { cpu: ["replay", "mean", "p95", "peak"], by: ["cost", "price", "time"] };

/** What TypeScript would not have let pass. */
function refuseUnusable(options: Partial<ServerOptions & ResourceOptions>): void {
  for (const [name, value] of Object.entries(options)) {
    const cannot = (what: string) => new RestrackError("ERR_USAGE", `Cannot use ${String(value)} as ${name}: it must be ${what}`);
    if (value === undefined) continue;
    if (choices[name]?.includes(value as string) === false) throw cannot(choices[name].join(", "));
    if ((name === "headroom" || name === "maxSlowdown") && !(typeof value === "number" && value >= 0 && value <= 10)) throw cannot("a share from 0 to 10");
    if (name === "limit" && !(Number.isInteger(value) && (value as number) >= 0)) throw cannot("a whole number, 0 or more");
    if (name === "deadlineSeconds" && value !== null && !((value as number) > 0)) throw cannot("a number above 0");
  }
}

function load(files: RunFiles) {
  const words = typeof files === "string" ? [files] : files;
  if (words.length === 0) throw new RestrackError("ERR_INPUT", "Cannot recommend anything: there is no run", { hint: 'recommendResources("out.csv")' });
  return words.map((word) => {
    const { report, trace } = loadRunWithTrace(word, process.env);
    return recordedRunOf(report, trace);
  });
}
