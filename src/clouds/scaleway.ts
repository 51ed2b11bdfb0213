import { asObject, nameIn, objectIn } from "./answers.ts";
import type { CloudVendor } from "./vendor.ts";

/** Older answers name a zone by its town alone: "par1" is "fr-par-1". */
const TOWNS: Readonly<Record<string, string>> = { par: "fr-par", ams: "nl-ams", waw: "pl-waw", mil: "it-mil" };

/** Scaleway. "Instance metadata": "fr-par-1" is in "fr-par". */
export const scaleway: CloudVendor = {
  name: "scaleway",
  metadataUrl: "http://169.254.42.42",
  isNamedBy: ({ sysVendor }) => /^Scaleway/i.test(sysVendor),
  async locate(ask) {
    const { commercial_type: type, location, zone: named } = objectIn(await ask("/conf?format=json"));
    const zone = nameIn(named) ?? nameIn(asObject(location)["zone_id"]);
    const [, region, town] = /^(?:([a-z]{2}-[a-z]{3})-|([a-z]{3}))\d+$/.exec(zone ?? "") ?? [];
    return { instance_type: nameIn(type), region: region ?? TOWNS[town ?? ""] ?? null, zone };
  },
};
