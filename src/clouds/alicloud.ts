import { nameIn, nameLike, objectIn, tokenIn } from "./answers.ts";
import type { CloudVendor } from "./vendor.ts";

/** "ecs.g7.xlarge" */
const TYPE = /^ecs\./;
/** "cn-hangzhou-i" is in "cn-hangzhou", "ap-southeast-1a" in "ap-southeast-1". */
const ZONE = /^([a-z]{2}-[a-z]+(?:-[a-z]{2,})*(?:-\d+)?)-?[a-z]$/;
const REGION = /^[a-z]{2}-[a-z]+(?:-[a-z0-9]+)*$/;

/** Alibaba Cloud ECS. "Instance metadata": hardened mode wants a token, normal mode none. */
export const alicloud: CloudVendor = {
  name: "alicloud",
  metadataUrl: "http://100.100.100.200",
  isNamedBy: ({ sysVendor, productName }) => /^Alibaba Cloud/.test(sysVendor) || /^Alibaba Cloud ECS/.test(productName),
  async locate(ask) {
    const token = tokenIn(await ask("/latest/api/token", { method: "PUT", headers: { "X-aliyun-ecs-metadata-token-ttl-seconds": "60" } }));
    const options = { headers: token === null ? {} : { "X-aliyun-ecs-metadata-token": token } };
    const item = (name: string): Promise<string | null> => ask(`/latest/meta-data/${name}`, options);
    const [typeItem, regionItem, zoneItem] = await Promise.all([item("instance/instance-type"), item("region-id"), item("zone-id")]);
    let [type, region, zone] = [nameLike(TYPE, typeItem), nameLike(REGION, regionItem), nameLike(ZONE, zoneItem)];
    if (type === null || (region === null && zone === null)) {
      const document = objectIn(await ask("/latest/dynamic/instance-identity/document", options));
      type ??= nameLike(TYPE, document["instance-type"]);
      region ??= nameLike(REGION, document["region-id"]);
      zone ??= nameLike(ZONE, document["zone-id"]);
    }
    return { instance_type: type, region: region ?? nameIn(ZONE.exec(zone ?? "")?.[1]), zone };
  },
};
