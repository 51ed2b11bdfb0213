import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import type { Catalogue } from "../../../src/clouds/catalogue/catalogue.ts";
import { fetchLiveCatalogue, type KeeperOptions, type LiveNeed } from "../../../src/clouds/catalogue/keeper.ts";
import type { HttpFetch } from "../../../src/host/http.ts";

const need: LiveNeed = { vcpus: 3, memoryMib: 8193, gpuCount: 0, vramMib: 0 };

const server = (name: string, fields: object = {}) => ({
  vendor_id: "aws",
  server_id: name,
  name,
  api_reference: name,
  status: "active",
  vcpus: 4,
  memory_amount: 16_384,
  cpu_architecture: "x86_64",
  cpu_allocation: "Dedicated",
  gpu_count: 0,
  gpu_model: null,
  gpu_memory_total: null,
  storage_size: 0,
  min_price_ondemand: 0.2,
  vendor: { vendor_id: "aws", name: "Amazon Web Services" },
  ...fields,
});

const price = (usd: unknown, fields: object = {}) => ({
  vendor_id: "aws",
  region_id: "us-east-1",
  zone_id: "use1-az1",
  operating_system: "Linux",
  allocation: "ondemand",
  unit: "hour",
  price: usd,
  price_upfront: 0,
  currency: "USD",
  status: "active",
  observed_at: "2026-03-04T05:06:07",
  ...fields,
});

test("fetchLiveCatalogue() reads servers and the prices of each", async () => {
  const { catalogue, asked } = await live({
    "/servers": [server("m9.xlarge", { storage_size: 80 }), server("g9.xlarge", { cpu_allocation: "Burstable", gpu_count: 0.5, gpu_model: "Z1", gpu_memory_total: 12_288, cpu_architecture: "arm64", min_price_ondemand: 0.9 })],
    "/server/aws/m9.xlarge/prices": [price(0.21), price(0.25, { region_id: "us-gov-west-1", observed_at: "2026-03-09T00:00:00" }), price(0.08, { allocation: "spot" })],
    "/server/aws/g9.xlarge/prices": [price(0.95, { region_id: "eu-west-1" })],
  });
  assert.deepEqual(catalogue, {
    source: "live",
    vendors: [
      {
        name: "aws",
        priceDate: "2026-03-04 to 2026-03-09",
        servers: [
          { vendor: "aws", name: "m9.xlarge", vcpus: 4, memoryMib: 16_384, arch: "x86_64", allocation: "dedicated", gpuCount: 0, gpuModel: null, vramMib: 0, storageGb: 80 },
          { vendor: "aws", name: "g9.xlarge", vcpus: 4, memoryMib: 16_384, arch: "arm64", allocation: "burstable", gpuCount: 1, gpuModel: "Z1", vramMib: 12_288, storageGb: 0 },
        ],
        regions: [
          { name: "eu-west-1", restricted: false },
          { name: "us-east-1", restricted: false },
          { name: "us-gov-west-1", restricted: true },
        ],
        usdPerHour: Float64Array.of(NaN, 0.21, 0.25, 0.95, NaN, NaN),
        spotUsdPerHour: Float64Array.of(NaN, 0.08, NaN, NaN, NaN, NaN),
      },
    ],
  });
  assert.deepEqual(asked.slice(0, 1).map(({ path }) => path), ["/servers"]);
});

test("fetchLiveCatalogue() asks for the prices of those that have the GPU, or of the largest where time counts", async () => {
  const gpu = (name: string, model: string, vcpus: number) => server(name, { gpu_count: 1, gpu_model: model, gpu_memory_total: 8192, vcpus });
  const shop = { "/servers": [gpu("a", "T4", 4), gpu("b", "NVIDIA A100", 8), gpu("c", "A100", 64)], ...Object.fromEntries(["a", "b", "c"].map((name) => [`/server/aws/${name}/prices`, [price(1)]])) };
  const asked = async (wanted: Partial<LiveNeed>, options = {}) => (await live(shop, { need: { ...need, ...wanted }, ...options })).asked;
  assert.deepEqual((await asked({ gpuModel: "a100" })).map(({ path }) => path).slice(1).sort(), ["/server/aws/b/prices", "/server/aws/c/prices"]);
  const fastest = await asked({ fastest: true });
  assert.deepEqual([fastest[0]!.query.get("order_by"), fastest[1]!.path], ["vcpus", "/server/aws/c/prices"]);
});

test("fetchLiveCatalogue() asks also for the prices of the server on which the job ran, once", async () => {
  const current = { vendor: "hcloud", name: "old 1", vcpus: 2, memoryMib: 4096, arch: "x86_64", allocation: "shared" as const, gpuCount: 0, gpuModel: null, vramMib: 0, storageGb: 40 };
  const shop = { "/servers": [server("a")], "/server/aws/a/prices": [price(1)], "/server/hcloud/old%201/prices": [price(0.5, { vendor_id: "hcloud", region_id: "fsn1" })] };
  const { catalogue } = await live(shop, { need: { ...need, current } });
  assert.deepEqual(catalogue.vendors.map(({ name, servers, usdPerHour }) => [name, servers.map((sold) => sold.name), [...usdPerHour]]), [["aws", ["a"], [1]], ["hcloud", ["old 1"], [0.5]]]);
  const { asked } = await live(shop, { need: { ...need, current: { ...current, vendor: "aws", name: "a" } } });
  assert.deepEqual(asked.map(({ path }) => path), ["/servers", "/server/aws/a/prices"]);
});

test("fetchLiveCatalogue() asks for whole GiB, rounded up, and only for what is needed", async () => {
  const shop = { "/servers": [server("a")], "/server/aws/a/prices": [price(1)] };
  const query = async (wanted: LiveNeed) => Object.fromEntries((await live(shop, { need: wanted })).asked[0]!.query);
  assert.deepEqual(await query(need), { vcpus_min: "3", memory_min: "9", order_by: "min_price_ondemand", order_dir: "asc", limit: "100" });
  const gpus = await query({ vcpus: 300, memoryMib: null, gpuCount: 1.5, vramMib: 40_961, archs: ["arm64"], allocations: ["dedicated"] });
  assert.deepEqual(gpus, { vcpus_min: "256", gpu_min: "2", gpu_memory_total: "41", architecture: "arm64", cpu_allocation: "Dedicated", order_by: "min_price_ondemand", order_dir: "asc", limit: "100" });
  const { asked } = await live(shop, { need: { ...need, vendors: ["AWS", "hcloud"] } });
  assert.deepEqual(asked[0]!.query.getAll("vendor"), ["aws", "hcloud"]);
});

test("fetchLiveCatalogue() asks for the prices of those servers that look cheapest, and of no more", async () => {
  const many = Array.from({ length: 60 }, (_, index) => server(`s${index}`, { min_price_ondemand: index === 7 ? null : 60 - index }));
  const { catalogue, asked } = await live({ "/servers": many, ...Object.fromEntries(many.map(({ name }) => [`/server/aws/${name}/prices`, [price(1)]])) });
  assert.equal(asked.length, 1 + 20);
  assert.deepEqual(catalogue.vendors[0]!.servers.map(({ name }) => name), Array.from({ length: 20 }, (_, index) => `s${59 - index}`));
});

test("fetchLiveCatalogue() takes the cheapest zone of a region", async () => {
  const { catalogue } = await live({ "/servers": [server("a")], "/server/aws/a/prices": [price(0.3), price(0.2, { zone_id: "use1-az2" }), price(0.4, { zone_id: "use1-az3" })] });
  assert.deepEqual([...catalogue.vendors[0]!.usdPerHour], [0.2]);
});

test("fetchLiveCatalogue() leaves out what is broken, and keeps the rest", async () => {
  const broken = [null, 7, "x", [], {}, server("no-vcpus", { vcpus: "4" }), server("no-memory", { memory_amount: null }), server("escape\u001b[2J"), server(".."), server("gone", { status: "inactive" }), server("nobody", { vendor_id: 5 })];
  const worthless = [price("1"), price(-1), price(0), price(null), price(1e999), price(1, { currency: "EUR" }), price(1, { unit: "month" }), price(1, { allocation: "reserved" }), price(1, { operating_system: "Windows" }), price(1, { region_id: "a\nb" }), price(1, { status: "inactive" }), 3, null];
  const { catalogue } = await live({
    "/servers": [...broken, server("a", { gpu_model: "\u0007" }), server("a"), server("unpriced"), server("unknown"), server("worthless")],
    "/server/aws/a/prices": [...worthless, price(0.5)],
    "/server/aws/unpriced/prices": [],
    "/server/aws/worthless/prices": worthless,
    // Where the server that is called ".." would lead.
    "/server/prices": [price(9)],
  });
  assert.deepEqual(catalogue.vendors.map(({ servers }) => servers.map(({ name, gpuModel }) => [name, gpuModel])), [[["a", null]]]);
  assert.deepEqual([...catalogue.vendors[0]!.usdPerHour], [0.5]);
});

test("fetchLiveCatalogue() puts names into addresses as names", async () => {
  const { catalogue, asked } = await live({ "/servers": [server("a/../b?c#d")], "/server/aws/a%2F..%2Fb%3Fc%23d/prices": [price(1)] });
  assert.equal(asked[1]!.path, "/server/aws/a%2F..%2Fb%3Fc%23d/prices");
  assert.equal(catalogue.vendors[0]!.servers[0]!.name, "a/../b?c#d");
});

test("fetchLiveCatalogue() calls regions by their names where the Keeper has numbers", async () => {
  const shop = { "/servers": [server("cx99", { vendor_id: "hcloud", server_id: "104" })], "/server/hcloud/cx99/prices": [price(0.01, { region_id: "2" }), price(0.02, { region_id: "9" })] };
  const named = await live({ ...shop, "/region": [{ vendor_id: "gcp", region_id: "2", api_reference: "us-central1" }, { vendor_id: "hcloud", region_id: "2", api_reference: "nbg1-dc3" }] });
  assert.deepEqual(named.catalogue.vendors[0]!.regions.map(({ name }) => name), ["9", "nbg1"]);
  const unnamed = await live(shop);
  assert.deepEqual(unnamed.catalogue.vendors[0]!.regions.map(({ name }) => name), ["2", "9"]);
});

const useless: [string, unknown, RegExp][] = [
  ["garbage", "<html>", /: its answer cannot be read$/],
  ["no list", { detail: "no" }, /: its answer cannot be read$/],
  ["no server", [], /: it knows no such server$/],
  ["no price", [server("unknown")], /: it answers with status 404$/],
];
for (const [what, answer, message] of useless) {
  test(`fetchLiveCatalogue() says so when the answer holds ${what}`, async () => {
    await assert.rejects(live({ "/servers": answer }), { code: "ERR_INPUT", message });
  });
}

test("fetchLiveCatalogue() says so when the answer is an error, a redirect, or the server is down", async () => {
  for (const status of [302, 422, 429, 500]) await assert.rejects(live({ "/servers": status }), { code: "ERR_INPUT", message: new RegExp(`^Cannot get prices from http://127\\.0\\.0\\.1:\\d+: it answers with status ${status}$`) });
  await assert.rejects(fetchLiveCatalogue(overLoopback, need, { baseUrl: "http://127.0.0.1:1", timeoutMs: 500 }), { code: "ERR_INPUT", message: "Cannot get prices from http://127.0.0.1:1: it gave no usable answer within 0.5 s" });
});

test("fetchLiveCatalogue() waits once for a server that has fallen silent, not twenty times", async () => {
  const asked: string[] = [];
  const silent: HttpFetch = async ({ url }) => {
    asked.push(url);
    return url.includes("/servers?") ? { status: 200, text: JSON.stringify(Array.from({ length: 20 }, (_, index) => server(`s${index}`))) } : null;
  };
  await assert.rejects(fetchLiveCatalogue(silent, need), { code: "ERR_INPUT", message: /no usable answer within 3 s$/ });
  assert.ok(asked.length <= 6, `${asked.length} requests`);
});

/** A Keeper on this machine: what each path answers; a number is a status. */
async function live(shop: Record<string, unknown>, { need: wanted = need, ...options }: Partial<KeeperOptions> & { need?: LiveNeed } = {}): Promise<{ catalogue: Catalogue; asked: { path: string; query: URLSearchParams }[] }> {
  const asked: { path: string; query: URLSearchParams }[] = [];
  const keeper = createServer((request: IncomingMessage, response: ServerResponse) => {
    const [path, query] = request.url!.split("?") as [string, string?];
    asked.push({ path, query: new URLSearchParams(query) });
    const answer = Object.hasOwn(shop, path) ? shop[path] : 404;
    if (typeof answer === "number") return response.writeHead(answer, { location: "/elsewhere" }).end("{}");
    return response.writeHead(200, { "content-type": "application/json" }).end(typeof answer === "string" ? answer : JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => keeper.listen(0, "127.0.0.1", resolve));
  try {
    const baseUrl = `http://127.0.0.1:${(keeper.address() as AddressInfo).port}/`;
    return { catalogue: await fetchLiveCatalogue(overLoopback, wanted, { baseUrl, ...options }), asked };
  } finally {
    keeper.close();
    keeper.closeAllConnections();
  }
}

const overLoopback: HttpFetch = async ({ url, headers, timeoutMs }) => {
  try {
    const response = await fetch(url, { headers: headers ?? {}, redirect: "manual", signal: AbortSignal.timeout(timeoutMs) });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    if (error instanceof TypeError || (error as Error).name === "TimeoutError") return null;
    throw error;
  }
};
