import { nameIn, objectIn } from "./answers.ts";
import type { CloudVendor } from "./vendor.ts";

/** Oracle Cloud Infrastructure. "Getting Instance Metadata": older regions have a short name beside the canonical one. */
export const oracle: CloudVendor = {
  name: "oracle",
  metadataUrl: "http://169.254.169.254",
  isNamedBy: ({ chassisAssetTag }) => chassisAssetTag === "OracleCloud.com",
  async locate(ask) {
    const { shape, canonicalRegionName, region, ociAdName, availabilityDomain } = objectIn(await ask("/opc/v2/instance/", { headers: { Authorization: "Bearer Oracle" } }));
    return { instance_type: nameIn(shape), region: nameIn(canonicalRegionName) ?? nameIn(region), zone: nameIn(ociAdName) ?? nameIn(availabilityDomain) };
  },
};
