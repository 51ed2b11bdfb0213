import type { Host } from "../../host/host.ts";

export type SysfsHost = Pick<Host, "readText" | "listFolder" | "readLink" | "monotonicMs">;

/** A GPU as the kernel shows it under /sys/class/drm. */
export interface DrmCard {
  /** "/sys/class/drm/card0" */
  folder: string;
  /** PCI's number of who made it: "0x1002". */
  vendor: string;
}

const DRM = "/sys/class/drm";

/** In the order of their places on the bus, which is how the vendors' tools count them. What stands on no bus, or is only drawn by a hypervisor, has other vendors or none. */
export function listDrmCards(host: SysfsHost): DrmCard[] {
  const cards = (host.listFolder(DRM) ?? []).flatMap((name) => {
    const number = /^card(\d+)$/.exec(name)?.[1];
    const folder = `${DRM}/${name}`;
    const vendor = number === undefined ? null : host.readText(`${folder}/device/vendor`);
    if (number === undefined || typeof vendor !== "string") return [];
    return [{ folder, vendor: vendor.trim().toLowerCase(), place: /[^/]*$/.exec(host.readLink(`${folder}/device`) ?? "")![0], number: Number(number) }];
  });
  return cards.sort((a, b) => (a.place < b.place ? -1 : a.place > b.place ? 1 : a.number - b.number)).map(({ folder, vendor }) => ({ folder, vendor }));
}

/** A file with one number in it, divided; null where it is not there, or another thing is in it. */
export function readSysfsNumber(host: SysfsHost, path: string, divide = 1): number | null {
  const text = host.readText(path)?.trim() ?? "";
  return /^\d{1,20}$/.test(text) ? Number(text) / divide : null;
}

/** Asleep: asking it anything would wake it, and nothing runs on it. */
export function isSuspended(host: SysfsHost, { folder }: DrmCard): boolean {
  return host.readText(`${folder}/device/power/runtime_status`)?.trim() === "suspended";
}

/** The folder with the card's own sensors, of which some have more; null: it has none. */
export function findHwmon(host: SysfsHost, { folder }: DrmCard, names: readonly string[]): string | null {
  const folders = (host.listFolder(`${folder}/device/hwmon`) ?? []).filter((name) => name.startsWith("hwmon")).sort().map((name) => `${folder}/device/hwmon/${name}`);
  return folders.find((hwmon) => names.includes(host.readText(`${hwmon}/name`)?.trim() ?? "")) ?? folders[0] ?? null;
}
