import assert from "node:assert/strict";
import { test } from "node:test";
import { readCatalogue } from "../../../src/clouds/catalogue/read-catalogue.ts";

const read = (...texts: string[]) => readCatalogue(texts.map((text, index) => ({ name: `${index + 1}.csv`, text })));

const servers = "vendor,name,vcpus,memory_mib,arch,cpu_allocation,gpu_count,gpu_model,vram_mib,storage_gb\nacme,big,8,16384,arm64,shared,1,A1,8192,100\n";
const prices = "vendor,name,region,usd_per_hour\nacme,big,moon,0.25\n";

test("readCatalogue() reads servers and prices, in any order", () => {
  for (const files of [[servers, prices], [prices, servers]]) {
    const { vendors, source } = read(...files);
    assert.equal(source, "file");
    assert.deepEqual(vendors, [
      {
        name: "acme",
        priceDate: null,
        servers: [{ vendor: "acme", name: "big", vcpus: 8, memoryMib: 16_384, arch: "arm64", allocation: "shared", gpuCount: 1, gpuModel: "A1", vramMib: 8192, storageGb: 100 }],
        regions: [{ name: "moon", restricted: false }],
        usdPerHour: Float64Array.of(0.25),
        spotUsdPerHour: null,
      },
    ]);
  }
});

test("readCatalogue() reads the nodes of a cluster from one file, where nobody is the vendor", () => {
  const [own] = read('\ufeffname,vcpus,memory_gib,usd_per_hour\r\nfat,64,512,1.2\r\n"thin, old",4,7.5,0\r\n').vendors;
  assert.deepEqual([own!.name, own!.regions[0]!.name], ["own", "default"]);
  assert.deepEqual(own!.servers.map(({ name, vcpus, memoryMib, arch, allocation }) => [name, vcpus, memoryMib, arch, allocation]), [
    ["fat", 64, 524_288, "x86_64", "dedicated"],
    ["thin, old", 4, 7680, "x86_64", "dedicated"],
  ]);
  assert.deepEqual([...own!.usdPerHour], [1.2, 0]);
});

test("readCatalogue() reads a line for each region from one file", () => {
  const [acme] = read("vendor,name,vcpus,memory_mib,region,usd_per_hour\nacme,big,8,16384,moon,0.25\nacme,small,1,512,moon,0.02\nacme,big,8,16384,mars,0.5\n").vendors;
  assert.deepEqual(acme!.servers.map(({ name }) => name), ["big", "small"]);
  assert.deepEqual([...acme!.usdPerHour], [0.25, 0.5, 0.02, NaN]);
});

test("readCatalogue() has no price where there is none", () => {
  const [acme] = read(`${servers}acme,small,1,512,x86_64,dedicated,0,,0,0\n`, `${prices}acme,small,mars,0.01\n`).vendors;
  assert.deepEqual([...acme!.usdPerHour], [0.25, NaN, NaN, 0.01]);
});

const wrong: [string, string[], RegExp][] = [
  ["a wrong header", ["a,b\n1,2\n"], /Cannot use "1\.csv" as a catalogue: its columns are a, b$/],
  ["an empty file", [""], /Cannot use "1\.csv" as a catalogue: it is empty$/],
  ["servers without prices", [servers], /it has servers, and no prices$/],
  ["prices without servers", [prices], /it has prices, and no servers$/],
  ["a negative price", [servers, `${prices}acme,big,mars,-1\n`], /Cannot read "2\.csv", line 3: usd_per_hour is negative: -1$/],
  ["a missing price", [servers, `${prices}acme,big,mars,\n`], /line 3: usd_per_hour is missing$/],
  ["a price that is no number", [servers, `${prices}acme,big,mars,cheap\n`], /line 3: usd_per_hour is "cheap", not a number$/],
  ["a price of an unknown server", [servers, `${prices}acme,huge,mars,1\n`], /line 3: there is no server "acme\/huge"$/],
  ["a server twice", [`${servers}acme,big,1,1,x86_64,dedicated,0,,0,0\n`, prices], /Cannot read "1\.csv", line 3: acme has a server "big" already$/],
  ["a server that is two", ["name,vcpus,memory_mib,region,usd_per_hour\nx,1,1,a,1\nx,2,1,b,1\n"], /line 3: "x" is not the server it was in a line before$/],
  ["two prices for the same", ["name,vcpus,memory_mib,usd_per_hour\nx,1,1,1\nx,1,1,2\n"], /line 3: "x" has a price in "default" already$/],
  ["a price without end", [servers, `${prices}acme,big,mars,1e999\n`], /line 3: usd_per_hour is "1e999", not a number$/],
  ["a server without CPUs", ["name,vcpus,memory_mib,usd_per_hour\nx,0,1,1\n"], /line 2: vcpus is 0$/],
  ["a server without memory", ["name,vcpus,usd_per_hour\nx,1,1\n"], /line 2: memory_gib is missing$/],
  ["an unknown allocation", [servers.replace("shared", "cheap"), prices], /line 2: cpu_allocation is "cheap", not dedicated, shared or burstable$/],
  ["a line with a field too few", [servers, `${prices}acme,big,mars\n`], /line 3: it has 3 fields, and the header has 4$/],
  ["a line behind a quoted line end", ['name,vcpus,memory_mib,usd_per_hour\n"a\nb",1,1,1\nx,1,1,-1\n'], /line 4: usd_per_hour is negative/],
];
for (const [what, texts, message] of wrong) {
  test(`readCatalogue() names the place of ${what}`, () => {
    assert.throws(() => read(...texts), { code: "ERR_INPUT", message });
  });
}

test("readCatalogue() refuses a catalogue without servers", () => {
  assert.throws(() => readCatalogue([{ name: "nodes.csv", text: "name,vcpus,memory_gib,usd_per_hour\n" }]), { code: "ERR_INPUT", message: 'Cannot use "nodes.csv" as a catalogue: it has a header and no servers' });
});
