import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { packCatalogue, unpackCatalogue } from "../../../src/clouds/catalogue/packed.ts";
import { decompress } from "../../../src/host/brotli.ts";
import { smallMarket } from "../../helpers/catalogue.ts";

const packed = readFileSync("src/clouds/catalogue/catalogue.br");
const { vendors } = unpackCatalogue(decompress(packed));

const counted = (table: Float64Array | null): number => table?.filter((usd) => !Number.isNaN(usd)).length ?? 0;

function price(vendorName: string, server: string, regionName: string, kind: "usdPerHour" | "spotUsdPerHour" = "usdPerHour"): number {
  const vendor = vendors.find(({ name }) => name === vendorName)!;
  const row = vendor.servers.findIndex(({ name }) => name === server);
  const column = vendor.regions.findIndex(({ name }) => name === regionName);
  return vendor[kind]![row * vendor.regions.length + column]!;
}

test("the embedded catalogue holds 11 vendors, 4,361 servers and 94,104 prices, each with a date", () => {
  assert.deepEqual(vendors.map(({ name }) => name), ["alicloud", "aws", "azure", "digitalocean", "gcp", "hcloud", "linode", "ovh", "scaleway", "upcloud", "vultr"]);
  assert.equal(vendors.reduce((sum, { servers }) => sum + servers.length, 0), 4361);
  assert.equal(vendors.reduce((sum, { usdPerHour }) => sum + counted(usdPerHour), 0), 94_104);
  assert.equal(vendors.reduce((sum, { spotUsdPerHour }) => sum + counted(spotUsdPerHour), 0), 12_701);
  for (const { name, priceDate } of vendors) assert.match(priceDate ?? "", /^20\d\d/, name);
});

test("the embedded catalogue has the list prices of well-known servers", () => {
  assert.equal(price("aws", "m5.large", "us-east-1"), 0.096);
  assert.equal(price("aws", "t3.micro", "us-east-1"), 0.0104);
  assert.equal(price("aws", "c5.xlarge", "us-east-1"), 0.17);
  assert.equal(price("aws", "p3.2xlarge", "us-east-1"), 3.06);
});

test("the embedded catalogue says what no server gives away", () => {
  for (const { usdPerHour, servers, regions, name } of vendors) {
    assert.ok(usdPerHour.every((usd) => Number.isNaN(usd) || usd > 0), name);
    servers.forEach((server, index) => assert.ok(regions.some((_, region) => !Number.isNaN(usdPerHour[index * regions.length + region]!)), `${name} ${server.name} has no price`));
  }
});

test("the embedded catalogue knows which regions are not open to everybody", () => {
  const restricted = (vendor: string) => vendors.find(({ name }) => name === vendor)!.regions.filter(({ restricted }) => restricted).map(({ name }) => name);
  assert.ok(restricted("aws").every((name) => name.startsWith("us-gov-")) && restricted("aws").length > 0);
  assert.ok(restricted("alicloud").includes("cn-hangzhou"));
  assert.ok(restricted("azure").includes("switzerlandwest") && !restricted("azure").includes("switzerlandnorth"));
  assert.deepEqual(restricted("gcp"), []);
});

test("the embedded catalogue packs into at most 200 KB", () => {
  assert.ok(packed.length <= 200_000, `${packed.length} bytes`);
});

test("packCatalogue() loses nothing", () => {
  const market = smallMarket();
  const again = unpackCatalogue(packCatalogue(market));
  assert.deepEqual(again.vendors, market.vendors);
});

test("packCatalogue() keeps prices digit by digit, however small or large", () => {
  const market = smallMarket();
  const prices = [0.00000012, 1e-7, 0.1, 123456.7, 3, 0.00143219, 98.32, 1.1, 2.2, 4503599627370497];
  market.vendors[0]!.usdPerHour.set(prices);
  assert.deepEqual([...unpackCatalogue(packCatalogue(market)).vendors[0]!.usdPerHour.slice(0, prices.length)], prices);
});

test("unpackCatalogue() refuses what is no catalogue", () => {
  assert.throws(() => unpackCatalogue('{"format":"other","vendors":[]}\n'), { name: "SyntaxError", message: /of format "other"/ });
  assert.throws(() => unpackCatalogue(packCatalogue(smallMarket()).replace(/\n\./, "\nx")), { name: "SyntaxError", message: /cannot be read at character/ });
});
