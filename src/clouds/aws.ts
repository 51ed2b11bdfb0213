import { nameIn, nameLike, objectIn, tokenIn } from "./answers.ts";
import type { CloudVendor } from "./vendor.ts";

/** "m5.2xlarge", "u-6tb1.112xlarge" */
const TYPE = /^[a-z][a-z0-9-]*\.[a-z0-9-]+$/;
/** Also of a local zone: "us-west-2-lax-1a" is in "us-west-2". */
const REGION_OF_ZONE = /^[a-z]+(?:-[a-z]+)+-\d+/;

/** Amazon EC2, in China as well. "Instance metadata and user data", "Instance identity documents". */
export const aws: CloudVendor = {
  name: "aws",
  metadataUrl: "http://169.254.169.254",
  // Machines of before 2018 run on Xen: they tell it by the BIOS's version, "4.2.amazon", or by the hypervisor's id alone.
  isNamedBy: ({ sysVendor, biosVendor, biosVersion, hypervisorUuid }) =>
    /^Amazon/.test(sysVendor) || /^Amazon/.test(biosVendor) || /\.amazon$/.test(biosVersion) || /^ec2/i.test(hypervisorUuid),
  async locate(ask, { productName }) {
    const token = tokenIn(await ask("/latest/api/token", { method: "PUT", headers: { "X-aws-ec2-metadata-token-ttl-seconds": "60" } }));
    const options = { headers: token === null ? {} : { "X-aws-ec2-metadata-token": token } };
    const document = objectIn(await ask("/latest/dynamic/instance-identity/document", options));
    const item = (name: string): Promise<string | null> => ask(`/latest/meta-data/${name}`, options);
    // The firmware of newer machines says the type by itself.
    const type = nameLike(TYPE, document["instanceType"]) ?? nameLike(TYPE, await item("instance-type")) ?? nameLike(TYPE, productName);
    const zone = nameLike(REGION_OF_ZONE, document["availabilityZone"]) ?? nameLike(REGION_OF_ZONE, await item("placement/availability-zone"));
    const region = nameLike(REGION_OF_ZONE, document["region"]) ?? nameLike(REGION_OF_ZONE, await item("placement/region")) ?? nameIn(REGION_OF_ZONE.exec(zone ?? "")?.[0]);
    return { instance_type: type, region, zone };
  },
};
