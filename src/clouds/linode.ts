import { nameIn, objectIn } from "./answers.ts";
import { type CloudVendor, nowhere } from "./vendor.ts";

/** Linode, now Akamai. "Metadata Service API". */
export const linode: CloudVendor = {
  name: "linode",
  metadataUrl: "http://169.254.169.254",
  isNamedBy: ({ sysVendor }) => /^(Linode|Akamai)/i.test(sysVendor),
  async locate(ask) {
    const token = (await ask("/v1/token", { method: "PUT", headers: { "Metadata-Token-Expiry-Seconds": "60" } }))?.trim() ?? "";
    if (!/^[\x21-\x3b\x3d-\x7e]{1,1024}$/.test(token)) return nowhere;
    const { type, region } = objectIn(await ask("/v1/instance", { headers: { "Metadata-Token": token, Accept: "application/json" } }));
    return { ...nowhere, instance_type: nameIn(type), region: nameIn(region) };
  },
};
