import type { Server } from "./catalogue.ts";

/**
 * What the Keeper of Spare Cores answers, as data from elsewhere: every field is looked at, and what is broken is left out.
 *
 * GET /servers:              [{"vendor_id":"aws","server_id":"c7a.large","api_reference":"c7a.large","vcpus":2,"memory_amount":4096,
 *                              "cpu_architecture":"x86_64","cpu_allocation":"Dedicated","gpu_count":0,"min_price_ondemand":0.08,…},…]
 * GET /server/aws/x/prices:  [{"region_id":"us-east-1","zone_id":"use1-az1","operating_system":"Linux","allocation":"ondemand",
 *                              "unit":"hour","price":0.08,"currency":"USD","observed_at":"2026-01-02T03:04:05",…},…]
 * GET /region:               [{"vendor_id":"gcp","region_id":"1000","api_reference":"us-central1",…},…]
 *
 * Sizes are MiB, disks GB, prices per unit and zone (https://keeper.sparecores.net/redoc).
 */
export interface OfferedServer {
  server: Server;
  /** Of all regions; Infinity where nothing is said. */
  leastUsdPerHour: number;
}

export interface RegionPrice {
  region: string;
  kind: "ondemand" | "spot";
  usdPerHour: number;
  /** "2026-01-02"; null when nothing is said. */
  date: string | null;
}

/** Beyond so many nobody looks. */
const MOST_ITEMS = 20_000;
/** To be printed as they are, and put into addresses: no blanks, no line ends, no escapes. */
const NAME = /^(?!\.+$)[!-~]{1,100}$/;
const WORDS = /^[ -~]{1,100}$/;
/** Hetzner's regions are called by their data centre there, fsn1-dc14, and by their place everywhere else. */
const DATA_CENTRE = /-dc\d+$/;

/** @throws SyntaxError when it is no JSON list */
export function parseKeeperServers(text: string): OfferedServer[] {
  return itemsOf(text).flatMap((item) => {
    const vendor = name(item["vendor_id"]);
    const called = name(item["api_reference"]) ?? name(item["name"]) ?? name(item["server_id"]);
    const vcpus = positive(item["vcpus"]);
    const memoryMib = positive(item["memory_amount"]);
    if (vendor === null || called === null || vcpus === null || memoryMib === null || isGone(item)) return [];
    const gpus = positive(item["gpu_count"]) ?? 0;
    const server: Server = {
      vendor,
      name: called,
      vcpus,
      memoryMib,
      arch: name(item["cpu_architecture"]) ?? "x86_64",
      allocation: allocationOf(item["cpu_allocation"]),
      // A part of a GPU counts as one with the part's memory.
      gpuCount: Math.ceil(gpus),
      gpuModel: typeof item["gpu_model"] === "string" && WORDS.test(item["gpu_model"]) ? item["gpu_model"] : null,
      vramMib: gpus > 0 ? (positive(item["gpu_memory_total"]) ?? 0) : 0,
      storageGb: positive(item["storage_size"]) ?? 0,
    };
    return [{ server, leastUsdPerHour: positive(item["min_price_ondemand"]) ?? positive(item["min_price"]) ?? Infinity }];
  });
}

/** On demand and spot, Linux, by the hour, in dollars; one for each zone. @throws SyntaxError when it is no JSON list */
export function parseKeeperPrices(text: string): RegionPrice[] {
  return itemsOf(text).flatMap((item) => {
    const region = name(fieldsOf(item["region"])?.["api_reference"]) ?? name(item["region_id"]);
    const kind = item["allocation"] ?? "ondemand";
    const usdPerHour = positive(item["price"]);
    if (region === null || usdPerHour === null || (kind !== "ondemand" && kind !== "spot") || isGone(item)) return [];
    if ((item["unit"] ?? item["price_unit"] ?? "hour") !== "hour" || (item["currency"] ?? "USD") !== "USD") return [];
    if (String(item["operating_system"] ?? "Linux").toLowerCase() !== "linux") return [];
    const date = typeof item["observed_at"] === "string" ? (/^20\d\d-\d\d-\d\d/.exec(item["observed_at"])?.[0] ?? null) : null;
    return [{ region: region.replace(DATA_CENTRE, ""), kind, usdPerHour, date }];
  });
}

/** What a vendor's regions are called where the Keeper has a number for them: by "vendor number". @throws SyntaxError when it is no JSON list */
export function parseKeeperRegions(text: string): Map<string, string> {
  const names = new Map<string, string>();
  for (const item of itemsOf(text)) {
    const vendor = name(item["vendor_id"]);
    const id = name(item["region_id"]);
    const called = name(item["api_reference"]) ?? name(item["name"]);
    if (vendor !== null && id !== null && called !== null) names.set(`${vendor} ${id}`, called.replace(DATA_CENTRE, ""));
  }
  return names;
}

function itemsOf(text: string): Record<string, unknown>[] {
  const list: unknown = JSON.parse(text);
  if (!Array.isArray(list)) throw new SyntaxError(`no list, but ${text.slice(0, 60).replace(/[^ -~]+/g, " ")}`);
  return list.slice(0, MOST_ITEMS).map(fieldsOf).filter((fields) => fields !== null);
}

function fieldsOf(value: unknown): Record<string, unknown> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
}

const name = (value: unknown): string | null => (typeof value === "string" && NAME.test(value) ? value : null);
const positive = (value: unknown): number | null => (typeof value === "number" && Number.isFinite(value) && value > 0 ? value : null);
const isGone = (item: Record<string, unknown>): boolean => (item["status"] ?? "active") !== "active";

function allocationOf(value: unknown): Server["allocation"] {
  const word = String(value).toLowerCase();
  return word === "shared" || word === "burstable" ? word : "dedicated";
}
