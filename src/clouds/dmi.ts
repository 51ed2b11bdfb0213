import type { Host } from "../host/host.ts";

/** How the firmware names the machine; "" where it does not. */
export interface Dmi {
  sysVendor: string;
  productName: string;
  biosVendor: string;
  biosVersion: string;
  chassisAssetTag: string;
  /** Of Xen's older machines, which have no DMI. */
  hypervisorUuid: string;
}

export function readDmi(host: Host): Dmi {
  const read = (path: string): string => (host.readText(path) ?? "").replace(/[\0\s]+$/, "").slice(0, 200);
  const dmi = (name: string): string => read(`/sys/class/dmi/id/${name}`);
  return {
    sysVendor: dmi("sys_vendor"),
    productName: dmi("product_name"),
    biosVendor: dmi("bios_vendor"),
    biosVersion: dmi("bios_version"),
    chassisAssetTag: dmi("chassis_asset_tag"),
    hypervisorUuid: read("/sys/hypervisor/uuid"),
  };
}
