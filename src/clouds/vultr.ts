import { asObject, nameIn, objectIn } from "./answers.ts";
import { type CloudVendor, nowhere } from "./vendor.ts";

/** Vultr. "Metadata API": it tells the region's code, and no plan. */
export const vultr: CloudVendor = {
  name: "vultr",
  metadataUrl: "http://169.254.169.254",
  isNamedBy: ({ sysVendor }) => /^Vultr/i.test(sysVendor),
  async locate(ask) {
    const { region } = objectIn(await ask("/v1.json"));
    return { ...nowhere, region: nameIn(asObject(region)["regioncode"]) };
  },
};
