import { nameIn, objectIn } from "./answers.ts";
import { type CloudVendor, nowhere } from "./vendor.ts";

/** UpCloud. "Metadata service": it tells the zone and no plan. */
export const upcloud: CloudVendor = {
  name: "upcloud",
  metadataUrl: "http://169.254.169.254",
  isNamedBy: ({ sysVendor }) => /^UpCloud/i.test(sysVendor),
  async locate(ask) {
    const { region } = objectIn(await ask("/metadata/v1.json"));
    return { ...nowhere, region: nameIn(region) };
  },
};
