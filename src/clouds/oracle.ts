import { asObject, nameIn, objectIn } from "./answers.ts";
import type { CloudVendor } from "./vendor.ts";

/** Oracle Cloud Infrastructure. "Getting Instance Metadata": older regions have a short name, "phx", beside the canonical one. */
export const oracle: CloudVendor = {
  name: "oracle",
  metadataUrl: "http://169.254.169.254",
  isNamedBy: ({ chassisAssetTag }) => chassisAssetTag === "OracleCloud.com",
  async locate(ask) {
    let instance = objectIn(await ask("/opc/v2/instance/", { headers: { Authorization: "Bearer Oracle" } }));
    if (instance["shape"] === undefined) instance = objectIn(await ask("/opc/v1/instance/"));
    const { shape, canonicalRegionName, regionInfo, region, ociAdName, availabilityDomain } = instance;
    return {
      instance_type: nameIn(shape),
      region: nameIn(canonicalRegionName) ?? nameIn(asObject(regionInfo)["regionIdentifier"]) ?? nameIn(region),
      zone: nameIn(ociAdName) ?? tenantZone(availabilityDomain),
    };
  },
};

/** "qIZq:PHX-AD-1": each tenant has its own letters before the colon. */
function tenantZone(text: unknown): string | null {
  return typeof text === "string" && /^[A-Za-z0-9]{1,16}:[A-Za-z0-9-]{1,40}$/.test(text) ? text : null;
}
