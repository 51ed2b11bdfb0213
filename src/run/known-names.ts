import type { Catalogue, Vendor } from "../clouds/catalogue/catalogue.ts";
import { RestrackError } from "../errors.ts";
import type { ServerOptions } from "../recommend/servers.ts";
import { nearestFew } from "../report/nearest.ts";

/** @throws RestrackError ERR_USAGE with the nearest name there is */
export function refuseUnknownNames({ vendors: all }: Catalogue, { vendors, regions, archs, current }: Pick<ServerOptions, "vendors" | "regions" | "archs" | "current">): void {
  for (const vendor of vendors) refuse("vendor", vendor, all.map(({ name }) => name));
  const chosen = vendors.length === 0 ? all : all.filter(({ name }) => vendors.includes(name.toLowerCase()));
  for (const region of regions) refuse("region", region, chosen.flatMap((vendor) => vendor.regions.map(({ name }) => name)), vendors.length > 0 ? ` at ${vendors.join(", ")}` : "");
  for (const arch of archs) refuse("architecture", arch, [...new Set(all.flatMap(({ servers }) => servers.map((server) => server.arch)))]);
  if (current === null) return;
  refuse("vendor", current.vendor, all.map(({ name }) => name));
  const vendor = all.find(({ name }) => name === current.vendor) as Vendor;
  refuse("server", current.name, vendor.servers.map(({ name }) => name), ` at ${vendor.name}`, true);
  if (current.region !== null) refuse("region", current.region, vendor.regions.map(({ name }) => name), ` at ${vendor.name}`, true);
}

function refuse(what: string, word: string, known: readonly string[], where = "", exact = false): void {
  if (known.some((name) => name === word || (!exact && name.toLowerCase() === word.toLowerCase()))) return;
  const names = [...new Set(known)].sort();
  const near = nearestFew(word, names);
  const some = names.length <= 60 ? `there are ${names.join(", ")}` : `there are ${names.length}, for example ${names.filter((_, index) => index % Math.ceil(names.length / 8) === 0).join(", ")}`;
  throw new RestrackError("ERR_USAGE", `Cannot find the ${what} "${word}"${where}`, { hint: near.length === 0 ? some : `did you mean ${new Intl.ListFormat("en", { type: "disjunction" }).format(near)}?` });
}
