import type { Catalogue, Server, Vendor } from "../clouds/catalogue/catalogue.ts";
import { baselineCores } from "./allocation.ts";
import type { RecordedRun } from "./recorded-run.ts";
import { secondsOn } from "./replay.ts";
import type { RecommendedResources } from "./resources.ts";

/** One server on which the run was replayed. Keys as in --json. */
export interface RecommendedServer {
  vendor: string;
  name: string;
  region: string;
  vcpus: number;
  memory_mib: number;
  arch: string;
  allocation: "dedicated" | "shared" | "burstable";
  gpu_count: number;
  gpu_model: string | null;
  vram_mib: number;
  usd_per_hour: number;
  /** Spot, where the vendor has such prices: it changes often. */
  spot_usd_per_hour: number | null;
  /** What the run would take there. */
  seconds: number;
  usd: number;
  /** No other one is both cheaper and faster. */
  pareto: boolean;
  /** The run was recorded on this one. */
  current: boolean;
}

/** What the run cost where it ran, and what the best server would save. */
export interface RunCost {
  usd: number;
  usd_per_hour: number;
  /** "aws/m5.2xlarge/us-east-1" */
  server: string;
  /** 0 where nothing is cheaper. */
  saving_usd: number;
  saving_percent: number;
  /** Where it would be saved, as `server`; null where nothing is. */
  saving_server: string | null;
}

export interface ServerOptions {
  by: "cost" | "price" | "time";
  /** What the run may take at most. null: as long as it did, and `maxSlowdown` more. */
  deadlineSeconds: number | null;
  maxSlowdown: number;
  /** Names as in the catalogue, in any case. Empty: all. */
  vendors: readonly string[];
  regions: readonly string[];
  archs: readonly string[];
  /** A part of the name. */
  gpuModel: string | null;
  allocations: readonly Server["allocation"][];
  /** Also burstable and shared servers that the run loads beyond what they give all the time. */
  burstable: boolean;
  limit: number;
  /** On which server the run was recorded. */
  current: { vendor: string; name: string; region: string | null } | null;
  /** Where that stands, also when it is not known which server it is: with this vendor, servers are taken from there. */
  home: { vendor: string; region: string } | null;
}

export const defaultServerOptions: ServerOptions = {
  by: "cost",
  deadlineSeconds: null,
  maxSlowdown: 0.1,
  vendors: [],
  regions: [],
  archs: [],
  gpuModel: null,
  allocations: [],
  burstable: false,
  limit: 5,
  current: null,
  home: null,
};

/** A border that is met exactly counts as kept, whatever the last digit of a sum says. */
const TOLERANCE = 1 + 1e-6;

export interface ServerAdvice {
  servers: RecommendedServer[];
  /** null: it is not known where the run was recorded, or what that costs. */
  cost: RunCost | null;
  /** How many servers fit, of which `servers` are the first. */
  fitting: number;
  /** What a reader should know of how these were chosen, a sentence each. */
  notes: string[];
}

/**
 * Replays the runs on every server that has the memory and the GPUs they need, and ranks what keeps their time.
 *
 * The region is the one asked for; else, with the vendor on which they ran, the one in which they ran; else the cheapest
 * that is open to everybody.
 *
 * @example
 * recommendServers([run], recommendResources([run]), catalogue, { vendors: ["hcloud"] }).servers[0]
 */
export function recommendServers(runs: readonly RecordedRun[], resources: RecommendedResources, catalogue: Catalogue, options: Partial<ServerOptions> = {}): ServerAdvice {
  const wanted = { ...defaultServerOptions, ...options };
  const job = jobOf(runs, resources);
  const offers = catalogue.vendors.filter(({ name }) => isAmong(wanted.vendors, name)).flatMap((vendor) => offersOf(vendor, job, wanted));
  markPareto(offers);
  // A deadline is for each of the runs.
  const isInTime = ({ seconds, vcpus }: RecommendedServer): boolean =>
    wanted.deadlineSeconds === null ? seconds <= job.seconds * (1 + wanted.maxSlowdown) * TOLERANCE : slowest(job, vcpus) <= wanted.deadlineSeconds * TOLERANCE;
  const inTime = offers.filter(isInTime);
  const current = currentOf(catalogue, wanted, job);
  const ranked = inTime.sort(order[wanted.by]);
  const notes: string[] = [];
  if (ranked.length === 0) notes.push(resources.cpu === null ? "the run does not tell how busy its cores were, so nobody knows how long it takes elsewhere" : noneOf(offers, job));
  const best = cheapest(inTime.filter(({ seconds }) => seconds <= job.seconds * (1 + wanted.maxSlowdown) * TOLERANCE));
  return {
    servers: ranked.slice(0, wanted.limit),
    cost: current === null ? null : costOf(current, best),
    fitting: ranked.length,
    notes,
  };
}

interface Job {
  runs: readonly RecordedRun[];
  resources: RecommendedResources;
  /** Of the runs, on average. */
  seconds: number;
  /** null: none of them tells. */
  cpuMean: number | null;
  /** By vCPUs: the same few numbers stand behind thousands of servers. */
  replayed: Map<number, number>;
}

function jobOf(runs: readonly RecordedRun[], resources: RecommendedResources): Job {
  const mean = (values: readonly number[]): number | null => (values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length);
  const cpuMean = mean(runs.flatMap((run) => run.cpuMean ?? []));
  return { runs, resources, seconds: mean(runs.map(({ durationSeconds }) => durationSeconds)) ?? 0, cpuMean, replayed: new Map() };
}

function noneOf(offers: readonly RecommendedServer[], job: Job): string {
  if (offers.length === 0) return "no server of the catalogue fits what was asked for";
  const fastest = offers.reduce((least, { vcpus }) => Math.min(least, slowest(job, vcpus)), Infinity);
  return `${offers.length === 1 ? "one server fits, but it is not" : `${offers.length} servers fit, but none is`} in time: no server is counted as faster than the run was, and the fastest takes ${Number(fastest.toFixed(1))} s`;
}

/** What the longest of the runs takes. */
function slowest({ runs }: Job, vcpus: number): number {
  return Math.max(...runs.map((run) => secondsOn(run, vcpus)));
}

function replay(job: Job, vcpus: number): number {
  let seconds = job.replayed.get(vcpus);
  if (seconds === undefined) {
    seconds = job.runs.reduce((sum, run) => sum + secondsOn(run, vcpus), 0) / Math.max(1, job.runs.length);
    job.replayed.set(vcpus, seconds);
  }
  return seconds;
}

function offersOf(vendor: Vendor, job: Job, wanted: ServerOptions): RecommendedServer[] {
  const regions = regionsOf(vendor, wanted);
  return vendor.servers.flatMap((server, index) => {
    const region = fits(server, job, wanted) ? cheapestRegion(vendor, index, regions) : null;
    return region === null ? [] : offer(vendor, index, region, job, wanted);
  });
}

function fits(server: Server, { runs, resources, cpuMean }: Job, { archs, gpuModel, allocations, burstable }: ServerOptions): boolean {
  // What it had when it was killed was too little.
  if (resources.cpu === null) return false;
  if (resources.memory_is_at_least && server.memoryMib <= (resources.memory ?? 0)) return false;
  if (server.memoryMib < (resources.memory ?? 0) || server.gpuCount < resources.gpu || server.vramMib < resources.vram) return false;
  // As many GPUs as are needed must have that memory: one job does not fit on two small ones.
  if (server.vramMib * resources.gpu < resources.vram * server.gpuCount) return false;
  // What has no rows cannot be replayed: nobody knows what it would take on fewer cores.
  if (server.vcpus < resources.cpu && runs.some(({ trace }) => trace.busy.length === 0)) return false;
  if (!isAmong(archs, server.arch)) return false;
  if (gpuModel !== null && !(server.gpuModel ?? "").toLowerCase().includes(gpuModel.toLowerCase())) return false;
  if (allocations.length > 0 && !allocations.includes(server.allocation)) return false;
  return burstable || server.allocation === "dedicated" || (cpuMean !== null && cpuMean <= baselineCores(server) * TOLERANCE);
}

/** Indexes of the regions that come into question, the same for all servers of a vendor. */
function regionsOf({ name, regions }: Vendor, { regions: asked, home }: Pick<ServerOptions, "regions" | "home">): number[] {
  const own = asked.length === 0 && home?.vendor === name ? regions.findIndex((region) => region.name === home.region) : -1;
  if (own >= 0) return [own];
  return regions.flatMap((region, index) => ((asked.length > 0 ? isAmong(asked, region.name) : !region.restricted) ? index : []));
}

/** Of these regions the one in which the server is cheapest; null: it is sold in none of them. */
function cheapestRegion({ regions: { length }, usdPerHour }: Vendor, server: number, regions: readonly number[]): number | null {
  let cheapest: number | null = null;
  let least = NaN;
  for (const region of regions) {
    const price = usdPerHour[server * length + region]!;
    if (Number.isNaN(price) || price >= least) continue;
    cheapest = region;
    least = price;
  }
  return cheapest;
}

function offer(vendor: Vendor, server: number, region: number, job: Job, { current }: Pick<ServerOptions, "current">): RecommendedServer {
  const { name, vcpus, memoryMib, arch, allocation, gpuCount, gpuModel, vramMib } = vendor.servers[server]!;
  const at = server * vendor.regions.length + region;
  const spot = vendor.spotUsdPerHour?.[at] ?? NaN;
  const seconds = replay(job, vcpus);
  const usdPerHour = vendor.usdPerHour[at]!;
  return {
    vendor: vendor.name,
    name,
    region: vendor.regions[region]!.name,
    vcpus,
    memory_mib: memoryMib,
    arch,
    allocation,
    gpu_count: gpuCount,
    gpu_model: gpuModel,
    vram_mib: vramMib,
    usd_per_hour: usdPerHour,
    spot_usd_per_hour: Number.isNaN(spot) ? null : spot,
    seconds,
    usd: (seconds * usdPerHour) / 3600,
    pareto: false,
    current: current !== null && current.vendor === vendor.name && current.name === name && (current.region === null || current.region === vendor.regions[region]!.name),
  };
}

/** Sorted by time, then by cost, one is on the front when it is cheaper than all before it. */
function markPareto(offers: readonly RecommendedServer[]): void {
  let cheapest = Infinity;
  for (const server of [...offers].sort((a, b) => a.seconds - b.seconds || a.usd - b.usd)) {
    if (server.usd >= cheapest) continue;
    cheapest = server.usd;
    server.pareto = true;
  }
}

/** Of equals the one with more memory. */
const bySize = (a: RecommendedServer, b: RecommendedServer): number => b.memory_mib - a.memory_mib || compare(a.vendor, b.vendor) || compare(a.name, b.name);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const order = {
  cost: (a: RecommendedServer, b: RecommendedServer) => a.usd - b.usd || a.seconds - b.seconds || bySize(a, b),
  price: (a: RecommendedServer, b: RecommendedServer) => a.usd_per_hour - b.usd_per_hour || a.seconds - b.seconds || bySize(a, b),
  time: (a: RecommendedServer, b: RecommendedServer) => a.seconds - b.seconds || a.usd - b.usd || bySize(a, b),
};

function currentOf(catalogue: Catalogue, { current, home }: ServerOptions, job: Job): RecommendedServer | null {
  const vendor = catalogue.vendors.find(({ name }) => name === current?.vendor);
  const server = vendor?.servers.findIndex(({ name }) => name === current?.name) ?? -1;
  if (current === null || vendor === undefined || server < 0) return null;
  const region = current.region === null ? cheapestRegion(vendor, server, regionsOf(vendor, { regions: [], home })) : vendor.regions.findIndex(({ name }) => name === current.region);
  if (region === null || region < 0 || Number.isNaN(vendor.usdPerHour[server * vendor.regions.length + region]!)) return null;
  // There the run took what it took.
  const here = offer(vendor, server, region, job, { current });
  return { ...here, seconds: job.seconds, usd: (job.seconds * here.usd_per_hour) / 3600 };
}

function cheapest(servers: readonly RecommendedServer[]): RecommendedServer | null {
  return servers.reduce<RecommendedServer | null>((best, server) => (best === null || server.usd < best.usd ? server : best), null);
}

/** Against what keeps the time: a slower machine saves nothing. */
function costOf(current: RecommendedServer, best: RecommendedServer | null): RunCost {
  const saving = best === null ? 0 : Math.max(0, current.usd - best.usd);
  return {
    usd: current.usd,
    usd_per_hour: current.usd_per_hour,
    server: `${current.vendor}/${current.name}/${current.region}`,
    saving_usd: saving,
    saving_percent: current.usd > 0 ? (100 * saving) / current.usd : 0,
    saving_server: best === null || saving === 0 ? null : `${best.vendor}/${best.name}/${best.region}`,
  };
}

/** Whether a name is among those asked for, whatever their case; without any, everything is. */
function isAmong(asked: readonly string[], name: string): boolean {
  return asked.length === 0 || asked.some((word) => word.toLowerCase() === name.toLowerCase());
}
