import { nameIn, objectIn } from "./answers.ts";
import { type CloudVendor, nowhere } from "./vendor.ts";

/** DigitalOcean. "Metadata API reference": it tells the region, and no size. */
export const digitalocean: CloudVendor = {
  name: "digitalocean",
  metadataUrl: "http://169.254.169.254",
  isNamedBy: ({ sysVendor }) => /^DigitalOcean/i.test(sysVendor),
  async locate(ask) {
    const { region } = objectIn(await ask("/metadata/v1.json"));
    return { ...nowhere, region: nameIn(region) };
  },
};
