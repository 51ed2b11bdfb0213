import { nameIn } from "./answers.ts";
import { type CloudVendor, nowhere } from "./vendor.ts";

/** "b2-7", "c3-16", "t2-le-45", "l40s-90": OVHcloud's flavours; other OpenStack clouds name theirs "m1.small". */
const FLAVOUR = /^[a-z]\d{1,3}s?(-le|-flex)?-\d{1,4}(-flex)?$/;

/** OVHcloud's public cloud, an OpenStack that its firmware does not name. */
export const ovh: CloudVendor = {
  name: "ovh",
  metadataUrl: "http://169.254.169.254",
  isNamedBy: ({ sysVendor, productName, chassisAssetTag }) => /^OVH/i.test(sysVendor) || /^OpenStack/.test(sysVendor) || /^OpenStack/.test(productName) || /^OpenStack/.test(chassisAssetTag),
  async locate(ask, { sysVendor }) {
    const type = nameIn(await ask("/latest/meta-data/instance-type"));
    if (type !== null && FLAVOUR.test(type)) return { ...nowhere, instance_type: type };
    return /^OVH/i.test(sysVendor) ? nowhere : null;
  },
};
