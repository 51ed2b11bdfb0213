import { RestrackError } from "../../errors.ts";
import type { HttpFetch } from "../../host/http.ts";
import type { Catalogue, Server, Vendor } from "./catalogue.ts";
import { type OfferedServer, parseKeeperPrices, parseKeeperRegions, parseKeeperServers, type RegionPrice } from "./keeper-answer.ts";
import { isRestricted } from "./regions.ts";

/** What a server has to have at least. Without a word about vendors and the like, all are asked for. */
export interface LiveNeed {
  /** null: the run does not tell. */
  vcpus: number | null;
  /** null: the run does not tell. */
  memoryMib: number | null;
  gpuCount: number;
  /** Of all GPUs together. */
  vramMib: number;
  /** A part of its name. */
  gpuModel?: string | null;
  /** Those with most vCPUs before those that are cheapest. */
  fastest?: boolean;
  vendors?: readonly string[];
  archs?: readonly string[];
  allocations?: readonly ("dedicated" | "shared" | "burstable")[];
  /** Where the job ran: what that costs now is asked in any case. */
  current?: Server | null;
}

export interface KeeperOptions {
  baseUrl: string;
  /** Of each answer. */
  timeoutMs: number;
  /** For how many servers prices are asked, those first that look cheapest. */
  maxServers: number;
}

export const defaultKeeperOptions: KeeperOptions = { baseUrl: "https://keeper.sparecores.net", timeoutMs: 3000, maxServers: 20 };

const GIB_IN_MIB = 1024;
/** Of more the Keeper wants to hear nothing. */
const MOST_VCPUS_ASKED = 256;
/** Among so many the cheapest are looked for. */
const SERVERS_ASKED = 100;
/** At the same time: it is somebody's free service. */
const PRICES_AT_ONCE = 5;
const MAX_BYTES = 4 * 1024 * 1024;

/**
 * Servers of a certain size and what they cost now, as Spare Cores knows it.
 *
 * @throws RestrackError ERR_INPUT when there is no answer, or none with a price in it: then the prices that restrack brings along will do
 */
export async function fetchLiveCatalogue(fetch: HttpFetch, need: LiveNeed, options: Partial<KeeperOptions> = {}): Promise<Catalogue> {
  const { baseUrl, timeoutMs, maxServers } = { ...defaultKeeperOptions, ...options };
  const keeper = new Keeper(fetch, baseUrl.replace(/\/+$/, ""), timeoutMs);
  const offered = parsed(keeper, parseKeeperServers, await keeper.get(`/servers?${queryOf(need)}`));
  const model = need.gpuModel?.toLowerCase() ?? "";
  const wanted = withoutTwins(offered).filter(({ server }) => (server.gpuModel ?? "").toLowerCase().includes(model));
  const cheapest = wanted.sort(need.fastest ? (a, b) => b.server.vcpus - a.server.vcpus || byPrice(a, b) : byPrice).slice(0, maxServers);
  if (cheapest.length === 0) throw keeper.cannot("it knows no such server");
  const { current } = need;
  const isAsked = !current || cheapest.some(({ server }) => server.vendor === current.vendor && server.name === current.name);
  const priced = await pricesOf(keeper, isAsked ? cheapest : [...cheapest, { server: current, leastUsdPerHour: Infinity }]);
  if (priced.length === 0) throw keeper.cannot("it tells no price");
  return { source: "live", vendors: vendorsOf(await withRegionNames(keeper, priced)) };
}

class Keeper {
  readonly #http: HttpFetch;
  readonly #baseUrl: string;
  readonly #timeoutMs: number;
  /** It has left us waiting once: no need to wait again and again. */
  isSilent = false;

  constructor(fetch: HttpFetch, baseUrl: string, timeoutMs: number) {
    this.#http = fetch;
    this.#baseUrl = baseUrl;
    this.#timeoutMs = timeoutMs;
  }

  async get(path: string): Promise<string> {
    const answer = await this.#http({
      url: `${this.#baseUrl}${path}`,
      headers: { accept: "application/json", "x-application-id": "restrack" },
      timeoutMs: this.#timeoutMs,
      maxBytes: MAX_BYTES,
    });
    if (answer === null) {
      this.isSilent = true;
      throw this.cannot(`it gave no usable answer within ${this.#timeoutMs / 1000} s`);
    }
    if (answer.status !== 200) throw this.cannot(`it answers with status ${answer.status}`);
    return answer.text;
  }

  cannot(state: string, cause?: unknown): RestrackError {
    return new RestrackError("ERR_INPUT", `Cannot get prices from ${this.#baseUrl}: ${state}`, { hint: "leave out --live: the prices that restrack brings along need no network", cause });
  }
}

function parsed<T>(keeper: Keeper, parse: (text: string) => T, text: string): T {
  try {
    return parse(text);
  } catch (error) {
    throw keeper.cannot("its answer cannot be read", error);
  }
}

function queryOf({ vcpus, memoryMib, gpuCount, vramMib, fastest = false, vendors = [], archs = [], allocations = [] }: LiveNeed): string {
  const query: [string, string | number][] = [["vcpus_min", Math.min(MOST_VCPUS_ASKED, Math.max(1, Math.ceil(vcpus ?? 1)))]];
  if (memoryMib !== null) query.push(["memory_min", Math.ceil(memoryMib / GIB_IN_MIB)]);
  if (gpuCount > 0) query.push(["gpu_min", Math.ceil(gpuCount)]);
  if (vramMib > 0) query.push(["gpu_memory_total", Math.ceil(vramMib / GIB_IN_MIB)]);
  for (const vendor of vendors) query.push(["vendor", vendor.toLowerCase()]);
  for (const arch of archs) query.push(["architecture", arch]);
  for (const allocation of allocations) query.push(["cpu_allocation", allocation.charAt(0).toUpperCase() + allocation.slice(1)]);
  query.push(["order_by", fastest ? "vcpus" : "min_price_ondemand"], ["order_dir", fastest ? "desc" : "asc"], ["limit", SERVERS_ASKED]);
  return query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
}

/** Infinity less Infinity is no number. */
const byPrice = (a: OfferedServer, b: OfferedServer): number => (a.leastUsdPerHour === b.leastUsdPerHour ? 0 : a.leastUsdPerHour - b.leastUsdPerHour);

function withoutTwins(offered: readonly OfferedServer[]): OfferedServer[] {
  return [...new Map(offered.map((offer) => [`${offer.server.vendor} ${offer.server.name}`, offer])).values()];
}

interface PricedServer extends OfferedServer {
  prices: RegionPrice[];
}

/** A server whose prices cannot be had is left out. */
async function pricesOf(keeper: Keeper, offered: readonly OfferedServer[]): Promise<PricedServer[]> {
  const priced: PricedServer[] = [];
  let failure: unknown;
  for (let from = 0; from < offered.length && !keeper.isSilent; from += PRICES_AT_ONCE) {
    const answers = offered.slice(from, from + PRICES_AT_ONCE).map(async (offer) => {
      try {
        const { vendor, name } = offer.server;
        const prices = parsed(keeper, parseKeeperPrices, await keeper.get(`/server/${encodeURIComponent(vendor)}/${encodeURIComponent(name)}/prices`));
        if (prices.some(({ kind }) => kind === "ondemand")) return [{ ...offer, prices }];
      } catch (error) {
        failure ??= error;
      }
      return [];
    });
    priced.push(...(await Promise.all(answers)).flat());
  }
  if (priced.length === 0 && failure !== undefined) throw failure;
  return priced;
}

/** Some vendors' regions are numbers there. Who asks for a region means its name. */
async function withRegionNames(keeper: Keeper, priced: readonly PricedServer[]): Promise<readonly PricedServer[]> {
  const isNumber = ({ region }: RegionPrice): boolean => /^\d+$/.test(region);
  if (!priced.some(({ prices }) => prices.some(isNumber))) return priced;
  let names: Map<string, string>;
  try {
    names = parsed(keeper, parseKeeperRegions, await keeper.get("/region"));
  } catch (error) {
    // With numbers for names the prices are still right.
    if (error instanceof RestrackError) return priced;
    throw error;
  }
  return priced.map((offer) => ({ ...offer, prices: offer.prices.map((price) => ({ ...price, region: names.get(`${offer.server.vendor} ${price.region}`) ?? price.region })) }));
}

function vendorsOf(priced: readonly PricedServer[]): Vendor[] {
  const names = [...new Set(priced.map(({ server }) => server.vendor))].sort();
  return names.map((name) => vendorOf(name, priced.filter(({ server }) => server.vendor === name)));
}

function vendorOf(name: string, offers: readonly PricedServer[]): Vendor {
  const regions = [...new Set(offers.flatMap(({ prices }) => prices.map(({ region }) => region)))].sort();
  const columns = new Map(regions.map((region, column) => [region, column]));
  const table = (kind: RegionPrice["kind"]): Float64Array => {
    const usdPerHour = new Float64Array(offers.length * regions.length).fill(NaN);
    offers.forEach(({ prices }, row) => {
      for (const price of prices) {
        if (price.kind !== kind) continue;
        const cell = row * regions.length + columns.get(price.region)!;
        // Of a region's zones the cheapest.
        if (!(usdPerHour[cell]! <= price.usdPerHour)) usdPerHour[cell] = price.usdPerHour;
      }
    });
    return usdPerHour;
  };
  const dates = offers.flatMap(({ prices }) => prices.flatMap(({ date }) => date ?? [])).sort();
  return {
    name,
    priceDate: dates.length === 0 ? null : dates[0] === dates.at(-1) ? dates[0]! : `${dates[0]} to ${dates.at(-1)}`,
    servers: offers.map(({ server }) => server),
    regions: regions.map((region) => ({ name: region, restricted: isRestricted(name, region) })),
    usdPerHour: table("ondemand"),
    spotUsdPerHour: offers.some(({ prices }) => prices.some(({ kind }) => kind === "spot")) ? table("spot") : null,
  };
}
