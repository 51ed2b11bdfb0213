import { asObject, nameIn, objectIn } from "./answers.ts";
import type { Ask, CloudVendor } from "./vendor.ts";

/** "b2-7", "c3-16", "t2-le-45", "l40s-90", "rtx5000-28", "hg-30-ssd-flex": OVHcloud's flavours; other OpenStacks say "m1.small". */
const FLAVOUR = /^(?:win-)?(?:(?:[a-z]\d{1,3}s?|rtx\d{4}|[ehs][gp])(?:-le)?-\d{1,4}(?:-ssd)?(?:-flex)?|bm-[sml]\d)$/;
/** The name server that OVHcloud gives its machines. */
const NAME_SERVER = "213.186.33.99";

/** OVHcloud's public cloud, an OpenStack that its firmware does not name. */
export const ovh: CloudVendor = {
  name: "ovh",
  metadataUrl: "http://169.254.169.254",
  isNamedBy: ({ sysVendor, productName, chassisAssetTag }) => isOvh(sysVendor) || [sysVendor, productName, chassisAssetTag].some((name) => /^OpenStack/.test(name)),
  async locate(ask, { sysVendor }) {
    const type = nameIn(await ask("/latest/meta-data/instance-type"));
    const isFlavour = type !== null && FLAVOUR.test(type);
    if (!isFlavour && !isOvh(sysVendor) && !(await hasNameServer(ask))) return null;
    const { availability_zone: zone } = objectIn(await ask("/openstack/latest/meta_data.json"));
    return { instance_type: type, region: null, zone: nameIn(zone) ?? nameIn(await ask("/latest/meta-data/placement/availability-zone")) };
  },
};

const isOvh = (name: string): boolean => /^OVH/i.test(name);

async function hasNameServer(ask: Ask): Promise<boolean> {
  const { services } = objectIn(await ask("/openstack/latest/network_data.json"));
  return Array.isArray(services) && services.some((service) => asObject(service)["address"] === NAME_SERVER);
}
