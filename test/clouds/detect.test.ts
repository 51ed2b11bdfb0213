import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { test, type TestContext } from "node:test";
import type { CloudInfo } from "../../src/clouds/cloud-info.ts";
import { detectCloud } from "../../src/clouds/detect.ts";
import { fetchHttp } from "../../src/host/fetch-http.ts";
import { NodeHost } from "../../src/host/node-host.ts";
import type { Host } from "../../src/host/host.ts";

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
  const files = new Map(Object.entries(firmware).map(([name, text]) => [name.startsWith("/") ? name : `/sys/class/dmi/id/${name}`, text]));
  const clock = new NodeHost();
  const host = { env: { RESTRACK_METADATA_URL: `http://127.0.0.1:${port}/`, ...env }, readText: (path: string) => files.get(path), monotonicMs: () => clock.monotonicMs() } as unknown as Host;
  return { cloud: await detectCloud(host, fetchHttp), asked };
}

/** Answers by method and path, each only with the headers it wants. */
function documents(all: Record<string, { text: string; wants?: Record<string, string>; status?: number }>): Answers {
  return (request, response) => {
    const found = all[`${request.method} ${request.url}`];
    const allowed = Object.entries(found?.wants ?? {}).every(([name, value]) => request.headers[name.toLowerCase()] === value);
    response.statusCode = found === undefined ? 404 : allowed ? (found.status ?? 200) : 401;
    response.end(found !== undefined && allowed ? found.text : "<html><body>no</body></html>");
  };
}

const placeOf = ({ cloud }: Found) => cloud && [cloud.vendor, cloud.instance_type, cloud.region, cloud.zone];

const awsFirmware = { sys_vendor: "Amazon EC2\n", product_name: "m5.large\n", bios_vendor: "Amazon EC2\n" };
const withToken = { wants: { "X-aws-ec2-metadata-token": "abc==" } };
const awsToken = { "PUT /latest/api/token": { text: "abc==", wants: { "X-aws-ec2-metadata-token-ttl-seconds": "60" } } };

const azureTag = { chassis_asset_tag: "7783-7084-3265-9085-8269-3286-77\n", sys_vendor: "Microsoft Corporation\n" };

const known: { what: string; firmware: Record<string, string>; answers: Answers; place: (string | null)[] | null }[] = [
  {
    what: "AWS by its identity document, with a token",
    firmware: awsFirmware,
    answers: documents({ ...awsToken, "GET /latest/dynamic/instance-identity/document": { text: '{"instanceType": "c7g.4xlarge", "region": "eu-west-3", "availabilityZone": "eu-west-3b", "accountId": "1"}', ...withToken } }),
    place: ["aws", "c7g.4xlarge", "eu-west-3", "eu-west-3b"],
  },
  {
    what: "AWS in China, without a document",
    firmware: awsFirmware,
    answers: documents({ ...awsToken, "GET /latest/meta-data/instance-type": { text: "m5.xlarge", ...withToken }, "GET /latest/meta-data/placement/availability-zone": { text: "cn-north-1a", ...withToken } }),
    place: ["aws", "m5.xlarge", "cn-north-1", "cn-north-1a"],
  },
  {
    what: "AWS on Xen, by the hypervisor's id, where no token is given",
    firmware: { "/sys/hypervisor/uuid": "ec2e1916-9099-7caf-fd21-012345abcdef\n" },
    answers: documents({ "GET /latest/dynamic/instance-identity/document": { text: '{"instanceType":"t2.micro","region":"us-gov-west-1","availabilityZone":"us-gov-west-1a"}' } }),
    place: ["aws", "t2.micro", "us-gov-west-1", "us-gov-west-1a"],
  },
  {
    what: "Azure",
    firmware: azureTag,
    answers: documents({ "GET /metadata/instance?api-version=2021-02-01": { text: '\ufeff{"compute":{"location":"CentralUS","vmSize":"Standard_D4s_v5","zone":"2"},"network":{}}', wants: { Metadata: "true" } } }),
    place: ["azure", "Standard_D4s_v5", "centralus", "2"],
  },
  {
    what: "Azure, of which only the compute part answers",
    firmware: azureTag,
    answers: documents({ "GET /metadata/instance/compute?api-version=2021-02-01": { text: '{ "vmSize": "Standard_B1s", "zone": "" }' } }),
    place: ["azure", "Standard_B1s", null, null],
  },
  {
    what: "Google",
    firmware: { sys_vendor: "Google\n", product_name: "Google Compute Engine\n" },
    answers: documents({
      "GET /computeMetadata/v1/instance/machine-type": { text: "projects/123/machineTypes/n2-highcpu-16\r\n", wants: { "Metadata-Flavor": "Google" } },
      "GET /computeMetadata/v1/instance/zone": { text: "projects/123/zones/europe-west10-c", wants: { "Metadata-Flavor": "Google" } },
    }),
    place: ["gcp", "n2-highcpu-16", "europe-west10", "europe-west10-c"],
  },
  {
    what: "Alibaba, with a token",
    firmware: { sys_vendor: "Alibaba Cloud\n", product_name: "Alibaba Cloud ECS\n" },
    answers: documents({
      "PUT /latest/api/token": { text: "tok", wants: { "X-aliyun-ecs-metadata-token-ttl-seconds": "60" } },
      "GET /latest/meta-data/instance/instance-type": { text: "ecs.g7.xlarge", wants: { "X-aliyun-ecs-metadata-token": "tok" } },
      "GET /latest/meta-data/region-id": { text: "ap-southeast-1", wants: { "X-aliyun-ecs-metadata-token": "tok" } },
      "GET /latest/meta-data/zone-id": { text: "ap-southeast-1a", wants: { "X-aliyun-ecs-metadata-token": "tok" } },
    }),
    place: ["alicloud", "ecs.g7.xlarge", "ap-southeast-1", "ap-southeast-1a"],
  },
  {
    what: "Hetzner, whose id is not its type",
    firmware: { sys_vendor: "Hetzner\n", product_name: "vServer\n" },
    answers: documents({ "GET /hetzner/v1/metadata/region": { text: "eu-central" }, "GET /hetzner/v1/metadata/availability-zone": { text: "hel1-dc2" }, "GET /hetzner/v1/metadata/instance-id": { text: "4711" }, "GET /hetzner/v1/metadata/instance-type": { text: "4711" } }),
    place: ["hcloud", null, "eu-central", "hel1-dc2"],
  },
  { what: "OVH by its flavour", firmware: { sys_vendor: "OpenStack Foundation\n", product_name: "OpenStack Nova\n" }, answers: documents({ "GET /latest/meta-data/instance-type": { text: "b2-7" } }), place: ["ovh", "b2-7", null, null] },
  { what: "another OpenStack, which is no cloud we know", firmware: { product_name: "OpenStack Nova\n" }, answers: documents({ "GET /latest/meta-data/instance-type": { text: "m1.small" } }), place: null },
  { what: "UpCloud", firmware: { sys_vendor: "UpCloud\n" }, answers: documents({ "GET /metadata/v1.json": { text: '{"cloud_name":"upcloud","region":"fi-hel2"}' } }), place: ["upcloud", null, "fi-hel2", null] },
  { what: "Vultr", firmware: { sys_vendor: "Vultr\n" }, answers: documents({ "GET /v1.json": { text: '{\t"region": {"regioncode": "AMS", "countrycode": "NL"} }' } }), place: ["vultr", null, "AMS", null] },
  { what: "DigitalOcean", firmware: { sys_vendor: "DigitalOcean\n", product_name: "Droplet\n" }, answers: documents({ "GET /metadata/v1.json": { text: '{"droplet_id": 1, "region": "nyc3"}' } }), place: ["digitalocean", null, "nyc3", null] },
  {
    what: "Linode, with a token",
    firmware: { sys_vendor: "Akamai\n" },
    answers: documents({ "PUT /v1/token": { text: "t0k\n", wants: { "Metadata-Token-Expiry-Seconds": "60" } }, "GET /v1/instance": { text: '{"type":"g6-standard-2","region":"us-ord"}', wants: { "Metadata-Token": "t0k", Accept: "application/json" } } }),
    place: ["linode", "g6-standard-2", "us-ord", null],
  },
  { what: "Scaleway", firmware: { sys_vendor: "Scaleway\n" }, answers: documents({ "GET /conf?format=json": { text: '{"commercial_type":"PRO2-S","zone":"nl-ams-2","location":{"zone_id":"ams2"}}' } }), place: ["scaleway", "PRO2-S", "nl-ams", "nl-ams-2"] },
  {
    what: "Oracle, by its canonical names",
    firmware: { chassis_asset_tag: "OracleCloud.com\n", sys_vendor: "QEMU\n" },
    answers: documents({ "GET /opc/v2/instance/": { text: '{"shape":"VM.Standard.A1.Flex","region":"phx","canonicalRegionName":"us-phoenix-1","ociAdName":"phx-ad-3","availabilityDomain":"x:PHX-AD-1"}', wants: { Authorization: "Bearer Oracle" } } }),
    place: ["oracle", "VM.Standard.A1.Flex", "us-phoenix-1", "phx-ad-3"],
  },
];

for (const { what, firmware, answers, place } of known) {
  test(`detectCloud() finds ${what}`, async (t) => {
    const found = await find(t, firmware, answers);
    assert.deepEqual(placeOf(found), place, found.asked.join("\n"));
  });
}

test("detectCloud() asks nobody where the firmware names no cloud", async (t) => {
  for (const firmware of [{}, { sys_vendor: "Dell Inc.\n", product_name: "PowerEdge\n" }, { sys_vendor: "Microsoft Corporation\n", product_name: "Virtual Machine\n" }, { sys_vendor: "QEMU\n" }] as Record<string, string>[]) {
    assert.deepEqual(await find(t, firmware, () => assert.fail("asked")), { cloud: null, asked: [] });
  }
});

test("detectCloud() does not ask Amazon when told not to, and knows the type from the firmware", async (t) => {
  const found = await find(t, awsFirmware, () => assert.fail("asked"), { AWS_EC2_METADATA_DISABLED: "true" });
  assert.deepEqual(found.asked, []);
  assert.deepEqual(placeOf(found), ["aws", "m5.large", null, null]);
});

const bad: [string, Answers][] = [
  ["hangs", () => undefined],
  ["begins to answer and hangs", (_, response) => response.write("{")],
  ["answers an error page as if it were right", (_, response) => response.end("<!DOCTYPE html><html><body>curl: (28) Connection timed out after 1000 ms</body></html>")],
  ["redirects", (_, response) => response.writeHead(302, { location: "/elsewhere" }).end()],
  ["fails", (_, response) => response.writeHead(500).end("internal server error")],
  ["hangs up", (request) => request.socket.destroy()],
  ["answers 10 MB", (_, response) => response.end(Buffer.alloc(10_000_000, "x"))],
  ["answers names that are none", (_, response) => response.end(JSON.stringify({ instanceType: "a b", region: "\u001b[31m", availabilityZone: { a: 1 }, compute: [] }))],
];
for (const [what, answers] of bad) {
  test(`detectCloud() knows no more than the firmware from a service that ${what}`, async (t) => {
    const found = await find(t, { ...awsFirmware, product_name: "<b>\n" }, answers);
    assert.deepEqual(placeOf(found), ["aws", null, null, null]);
    assert.ok(!found.asked.some((path) => path.includes("elsewhere")), "a redirect was followed");
    // The second is for all questions together.
    if (what === "hangs") assert.deepEqual(found.asked, ["PUT /latest/api/token"]);
  });
}
