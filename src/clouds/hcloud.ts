import { nameLike } from "./answers.ts";
import type { CloudVendor } from "./vendor.ts";

/** "cx22", "cpx31", "ccx13", "cax11": never the number that is the server's id. */
const TYPE = /^c[a-z]{1,3}\d+$/i;
/** "eu-central" */
const REGION = /^[a-z]{2}-[a-z]+$/;
/** "hel1-dc2" */
const ZONE = /^[a-z]{3}\d?(?:-dc\d+)?$/;

/**
 * Hetzner Cloud. "Server metadata": one YAML document, and each of its entries by itself. It tells the server's id and, as of
 * 2024, not its type: where it should, we take it.
 */
export const hcloud: CloudVendor = {
  name: "hcloud",
  metadataUrl: "http://169.254.169.254",
  isNamedBy: ({ sysVendor }) => /^Hetzner/.test(sysVendor),
  async locate(ask) {
    const item = (name: string): Promise<string | null> => ask(`/hetzner/v1/metadata${name}`);
    const [document, typeItem] = await Promise.all([item(""), item("/instance-type")]);
    const entries = scalarsIn(document ?? "");
    const region = nameLike(REGION, entries.get("region")) ?? nameLike(REGION, await item("/region"));
    const zone = nameLike(ZONE, entries.get("availability-zone")) ?? nameLike(ZONE, await item("/availability-zone"));
    return { instance_type: nameLike(TYPE, entries.get("server-type")) ?? nameLike(TYPE, entries.get("instance-type")) ?? nameLike(TYPE, typeItem), region, zone };
  },
};

/**
 * The one-line entries of a YAML mapping:
 *
 *     availability-zone: hel1-dc2
 *     network-sysconfig: "DEVICE='eth0'
 *     TYPE=Ethernet"
 *     region: 'eu-central'
 *
 * What is quoted over several lines may look like entries, and is skipped.
 */
function scalarsIn(text: string): Map<string, string> {
  const entries = new Map<string, string>();
  const lines = text.replace(/^\ufeff/, "").split(/\r?\n/);
  for (let index = 0; index < lines.length; index++) {
    const [, key, value = ""] = /^([\w-]+):(?:\s+(.*))?$/.exec(lines[index]!) ?? [];
    if (key === undefined) continue;
    const quote = /^["']/.exec(value)?.[0];
    if (quote === undefined) entries.set(key, value.replace(/(^|\s)#.*/, "").trim());
    else if (isClosed(value.slice(1), quote)) entries.set(key, value.slice(1, value.indexOf(quote, 1)));
    else while (++index < lines.length && !isClosed(lines[index]!, quote));
  }
  return entries;
}

/** Whether the quotation ends within the line. */
function isClosed(text: string, quote: string): boolean {
  return text.replace(quote === '"' ? /\\./g : /''/g, "").includes(quote);
}
