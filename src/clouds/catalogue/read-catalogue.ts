import { RestrackError } from "../../errors.ts";
import type { Catalogue, Server, Vendor } from "./catalogue.ts";
import { csvRecords } from "./csv-records.ts";
import { isRestricted } from "./regions.ts";

export interface CatalogueFile {
  /** For messages. */
  name: string;
  text: string;
}

const NEEDED = ["name", "vcpus"];
const HINT = "servers: vendor,name,vcpus,memory_mib,arch,cpu_allocation,gpu_count,gpu_model,vram_mib,storage_gb; prices: vendor,name,region,usd_per_hour";
/** Of a cluster's own nodes, which nobody sells by the vendor and the region. */
const OWN = "own";
const ANYWHERE = "default";

/**
 * A catalogue from CSVs: one of servers and one of prices, in any order, or a single one with both (vendor and region may be
 * missing there: a cluster's own nodes have none; a server that is sold in several regions has a line for each).
 *
 * @param dates of the prices by vendor, as they are to be shown
 * @throws RestrackError ERR_INPUT that names the file and the line
 *
 * @example
 * readCatalogue([{ name: "nodes.csv", text: "name,vcpus,memory_gib,usd_per_hour\nfat,64,512,1.2\n" }])
 */
export function readCatalogue(files: readonly CatalogueFile[], { spot = null, dates = {} }: { spot?: CatalogueFile | null; dates?: Readonly<Record<string, string>> } = {}): Catalogue {
  const tables = files.map(readTable);
  const isServers = ({ columns }: Table) => NEEDED.every((name) => columns.has(name));
  const isPrices = ({ columns }: Table) => columns.has("name") && columns.has("usd_per_hour");
  for (const table of tables) if (!isServers(table) && !isPrices(table)) throw wrongHeader(table);
  const servers = tables.filter(isServers);
  const prices = tables.filter(isPrices);
  if (servers.length === 0) throw new RestrackError("ERR_INPUT", `Cannot use "${files[0]?.name ?? ""}" as a catalogue: it has prices, and no servers`, { hint: HINT });
  if (prices.length === 0) throw new RestrackError("ERR_INPUT", `Cannot use "${files[0]?.name ?? ""}" as a catalogue: it has servers, and no prices`, { hint: HINT });

  const builders = new Map<string, VendorBuilder>();
  for (const table of servers) for (const row of table.rows()) addServer(builders, row, isPrices(table));
  if (builders.size === 0) throw new RestrackError("ERR_INPUT", `Cannot use "${servers[0]!.file.name}" as a catalogue: it has a header and no servers`, { hint: HINT });
  for (const table of prices) for (const row of table.rows()) addPrice(builders, row, "prices");
  if (spot !== null) for (const row of readTable(spot).rows()) addPrice(builders, row, "spot");
  const vendors = [...builders].map(([name, builder]) => finish(name, builder, dates[name] ?? null));
  return { vendors: vendors.sort((a, b) => (a.name < b.name ? -1 : 1)), source: "file" };
}

interface Table {
  file: CatalogueFile;
  header: readonly string[];
  columns: ReadonlyMap<string, number>;
  rows(): Generator<Row, void>;
}

interface Row {
  /** "" where the column or the value is missing. */
  text(column: string): string;
  /** Not negative. `missing` stands in where nothing is said. */
  number(column: string, missing?: number): number;
  wrong(state: string): RestrackError;
}

function readTable(file: CatalogueFile): Table {
  const records = csvRecords(file.text);
  const first = records.next().value;
  const header = (first?.fields ?? []).map((name) => name.toLowerCase());
  const columns = new Map(header.map((name, index) => [name, index]));
  return {
    file,
    header,
    columns,
    *rows() {
      for (const { line, fields } of csvRecords(file.text)) {
        if (line === first?.line) continue;
        const row: Row = {
          text: (column) => fields[columns.get(column) ?? -1] ?? "",
          number: (column, missing) => {
            const value = row.text(column);
            if (value === "" && missing !== undefined) return missing;
            if (value === "") throw row.wrong(`${column} is missing`);
            const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value) ? Number(value) : NaN;
            if (!Number.isFinite(number)) throw row.wrong(`${column} is ${JSON.stringify(value)}, not a number`);
            if (number < 0) throw row.wrong(`${column} is negative: ${value}`);
            return number;
          },
          wrong: (state) => new RestrackError("ERR_INPUT", `Cannot read "${file.name}", line ${line}: ${state}`, { hint: "mend the line, or leave it out" }),
        };
        if (fields.length !== header.length) throw row.wrong(`it has ${fields.length} fields, and the header has ${header.length}`);
        yield row;
      }
    },
  };
}

function wrongHeader({ file, header }: Table): RestrackError {
  const state = header.length === 0 ? "it is empty" : `its columns are ${header.slice(0, 12).join(", ").slice(0, 200)}`;
  return new RestrackError("ERR_INPUT", `Cannot use "${file.name}" as a catalogue: ${state}`, { hint: HINT });
}

interface VendorBuilder {
  servers: Server[];
  indexes: Map<string, number>;
  regions: Map<string, number>;
  prices: { server: number; region: number; usd: number }[];
  spot: { server: number; region: number; usd: number }[];
  /** Which servers have a price where: "server region kind". */
  priced: Set<string>;
}

/** @param hasPrice a line for each region says the same of the server again */
function addServer(builders: Map<string, VendorBuilder>, row: Row, hasPrice: boolean): void {
  const vendor = row.text("vendor").toLowerCase() || OWN;
  const name = row.text("name");
  if (name === "") throw row.wrong("name is missing");
  let builder = builders.get(vendor);
  if (builder === undefined) builders.set(vendor, (builder = { servers: [], indexes: new Map(), regions: new Map(), prices: [], spot: [], priced: new Set() }));
  const known = builder.servers[builder.indexes.get(name) ?? -1];
  if (known !== undefined && !hasPrice) throw row.wrong(`${vendor} has a server ${JSON.stringify(name)} already`);
  const vcpus = row.number("vcpus");
  if (!(vcpus > 0)) throw row.wrong("vcpus is 0");
  const gpuCount = row.number("gpu_count", 0);
  const server: Server = {
    vendor,
    name,
    vcpus,
    memoryMib: row.text("memory_mib") === "" ? row.number("memory_gib") * 1024 : row.number("memory_mib"),
    arch: row.text("arch") || "x86_64",
    allocation: allocationOf(row),
    gpuCount,
    gpuModel: row.text("gpu_model") || null,
    vramMib: row.number("vram_mib", 0),
    storageGb: row.number("storage_gb", 0),
  };
  if (known === undefined) {
    builder.indexes.set(name, builder.servers.length);
    builder.servers.push(server);
  } else if (JSON.stringify(server) !== JSON.stringify(known)) throw row.wrong(`${JSON.stringify(name)} is not the server it was in a line before`);
}

function allocationOf(row: Row): Server["allocation"] {
  const word = row.text("cpu_allocation") || row.text("allocation") || "dedicated";
  if (word !== "dedicated" && word !== "shared" && word !== "burstable") throw row.wrong(`cpu_allocation is ${JSON.stringify(word)}, not dedicated, shared or burstable`);
  return word;
}

function addPrice(builders: Map<string, VendorBuilder>, row: Row, kind: "prices" | "spot"): void {
  const vendor = row.text("vendor").toLowerCase() || OWN;
  const name = row.text("name");
  const builder = builders.get(vendor);
  const server = builder?.indexes.get(name);
  if (builder === undefined || server === undefined) throw row.wrong(`there is no server ${JSON.stringify(`${vendor}/${name}`)}`);
  const usd = row.number("usd_per_hour");
  const regionName = row.text("region") || ANYWHERE;
  let region = builder.regions.get(regionName);
  if (region === undefined) builder.regions.set(regionName, (region = builder.regions.size));
  const offer = `${server} ${region} ${kind}`;
  if (builder.priced.has(offer)) throw row.wrong(`${JSON.stringify(name)} has a price in ${JSON.stringify(regionName)} already`);
  builder.priced.add(offer);
  builder[kind].push({ server, region, usd });
}

function finish(name: string, { servers, regions, prices, spot }: VendorBuilder, priceDate: string | null): Vendor {
  const fill = (rows: VendorBuilder["prices"]): Float64Array => {
    const table = new Float64Array(servers.length * regions.size).fill(NaN);
    for (const { server, region, usd } of rows) table[server * regions.size + region] = usd;
    return table;
  };
  return {
    name,
    priceDate,
    servers,
    regions: [...regions.keys()].map((region) => ({ name: region, restricted: isRestricted(name, region) })),
    usdPerHour: fill(prices),
    spotUsdPerHour: spot.length > 0 ? fill(spot) : null,
  };
}
