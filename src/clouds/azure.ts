import { asObject, nameIn, objectIn } from "./answers.ts";
import type { CloudVendor } from "./vendor.ts";

/** Microsoft Azure. "Azure Instance Metadata Service": plain Hyper-V has the same vendor and another asset tag. */
export const azure: CloudVendor = {
  name: "azure",
  metadataUrl: "http://169.254.169.254",
  isNamedBy: ({ chassisAssetTag }) => chassisAssetTag === "7783-7084-3265-9085-8269-3286-77",
  async locate(ask) {
    const options = { headers: { Metadata: "true" } };
    let answer = objectIn(await ask("/metadata/instance?api-version=2021-02-01", options));
    if (answer["compute"] === undefined) answer = { compute: objectIn(await ask("/metadata/instance/compute?api-version=2021-02-01", options)) };
    const { vmSize, location, zone } = asObject(answer["compute"]);
    // "Central US" and "CentralUS" are "centralus".
    const region = typeof location === "string" ? nameIn(location.replaceAll(" ", "").toLowerCase()) : null;
    return { instance_type: nameIn(vmSize), region, zone: nameIn(zone) };
  },
};
