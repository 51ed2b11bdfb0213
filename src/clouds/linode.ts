import { nameIn, objectIn, tokenIn } from "./answers.ts";
import { type CloudVendor, nowhere } from "./vendor.ts";

/** Linode, now Akamai. "Metadata Service API". */
export const linode: CloudVendor = {
  name: "linode",
  metadataUrl: "http://169.254.169.254",
  isNamedBy: ({ sysVendor }) => /^(Linode|Akamai)/i.test(sysVendor),
  async locate(ask) {
    const token = tokenIn(await ask("/v1/token", { method: "PUT", headers: { "Metadata-Token-Expiry-Seconds": "60" } }));
    if (token === null) return nowhere;
    const { type, region } = objectIn(await ask("/v1/instance", { headers: { "Metadata-Token": token, Accept: "application/json" } }));
    return { ...nowhere, instance_type: nameIn(type), region: nameIn(region) };
  },
};
