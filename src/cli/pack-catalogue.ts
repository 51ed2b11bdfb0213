import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { inFamilies } from "../clouds/catalogue/families.ts";
import { packCatalogue } from "../clouds/catalogue/packed.ts";
import { type CatalogueFile, readCatalogue } from "../clouds/catalogue/read-catalogue.ts";
import { compress } from "../host/brotli.ts";
import { printError } from "./print.ts";

/** npm run catalogue -- servers.csv prices.csv [--spot spot.csv] [--dates dates.json]: packs the catalogue that restrack brings along. */
const FOLDER = "src/clouds/catalogue";

try {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { spot: { type: "string" }, dates: { type: "string", default: `${FOLDER}/dates.json` } } });
  const read = (name: string): CatalogueFile => ({ name, text: readFileSync(name, "utf8") });
  const dates = JSON.parse(readFileSync(values.dates, "utf8")) as Record<string, string>;
  const catalogue = readCatalogue(positionals.map(read), { spot: values.spot === undefined ? null : read(values.spot), dates });
  const packed = compress(packCatalogue(inFamilies(catalogue)));
  writeFileSync(`${FOLDER}/catalogue.br`, packed);
  const prices = (tables: (Float64Array | null)[]): number => tables.reduce((sum, table) => sum + (table?.filter((usd) => !Number.isNaN(usd)).length ?? 0), 0);
  console.log(
    `${catalogue.vendors.length} vendors, ${catalogue.vendors.reduce((sum, { servers }) => sum + servers.length, 0)} servers, ${prices(catalogue.vendors.map(({ usdPerHour }) => usdPerHour))} prices, ` +
      `${prices(catalogue.vendors.map(({ spotUsdPerHour }) => spotUsdPerHour))} spot prices: ${packed.length} bytes in ${FOLDER}/catalogue.br`,
  );
} catch (error) {
  printError(error);
  process.exitCode = 1;
}
