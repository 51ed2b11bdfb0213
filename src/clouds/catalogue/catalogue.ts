/** What is for sale, of one or several vendors. */
export interface Catalogue {
  vendors: readonly Vendor[];
  /** Where it comes from: the one restrack brings along, a user's file, or a service that was asked just now. */
  source: "embedded" | "file" | "live";
}

/** One vendor's servers, and what each costs in each region. */
export interface Vendor {
  name: string;
  /** Of which date the prices are, as it is to be shown: "2026-07-20", "2024-10-09 to 2026-07-20"; null when not known. */
  priceDate: string | null;
  servers: readonly Server[];
  regions: readonly Region[];
  /** On demand, Linux, without tax: of server s in region r it stands at s * regions.length + r; NaN where it is not sold. */
  usdPerHour: Float64Array;
  /** Spot prices in the same order, indicative only; null where the vendor has none. */
  spotUsdPerHour: Float64Array | null;
}

export interface Region {
  name: string;
  /** Not open to everybody (government, China, by approval): never chosen unless asked for. */
  restricted: boolean;
}

export interface Server {
  vendor: string;
  name: string;
  vcpus: number;
  memoryMib: number;
  arch: string;
  /** burstable: full speed only for a while, then a baseline; shared: with neighbours. */
  allocation: "dedicated" | "shared" | "burstable";
  gpuCount: number;
  gpuModel: string | null;
  /** Of all its GPUs together. */
  vramMib: number;
  /** 0: none, or not known. */
  storageGb: number;
}
