import { asObject, nameIn, objectIn } from "./answers.ts";
import type { CloudVendor } from "./vendor.ts";

/** Scaleway. Its zones are "fr-par-1" in the region "fr-par"; older answers say "par1". */
export const scaleway: CloudVendor = {
  name: "scaleway",
  metadataUrl: "http://169.254.42.42",
  isNamedBy: ({ sysVendor }) => /^Scaleway/i.test(sysVendor),
  async locate(ask) {
    const { commercial_type: type, location, zone } = objectIn(await ask("/conf?format=json"));
    const place = nameIn(zone) ?? nameIn(asObject(location)["zone_id"]);
    return { instance_type: nameIn(type), zone: place, region: /^([a-z]{2}-[a-z]{3})-\d$/.exec(place ?? "")?.[1] ?? null };
  },
};
