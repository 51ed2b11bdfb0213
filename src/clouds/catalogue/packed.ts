import type { Catalogue, Server, Vendor } from "./catalogue.ts";
import { proportionalPrice } from "./proportional-price.ts";
import { isRestricted } from "./regions.ts";

/**
 * The packed form of a catalogue, before it is compressed: a line of JSON with the servers column by column, then a line of prices for
 * each vendor and region, in the order of the servers, empty where there is none, = where it is that of the server before in proportion
 * to their vCPUs. Prices of one region stand together, as those of the next often repeat them. Nothing is lost; it is smallest
 * when families stand side by side.
 */
const FORMAT = "restrack-catalogue/1";

interface Header {
  format: string;
  vendors: {
    name: string;
    priceDate: string | null;
    regions: string[];
    hasSpot: boolean;
    servers: { [Column in keyof Omit<Server, "vendor">]: Server[Column][] };
  }[];
}

export function packCatalogue({ vendors }: Catalogue): string {
  const header: Header = {
    format: FORMAT,
    vendors: vendors.map(({ name, priceDate, regions, servers, spotUsdPerHour }) => ({
      name,
      priceDate,
      regions: regions.map((region) => region.name),
      hasSpot: spotUsdPerHour !== null,
      servers: {
        name: servers.map((server) => server.name),
        vcpus: servers.map((server) => server.vcpus),
        memoryMib: servers.map((server) => server.memoryMib),
        arch: servers.map((server) => server.arch),
        allocation: servers.map((server) => server.allocation),
        gpuCount: servers.map((server) => server.gpuCount),
        gpuModel: servers.map((server) => server.gpuModel),
        vramMib: servers.map((server) => server.vramMib),
        storageGb: servers.map((server) => server.storageGb),
      },
    })),
  };
  const lines = vendors.flatMap((vendor) => [...priceLines(vendor, vendor.usdPerHour), ...(vendor.spotUsdPerHour === null ? [] : priceLines(vendor, vendor.spotUsdPerHour))]);
  return `${[JSON.stringify(header), ...lines].join("\n")}\n`;
}

/** @throws SyntaxError when it is not what packCatalogue() has written */
export function unpackCatalogue(text: string): Catalogue {
  const end = text.indexOf("\n");
  const { format, vendors } = JSON.parse(text.slice(0, end)) as Header;
  if (format !== FORMAT) throw new SyntaxError(`the catalogue is of format ${JSON.stringify(format)}, not ${FORMAT}`);
  const prices = new PriceReader(text, end + 1);
  return {
    source: "embedded",
    vendors: vendors.map(({ name, priceDate, regions, hasSpot, servers }) => {
      return {
        name,
        priceDate,
        regions: regions.map((region) => ({ name: region, restricted: isRestricted(name, region) })),
        servers: servers.name.map((server, index) => ({
          vendor: name,
          name: server,
          vcpus: servers.vcpus[index]!,
          memoryMib: servers.memoryMib[index]!,
          arch: servers.arch[index]!,
          allocation: servers.allocation[index]!,
          gpuCount: servers.gpuCount[index]!,
          gpuModel: servers.gpuModel[index]!,
          vramMib: servers.vramMib[index]!,
          storageGb: servers.storageGb[index]!,
        })),
        usdPerHour: prices.table(servers.vcpus, regions.length),
        spotUsdPerHour: hasSpot ? prices.table(servers.vcpus, regions.length) : null,
      };
    }),
  };
}

function priceLines({ servers, regions }: Vendor, usdPerHour: Float64Array): string[] {
  return regions.map((_, region) => {
    let before = NaN;
    let vcpusBefore = 0;
    return servers
      .map(({ vcpus }, server) => {
        const usd = usdPerHour[server * regions.length + region]!;
        if (Number.isNaN(usd)) return "";
        const isProportional = usd === proportionalPrice(before, vcpus / vcpusBefore);
        before = usd;
        vcpusBefore = vcpus;
        return isProportional ? "=" : decimal(usd);
      })
      .join(",");
  });
}

/** Without an exponent, and without the 0 before the point. */
function decimal(value: number): string {
  const text = String(value);
  return (text.includes("e") ? value.toFixed(20).replace(/0+$/, "") : text).replace(/^0\./, ".");
}

const ZERO = 48;
const POINT = 46;
const COMMA = 44;
const NEWLINE = 10;
const EQUALS = 61;

/** In one loop over the characters, without a call for each: it runs once, before anything has been compiled for speed. */
class PriceReader {
  readonly #text: string;
  #at: number;

  constructor(text: string, at: number) {
    this.#text = text;
    this.#at = at;
  }

  table(vcpus: readonly number[], regions: number): Float64Array {
    const table = new Float64Array(vcpus.length * regions).fill(NaN);
    const text = this.#text;
    let at = this.#at;
    for (let region = 0; region < regions; region++) {
      let before = NaN;
      let vcpusBefore = 0;
      for (let server = 0; server < vcpus.length; server++) {
        const end = server === vcpus.length - 1 ? NEWLINE : COMMA;
        let code = text.charCodeAt(at++);
        if (code === end) continue;
        let usd: number;
        if (code === EQUALS) {
          usd = proportionalPrice(before, vcpus[server]! / vcpusBefore);
          code = text.charCodeAt(at++);
        } else {
          let digits = 0;
          let scale = 0;
          for (; code !== end; code = text.charCodeAt(at++)) {
            if (code >= ZERO && code < ZERO + 10) {
              digits = digits * 10 + code - ZERO;
              scale *= 10;
            } else if (code === POINT && scale === 0) scale = 1;
            else break;
          }
          // The nearest there is to the decimal that stands there.
          usd = scale === 0 ? digits : digits / scale;
        }
        if (code !== end) throw new SyntaxError(`the catalogue cannot be read at character ${at - 1}`);
        table[server * regions + region] = before = usd;
        vcpusBefore = vcpus[server]!;
      }
    }
    this.#at = at;
    return table;
  }
}
