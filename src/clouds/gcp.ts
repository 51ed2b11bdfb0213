import { nameIn, objectIn } from "./answers.ts";
import type { CloudVendor } from "./vendor.ts";

/** Google Compute Engine. "About VM metadata". */
export const gcp: CloudVendor = {
  name: "gcp",
  metadataUrl: "http://169.254.169.254",
  // A Chromebook is Google's too; its firmware is coreboot.
  isNamedBy: ({ sysVendor, productName, biosVendor }) => productName === "Google Compute Engine" || biosVendor === "Google" || (sysVendor === "Google" && !/coreboot/i.test(biosVendor)),
  async locate(ask) {
    const options = { headers: { "Metadata-Flavor": "Google" } };
    const item = (name: string): Promise<string | null> => ask(`/computeMetadata/v1/instance/${name}`, options);
    const [typePath, zonePath] = await Promise.all([item("machine-type"), item("zone")]);
    let type = machineTypeIn(typePath);
    let zone = zoneIn(zonePath);
    if (type === null && zone === null) {
      const instance = objectIn((await item("?recursive=true")) ?? JSON.stringify(objectIn(await ask("/computeMetadata/v1/?recursive=true", options))["instance"] ?? null));
      type = machineTypeIn(instance["machineType"]);
      zone = zoneIn(instance["zone"]);
    }
    return { instance_type: type, zone, region: nameIn(zone?.slice(0, zone.lastIndexOf("-"))) };
  },
};

/** "projects/123/machineTypes/n2-highcpu-16" */
const machineTypeIn = (text: unknown): string | null => lastPart(text, /^(?:projects\/[^/\s]+\/machineTypes\/)?([a-z][a-z0-9]*(?:-[a-z0-9]+)+)$/);

/** "projects/123/zones/us-central1-f" */
const zoneIn = (text: unknown): string | null => lastPart(text, /^(?:projects\/[^/\s]+\/zones\/)?([a-z]+-[a-z]+\d+-[a-z0-9]+)$/);

/** Of its last line: some tools put words before it. */
function lastPart(text: unknown, shape: RegExp): string | null {
  if (typeof text !== "string") return null;
  const line = text.trimEnd().split(/\r?\n/).at(-1)!.trim();
  return nameIn(shape.exec(line)?.[1]);
}
