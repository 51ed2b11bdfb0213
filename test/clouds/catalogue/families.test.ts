import assert from "node:assert/strict";
import { test } from "node:test";
import type { Catalogue } from "../../../src/clouds/catalogue/catalogue.ts";
import { inFamilies } from "../../../src/clouds/catalogue/families.ts";
import { proportionalPrice } from "../../../src/clouds/catalogue/proportional-price.ts";
import { readCatalogue } from "../../../src/clouds/catalogue/read-catalogue.ts";

test("inFamilies() puts each family's servers side by side, from small to large", () => {
  const names = ["b1.large 4", "a1.8xlarge 32", "a1.large 4", "Standard_D16s_v9 16", "Standard_E4s_v9 4", "Standard_D4s_v9 4", "n9-highcpu-8 8", "n9-standard-8 8", "n9-highcpu-2 2", "n9-highcpu-4-lssd 4"];
  const { vendors } = inFamilies(catalogueOf(names));
  assert.deepEqual(vendors[0]!.servers.map(({ name }) => name), ["Standard_D4s_v9", "Standard_D16s_v9", "Standard_E4s_v9", "a1.large", "a1.8xlarge", "b1.large", "n9-highcpu-2", "n9-highcpu-8", "n9-highcpu-4-lssd", "n9-standard-8"]);
});

test("inFamilies() leaves every server its prices", () => {
  const before = catalogueOf(["b.large 4", "a.8xlarge 32", "a.large 4"]);
  const after = inFamilies(before);
  assert.notDeepEqual(after, before);
  assert.deepEqual(priceList(after), priceList(before));
});

test("proportionalPrice() rounds to six digits, and comes to the very number a price list reads as", () => {
  const cases: [number, number, number][] = [
    [0.096, 2, 0.192],
    [0.0475, 1 / 3, 0.0158333],
    [0.00892857, 3, 0.0267857],
    [0.0000123456, 10, 0.000123456],
    [3.67339, 16, 58.7742],
    [98.3201, 12, 1179.84],
    [0.1, 3, 0.3],
    [0.333333, 4, 1.33333],
    [654321, 2, 1308642],
  ];
  for (const [usd, times, expected] of cases) assert.equal(proportionalPrice(usd, times), expected);
});

test("proportionalPrice() of no price is none", () => {
  for (const [usd, times] of [[NaN, 2], [NaN, Infinity], [1, Infinity]] as const) assert.ok(!(proportionalPrice(usd, times) < Infinity));
  assert.equal(proportionalPrice(0, 2), 0);
});

/** Servers "NAME VCPUS" of a GiB for each vCPU, in two regions, with prices that tell them apart. */
function catalogueOf(words: readonly string[]): Catalogue {
  const rows = words.map((word) => word.split(" ")).map(([name, vcpus], index) => `${name},${vcpus},${Number(vcpus) * 1024},home,${index + 1}\n`);
  const prices = words.map((word, index) => `${word.split(" ")[0]},away,${index + 100}\n`).filter((_, index) => index !== 1);
  return readCatalogue([
    { name: "nodes.csv", text: `name,vcpus,memory_mib,region,usd_per_hour\n${rows.join("")}` },
    { name: "prices.csv", text: `name,region,usd_per_hour\n${prices.join("")}` },
  ]);
}

const priceList = ({ vendors }: Catalogue): string[] =>
  vendors.flatMap(({ servers, regions, usdPerHour }) => servers.flatMap(({ name }, row) => regions.map((region, column) => `${name} ${region.name} ${usdPerHour[row * regions.length + column]}`))).sort();
