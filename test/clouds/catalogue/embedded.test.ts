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
  assert.equal(price("aws", "m5.2xlarge", "us-east-1"), 0.384);
  assert.equal(price("azure", "Standard_D4s_v5", "westeurope"), 0.23);
  assert.equal(price("gcp", "n1-standard-4", "us-central1"), 0.189999);
  assert.equal(price("gcp", "n1-standard-4", "us-central1", "spotUsdPerHour"), 0.06701);
  assert.equal(price("gcp", "a2-highgpu-1g", "us-central1"), 3.67339);
  assert.equal(price("alicloud", "ecs.g6.large", "eu-central-1"), 0.10207);
  assert.equal(price("hcloud", "ccx13", "nbg1"), 0.0796966);
  assert.equal(price("ovh", "b2-7", "eu"), 0.08201);
  assert.equal(price("upcloud", "CLOUDNATIVE-1xCPU-4GB", "eu"), 0.0206554);
  assert.equal(price("scaleway", "DEV1-S", "fr-par-1"), 0.0103825);
  assert.equal(price("linode", "g6-nanode-1", "us-east"), 0.0075);
  assert.equal(price("digitalocean", "s-1vcpu-1gb", "nyc1"), 0.00892857);
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

test("the embedded catalogue packs into at most 110 KB", () => {
  assert.ok(packed.length <= 110_000, `${packed.length} bytes`);
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

test("packCatalogue() writes no price that is the one before in proportion to the vCPUs", () => {
  const market = smallMarket();
  market.vendors[0]!.usdPerHour.fill(NaN);
  const columns = market.vendors[0]!.regions.length;
  // 1, 2, 4 and 2 vCPUs: a third, twice that as a price list rounds it, a digit more than that, and another price.
  [0.333333, 0.666666, 1.3333321, 0.7].forEach((usd, server) => (market.vendors[0]!.usdPerHour[server * columns] = usd));
  const text = packCatalogue(market);
  assert.equal(text.split("\n")[1], ".333333,=,1.3333321,.7,,");
  assert.deepEqual(unpackCatalogue(text).vendors, market.vendors);
});

test("unpackCatalogue() refuses what is no catalogue", () => {
  assert.throws(() => unpackCatalogue('{"format":"other","vendors":[]}\n'), { name: "SyntaxError", message: /of format "other"/ });
  assert.throws(() => unpackCatalogue(packCatalogue(smallMarket()).replace(/\n\./, "\nx")), { name: "SyntaxError", message: /cannot be read at character/ });
  assert.throws(() => unpackCatalogue(packCatalogue(smallMarket()).replace(/,[^,]*\n$/, "\n")), { name: "SyntaxError", message: /cannot be read at character/ });
  assert.throws(() => unpackCatalogue(packCatalogue(smallMarket()).trimEnd()), { name: "SyntaxError", message: /cannot be read at character/ });
});
