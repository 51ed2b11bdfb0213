import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path/posix";
import { test, type TestContext } from "node:test";
import type { CloudInfo } from "../../src/clouds/cloud-info.ts";
import { cloudOfFirmware, detectCloud } from "../../src/clouds/detect.ts";
import { clouds } from "../../src/clouds/index.ts";
import { fetchHttp } from "../../src/host/fetch-http.ts";
import { NodeHost } from "../../src/host/node-host.ts";
import type { Host } from "../../src/host/host.ts";

/** What a server does with a request. */
type Answers = (request: IncomingMessage, response: ServerResponse) => void;

interface Found {
  cloud: CloudInfo | null;
  /** "GET /path" of every request that came. */
  asked: string[];
}

/** Finds out where a machine with this firmware is, from a real server that answers so. */
async function find(t: TestContext, firmware: Record<string, string>, answers: Answers, env: Record<string, string> = {}): Promise<Found> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answers(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const files = new Map(Object.entries(firmware).map(([name, text]) => [name.startsWith("/") ? name : `/sys/class/dmi/id/${name}`, `${text.trim()}\n`]));
  const clock = new NodeHost();
  const host = { env: { RESTRACK_METADATA_URL: `http://127.0.0.1:${port}/`, ...env }, readText: (path: string) => files.get(path), monotonicMs: () => clock.monotonicMs() } as unknown as Host;
  return { cloud: await detectCloud(host, fetchHttp), asked };
}

/** Answers by method and path, each only with the headers it wants. */
function documents(all: Readonly<Record<string, { text: string; wants?: Record<string, string>; status?: number }>>): Answers {
  return (request, response) => {
    const found = all[`${request.method} ${request.url}`];
    const allowed = Object.entries(found?.wants ?? {}).every(([name, value]) => request.headers[name.toLowerCase()] === value);
    response.statusCode = found === undefined ? 404 : allowed ? (found.status ?? 200) : 401;
    response.end(found !== undefined && allowed ? found.text : "<html><body>no</body></html>");
  };
}

const placeOf = ({ cloud }: Found) => cloud && [cloud.vendor, cloud.instance_type, cloud.region, cloud.zone];

/** As sysfs gives it. */
const awsFirmware = { sys_vendor: "Amazon EC2\n", product_name: "m5.large\n", bios_vendor: "Amazon EC2\n" };

interface Fixture {
  /** Ends the sentence "detectCloud() finds …". */
  what: string;
  firmware: Record<string, string>;
  answers: Parameters<typeof documents>[0];
  cloud: Omit<CloudInfo, "discovery_seconds"> | null;
}

const fixturesOf = (name: string): [file: string, fixture: Fixture][] => {
  const folder = `fixtures/clouds/${name}`;
  const files = readdirSync(folder).sort();
  return files.map((file) => [`${name}/${file}`, JSON.parse(readFileSync(join(folder, file), "utf8")) as Fixture]);
};

for (const { name } of clouds) {
  for (const [file, { what, firmware, answers, cloud }] of fixturesOf(name)) {
    test(`detectCloud() finds ${what} (${file})`, async (t) => {
      const found = await find(t, firmware, documents(answers));
      const { discovery_seconds: seconds = 0, ...place } = found.cloud ?? {};
      assert.deepEqual(found.cloud && place, cloud, found.asked.join("\n"));
      assert.ok(seconds >= 0 && seconds < 1.5);
    });
  }
}

test("detectCloud() asks nobody where the firmware names no cloud", async (t) => {
  for (const firmware of [{}, { sys_vendor: "Dell Inc.\n", product_name: "PowerEdge\n" }, { sys_vendor: "Microsoft Corporation\n", product_name: "Virtual Machine\n" }, { sys_vendor: "QEMU\n" }, { sys_vendor: "Google\n", product_name: "Eve\n", bios_vendor: "coreboot\n" }, { sys_vendor: "Xen\n", bios_version: "4.17\n", "/sys/hypervisor/uuid": "1ec2e191-9099-7caf-fd21-012345abcdef\n" }] as Record<string, string>[]) {
    assert.deepEqual(await find(t, firmware, () => assert.fail("asked")), { cloud: null, asked: [] });
  }
});

test("detectCloud() does not ask Amazon when told not to, and knows the type from the firmware", async (t) => {
  const found = await find(t, awsFirmware, () => assert.fail("asked"), { AWS_EC2_METADATA_DISABLED: "true" });
  assert.deepEqual(found.asked, []);
  assert.deepEqual(placeOf(found), ["aws", "m5.large", null, null]);
});

test("cloudOfFirmware() asks nobody, and tells the type where the firmware has it", async () => {
  const firmware = (files: Record<string, string>) =>
    ({ env: {}, readText: (path: string) => files[path.replace("/sys/class/dmi/id/", "")], monotonicMs: () => 0 }) as unknown as Host;
  assert.deepEqual(await cloudOfFirmware(firmware(awsFirmware)), { vendor: "aws", instance_type: "m5.large", region: null, zone: null, discovery_seconds: 0 });
  assert.deepEqual(await cloudOfFirmware(firmware({ sys_vendor: "UpCloud\n" })), { vendor: "upcloud", instance_type: null, region: null, zone: null, discovery_seconds: 0 });
  // Only an answer tells that an OpenStack is OVHcloud's.
  assert.equal(await cloudOfFirmware(firmware({ sys_vendor: "OpenStack Foundation\n" })), null);
});

/** The firmware of each cloud's machines. */
const firmwares = clouds.map(({ name }) => fixturesOf(name)[0]![1].firmware);

const bad: [string, Answers][] = [
  ["hangs", () => undefined],
  ["begins to answer and hangs", (_, response) => response.write("{")],
  ["answers slowly", (_, response) => {
    const timer = setInterval(() => response.write(" "), 20);
    response.on("close", () => clearInterval(timer));
  }],
  ["answers an error page as if it were right", (_, response) => response.end("<!DOCTYPE html>\n<html><body>curl: (28) Connection timed out after 1000 ms</body></html>\n")],
  ["answers a word to everything", (_, response) => response.end("ok")],
  ["answers a number to everything", (_, response) => response.end("4711")],
  ["answers half an object", (_, response) => response.end('{"instanceType": "m5.xlarge", "region": "us-ea')],
  ["answers a list", (_, response) => response.end('["m5.xlarge"]')],
  ["redirects", (_, response) => response.writeHead(302, { location: "/elsewhere" }).end()],
  ["fails", (_, response) => response.writeHead(500).end("us-east-1")],
  ["hangs up", (request) => request.socket.destroy()],
  ["answers 10 MB", (_, response) => response.end(Buffer.alloc(10_000_000, "x"))],
  ["answers names that are none", (_, response) => {
    const [spaced, coloured, long] = ["a b", "\u001b[31mus-east-1", "x".repeat(65)];
    const names = { instanceType: spaced, region: coloured, availabilityZone: { a: 1 }, type: long, commercial_type: long, zone: spaced, location: coloured, shape: coloured, machineType: long, "instance-type": spaced, "region-id": long, vmSize: spaced };
    response.end(JSON.stringify({ ...names, compute: { ...names, zone: 7 } }));
  }],
];
for (const [what, answers] of bad) {
  test(`detectCloud() knows no more than the firmware, and that within a second, from a service that ${what}`, async (t) => {
    await Promise.all(
      firmwares.map(async (firmware) => {
        const found = await find(t, firmware, answers);
        const type = firmware["product_name"] === "m5.large" ? "m5.large" : null;
        assert.deepEqual(found.cloud && { ...found.cloud, discovery_seconds: 0 }, found.cloud && { vendor: found.cloud.vendor, instance_type: type, region: null, zone: null, discovery_seconds: 0 });
        assert.ok((found.cloud?.discovery_seconds ?? 0) < 1.5, `${found.cloud?.vendor} took ${found.cloud?.discovery_seconds} s`);
        assert.ok(!found.asked.some((path) => path.includes("elsewhere")), "a redirect was followed");
      }),
    );
  });
}

test("detectCloud() knows no more than the firmware where the service's address is none", async (t) => {
  const found = await find(t, awsFirmware, () => assert.fail("asked"), { RESTRACK_METADATA_URL: "no address" });
  assert.deepEqual(placeOf(found), ["aws", "m5.large", null, null]);
});
