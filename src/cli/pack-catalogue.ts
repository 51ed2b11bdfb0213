import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { inFamilies } from "../clouds/catalogue/families.ts";
import { packCatalogue } from "../clouds/catalogue/packed.ts";
import { readCatalogue } from "../clouds/catalogue/read-catalogue.ts";
import { RestrackError } from "../errors.ts";
import { compress } from "../host/brotli.ts";
import { readCatalogueFile } from "./catalogue-file.ts";
import { print, printError } from "./print.ts";

/** Packs the catalogue that restrack brings along. */
const USAGE = "npm run catalogue -- servers.csv prices.csv [--spot spot.csv] [--dates dates.json]";
const FOLDER = "src/clouds/catalogue";

try {
  const { files, spot, dates } = parseCommandLine();
  const catalogue = readCatalogue(files.map(readCatalogueFile), { spot: spot === undefined ? null : readCatalogueFile(spot), dates: readDates(dates) });
  const packed = compress(packCatalogue(inFamilies(catalogue)));
  writeFileSync(`${FOLDER}/catalogue.br`, packed);
  const { vendors } = catalogue;
  const servers = sum(vendors.map((vendor) => vendor.servers.length));
  const prices = sum(vendors.map(({ usdPerHour }) => countPrices(usdPerHour)));
  const spotPrices = sum(vendors.map(({ spotUsdPerHour }) => countPrices(spotUsdPerHour)));
  print(`${vendors.length} vendors, ${servers} servers, ${prices} prices, ${spotPrices} spot prices: ${packed.length} bytes in ${FOLDER}/catalogue.br\n`);
} catch (error) {
  printError(error);
  process.exitCode = 1;
}

function parseCommandLine(): { files: string[]; spot: string | undefined; dates: string } {
  try {
    const { positionals: files, values } = parseArgs({ allowPositionals: true, options: { spot: { type: "string" }, dates: { type: "string", default: `${FOLDER}/dates.json` } } });
    if (files.length > 0) return { files, ...values, spot: values.spot };
  } catch (error) {
    throw new RestrackError("ERR_USAGE", `Cannot pack a catalogue: ${(error as Error).message}`, { hint: USAGE });
  }
  throw new RestrackError("ERR_USAGE", "Cannot pack a catalogue: there is no file to read", { hint: USAGE });
}

/** {"aws": "2026-07-20"}: of when each vendor's prices are, as it is to be shown. */
function readDates(name: string): Record<string, string> {
  const { text } = readCatalogueFile(name);
  const wrong = (cause?: unknown) => new RestrackError("ERR_INPUT", `Cannot read "${name}": it is no JSON of vendors and dates`, { hint: '{"aws": "2026-07-20"}', cause });
  let dates: unknown;
  try {
    dates = JSON.parse(text);
  } catch (error) {
    throw wrong(error);
  }
  if (typeof dates !== "object" || dates === null || Object.values(dates).some((date) => typeof date !== "string")) throw wrong();
  return dates as Record<string, string>;
}

function countPrices(table: Float64Array | null): number {
  return table?.filter((usd) => !Number.isNaN(usd)).length ?? 0;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
