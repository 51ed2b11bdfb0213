import { nameIn, objectIn, regionOfZone } from "./answers.ts";
import { type CloudVendor, nowhere } from "./vendor.ts";

const TYPE = /^[a-z][a-z0-9-]*\.[a-z0-9-]+$/;

/** Amazon EC2, in China as well. "Instance metadata and user data", "Instance identity documents". */
export const aws: CloudVendor = {
  name: "aws",
  metadataUrl: "http://169.254.169.254",
  isNamedBy: ({ sysVendor, biosVendor, hypervisorUuid }) => /^Amazon/.test(sysVendor) || /^Amazon/.test(biosVendor) || /\bamazon\b/i.test(biosVendor) || /^ec2/i.test(hypervisorUuid),
  async locate(ask, { productName }) {
    const token = nameOrToken(await ask("/latest/api/token", { method: "PUT", headers: { "X-aws-ec2-metadata-token-ttl-seconds": "60" } }));
    const options = { headers: token === null ? {} : { "X-aws-ec2-metadata-token": token } };
    const document = objectIn(await ask("/latest/dynamic/instance-identity/document", options));
    // The firmware of Nitro machines says the type by itself.
    const type = nameIn(document["instanceType"]) ?? nameIn(await ask("/latest/meta-data/instance-type", options)) ?? productName;
    const zone = nameIn(document["availabilityZone"]) ?? nameIn(await ask("/latest/meta-data/placement/availability-zone", options));
    const region = nameIn(document["region"]) ?? nameIn(await ask("/latest/meta-data/placement/region", options)) ?? (zone === null ? null : (/^([a-z]+(?:-[a-z]+)+-\d+)[a-z]$/.exec(zone)?.[1] ?? regionOfZone(zone)));
    return { ...nowhere, instance_type: TYPE.test(type) ? type : null, region, zone };
  },
};

/** A token is sent back in a header: one line without anything odd. */
function nameOrToken(text: string | null): string | null {
  const token = text?.trim() ?? "";
  return /^[\x21-\x7e]{1,1024}$/.test(token) && !token.startsWith("<") ? token : null;
}
