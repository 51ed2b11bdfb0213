import type { CloudInfo } from "./cloud-info.ts";
import type { Dmi } from "./dmi.ts";

/** What a cloud tells of a machine in it; null where it does not. */
export type CloudPlace = Omit<CloudInfo, "vendor" | "discovery_seconds">;

export const nowhere: CloudPlace = { instance_type: null, region: null, zone: null };

/** One cloud: how the firmware names it, and what its metadata service is asked. */
export interface CloudVendor {
  /** As in the catalogue. */
  name: string;
  /** Where its metadata service answers. */
  metadataUrl: string;
  isNamedBy(dmi: Dmi): boolean;
  /** null: it is not this cloud after all. */
  locate(ask: Ask, dmi: Dmi): Promise<CloudPlace | null>;
}

export interface AskOptions {
  method?: "PUT";
  headers?: Readonly<Record<string, string>>;
}

/** Asks the metadata service; null for everything but an answer of status 200. */
export type Ask = (path: string, options?: AskOptions) => Promise<string | null>;
