import { lastPart, regionOfZone } from "./answers.ts";
import type { CloudVendor } from "./vendor.ts";

/** Google Compute Engine. "About VM metadata". */
export const gcp: CloudVendor = {
  name: "gcp",
  metadataUrl: "http://169.254.169.254",
  isNamedBy: ({ sysVendor, productName, biosVendor }) => productName === "Google Compute Engine" || /^Google\b/.test(sysVendor) || biosVendor === "Google",
  async locate(ask) {
    const options = { headers: { "Metadata-Flavor": "Google" } };
    const [type, zone] = await Promise.all([ask("/computeMetadata/v1/instance/machine-type", options), ask("/computeMetadata/v1/instance/zone", options)]);
    return { instance_type: lastPart(type), zone: lastPart(zone), region: regionOfZone(lastPart(zone)) };
  },
};
