import { nameIn } from "./answers.ts";
import type { CloudVendor } from "./vendor.ts";

/** Hetzner Cloud. "Server metadata": it tells the server's id and, where it does, its type, which is another thing. */
export const hcloud: CloudVendor = {
  name: "hcloud",
  metadataUrl: "http://169.254.169.254",
  isNamedBy: ({ sysVendor }) => /^Hetzner/.test(sysVendor),
  async locate(ask) {
    const [type, region, zone] = await Promise.all([ask("/hetzner/v1/metadata/instance-type"), ask("/hetzner/v1/metadata/region"), ask("/hetzner/v1/metadata/availability-zone")]);
    const name = nameIn(type);
    return { instance_type: name !== null && /^c[a-z]{1,3}\d+$/i.test(name) ? name : null, region: nameIn(region), zone: nameIn(zone) };
  },
};
