import { nameIn } from "./answers.ts";
import type { CloudVendor } from "./vendor.ts";

/** Alibaba Cloud ECS. "Instance metadata": hardened mode wants a token, normal mode none. */
export const alicloud: CloudVendor = {
  name: "alicloud",
  metadataUrl: "http://100.100.100.200",
  isNamedBy: ({ sysVendor, productName }) => /^Alibaba Cloud/.test(sysVendor) || /^Alibaba Cloud ECS/.test(productName),
  async locate(ask) {
    const token = (await ask("/latest/api/token", { method: "PUT", headers: { "X-aliyun-ecs-metadata-token-ttl-seconds": "60" } }))?.trim() ?? "";
    const options = { headers: /^[\x21-\x3b\x3d-\x7e]{1,1024}$/.test(token) ? { "X-aliyun-ecs-metadata-token": token } : {} };
    const [type, region, zone] = await Promise.all([ask("/latest/meta-data/instance/instance-type", options), ask("/latest/meta-data/region-id", options), ask("/latest/meta-data/zone-id", options)]);
    return { instance_type: nameIn(type), region: nameIn(region), zone: nameIn(zone) };
  },
};
