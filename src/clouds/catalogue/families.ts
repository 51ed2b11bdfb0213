import type { Catalogue, Server, Vendor } from "./catalogue.ts";

/**
 * The same catalogue with each family's servers side by side, from small to large: twice the size mostly costs twice as much,
 * and what can be told from its neighbour need not be written down.
 */
export function inFamilies({ vendors, source }: Catalogue): Catalogue {
  return { source, vendors: vendors.map(sortVendor) };
}

function sortVendor(vendor: Vendor): Vendor {
  const { servers, regions, usdPerHour, spotUsdPerHour } = vendor;
  const families = servers.map(familyOf);
  const order = servers.map((_, index) => index).sort((a, b) => compare(families[a]!, families[b]!) || bySize(servers[a]!, servers[b]!));
  const sorted = (table: Float64Array): Float64Array => Float64Array.from({ length: table.length }, (_, cell) => table[order[Math.floor(cell / regions.length)]! * regions.length + (cell % regions.length)]!);
  return {
    ...vendor,
    servers: order.map((index) => servers[index]!),
    usdPerHour: sorted(usdPerHour),
    spotUsdPerHour: spotUsdPerHour === null ? null : sorted(spotUsdPerHour),
  };
}

/** m5.2xlarge is of m5, Standard_D4s_v5 of Standard_Ds_v5, c3-standard-8-lssd of c3-standard-lssd. */
function familyOf({ name }: Server): string {
  return name
    .replace(/^(\D*\d+\w*)\..*/, "$1")
    .replace(/(_[A-Z]+)\d+(-\d+)?/, "$1")
    .replace(/-\d+(-\w+)?$/, "$1");
}

const bySize = (a: Server, b: Server): number => a.memoryMib / a.vcpus - b.memoryMib / b.vcpus || a.vcpus - b.vcpus;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
