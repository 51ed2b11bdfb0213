import assert from "node:assert/strict";
import { test } from "node:test";
import { readCatalogue } from "../../src/clouds/catalogue/read-catalogue.ts";
import { recommendResources } from "../../src/recommend/resources.ts";
import { recommendServers, type ServerOptions } from "../../src/recommend/servers.ts";
import { Trace } from "../../src/stats/trace.ts";
import { smallMarket } from "../helpers/catalogue.ts";
import { runOf } from "../helpers/recorded-run.ts";

/** An hour with two cores busy: 3,600 s on two or more, 7,200 on one. */
const hour = (changes: Parameters<typeof runOf>[1] = {}) => runOf(Array(60).fill({ seconds: 60, cores: 2 }), { memoryPeakMib: 1500, ...changes });

const advise = (options: Partial<ServerOptions> = {}, run = hour()) => recommendServers([run], recommendResources([run]), smallMarket(), options);
const names = (options: Partial<ServerOptions> = {}, run = hour()) => advise(options, run).servers.map(({ name, region }) => `${name}/${region}`);

test("recommendServers() ranks by what the run costs there, each server in its cheapest region", () => {
  const { servers } = advise();
  assert.deepEqual(
    servers.map(({ vendor, name, region, seconds, usd }) => [vendor, name, region, seconds, usd]),
    [
      ["aws", "two", "west", 3600, 0.6],
      ["aws", "arm", "east", 3600, 0.9],
      ["aws", "four", "east", 3600, 1.44],
      ["aws", "gpu", "west", 3600, 7.2],
    ],
  );
});

test("recommendServers() leaves out what takes too long, unless a deadline allows it", () => {
  assert.ok(!names().includes("one/east"));
  // 7,200 s × 0.36 $/h are 0.72 $.
  const { servers } = advise({ deadlineSeconds: 7200 });
  assert.deepEqual([servers[1]!.name, servers[1]!.seconds, servers[1]!.usd], ["one", 7200, 0.72]);
  assert.deepEqual(names({ deadlineSeconds: 3599 }), []);
  assert.match(advise({ deadlineSeconds: 3599 }).notes[0]!, /5 servers fit, but none is in time/);
});

test("recommendServers() ranks by price or time when asked", () => {
  assert.equal(names({ by: "price", deadlineSeconds: 7200 })[0], "one/east");
  assert.equal(names({ by: "cost", deadlineSeconds: 7200 })[0], "two/west");
  assert.deepEqual(names({ by: "time", deadlineSeconds: 7200 }), ["two/west", "arm/east", "four/east", "gpu/west", "one/east"]);
});

test("recommendServers() marks those of which no other one is both cheaper and faster", () => {
  const marked = (run = hour()) => recommendServers([run], recommendResources([run]), smallMarket(), { deadlineSeconds: 1e9, limit: 99 }).servers.filter(({ pareto }) => pareto).map(({ name }) => name);
  assert.deepEqual(marked(), ["two"]);
  // 2.2 cores: 3,960 s on two for 0.66 $, 3,600 on four (arm) for 0.90 $; one is slower and dearer.
  assert.deepEqual(marked(runOf(Array(60).fill({ seconds: 60, cores: 2.2 }), { memoryPeakMib: 1500 })), ["two", "arm"]);
});

test("recommendServers() offers burstable and shared servers only where the load fits what they give all the time, or when asked", () => {
  assert.ok(!names({ limit: 99 }).some((name) => name.startsWith("t3") || name.startsWith("small")));
  // 0.2 of each of two vCPUs all the time: 0.4 cores.
  const idle = (cores: number) => names({ limit: 99 }, runOf(Array(20).fill({ seconds: 60, cores }), { memoryPeakMib: 100 }));
  assert.ok(idle(0.4).includes("t3.medium/east"));
  assert.ok(!idle(0.41).includes("t3.medium/east"));
  assert.ok(idle(1).includes("small/fsn1"), "half of two shared vCPUs");
  assert.ok(!idle(1.1).includes("small/fsn1"));
  assert.deepEqual(names({ burstable: true }).slice(0, 2), ["small/fsn1", "t3.medium/east"]);
  assert.equal(advise({ burstable: true }).servers[0]!.allocation, "shared");
});

test("recommendServers() does not take a load that nobody knows for none", () => {
  const unknown = hour({ cpuMean: null, cpuPeak: null, trace: new Trace() });
  assert.deepEqual(names({ limit: 99 }, unknown).filter((name) => name.startsWith("t3") || name.startsWith("small")), []);
  // Of two runs, one of which does not tell: 1.2 cores are more than half of two, however idle the other may have been.
  const busy = runOf(Array(20).fill({ seconds: 60, cores: 1.2 }), { memoryPeakMib: 100 });
  const runs = [busy, { ...busy, cpuMean: null }];
  assert.ok(!recommendServers(runs, recommendResources(runs), smallMarket(), { limit: 99 }).servers.some(({ allocation }) => allocation === "shared"));
});

test("recommendServers() takes of equals the one with more memory, then the first by name", () => {
  const text = "name,vcpus,memory_gib,usd_per_hour\nc,4,8,1\na-small,4,4,1\nb,4,8,1\n";
  const catalogue = readCatalogue([{ name: "nodes.csv", text }]);
  for (const by of ["cost", "price", "time"] as const) {
    assert.deepEqual(recommendServers([hour()], recommendResources([hour()]), catalogue, { by }).servers.map(({ name }) => name), ["b", "c", "a-small"]);
  }
});

test("recommendServers() filters by vendor, region, architecture, GPU and allocation", () => {
  assert.deepEqual(names({ vendors: ["hcloud"], burstable: true }), ["small/fsn1"]);
  assert.deepEqual(names({ regions: ["east"] }), ["two/east", "arm/east", "four/east"]);
  assert.deepEqual(names({ archs: ["arm64"] }), ["arm/east"]);
  assert.deepEqual(names({ gpuModel: "a100" }), ["gpu/west"]);
  assert.deepEqual(names({ allocations: ["shared"], burstable: true }), ["small/fsn1"]);
  assert.deepEqual(names({ limit: 1 }), ["two/west"]);
});

test("recommendServers() never takes a restricted region unless it is asked for by name", () => {
  assert.ok(!names({ limit: 99 }).includes("four/us-gov-east-1"));
  assert.deepEqual(names({ regions: ["us-gov-east-1"] }), ["four/us-gov-east-1"]);
});

test("recommendServers() stays in the region where the job ran with that vendor, and swaps none silently", () => {
  const home = { vendor: "aws", region: "east" };
  assert.deepEqual(names({ home }), ["two/east", "arm/east", "four/east"], "the GPU server is not sold in east");
  assert.deepEqual(names({ home, regions: ["west"] }), ["two/west", "gpu/west"]);
});

test("recommendServers() needs the memory, the GPUs and their memory", () => {
  assert.deepEqual(names({}, hour({ memoryPeakMib: 6000 })), ["arm/east", "four/east", "gpu/west"]);
  assert.deepEqual(names({}, hour({ gpuPeak: 1, vramPeakMib: 30_000 })), ["gpu/west"]);
  assert.deepEqual(names({}, hour({ gpuPeak: 1, vramPeakMib: 40_000 })), []);
  assert.match(advise({}, hour({ gpuPeak: 2 })).notes[0]!, /no server of the catalogue fits/);
});

test("recommendServers() needs GPUs that have the memory each, not only together", () => {
  const text = `name,vcpus,memory_gib,gpu_count,vram_mib,usd_per_hour
two-small,8,64,2,32768,1
one-large,8,64,1,24576,2
four,8,64,4,98304,3
`;
  const on = (changes: Parameters<typeof runOf>[1]) => recommendServers([hour(changes)], recommendResources([hour(changes)]), readCatalogue([{ name: "nodes.csv", text }])).servers.map(({ name }) => name);
  // 18,000 MiB and a fifth are 22 GiB: the two have 16 each.
  assert.deepEqual(on({ gpuPeak: 1, vramPeakMib: 18_000 }), ["one-large", "four"]);
  assert.deepEqual(on({ gpuPeak: 2, vramPeakMib: 18_000 }), ["two-small", "four"]);
  // 40,000 MiB and a fifth are 47 GiB: two of the four GPUs have 48.
  assert.deepEqual(on({ gpuPeak: 2, vramPeakMib: 40_000 }), ["four"]);
});

test("recommendServers() says what the run cost where it ran, and what the best would save", () => {
  const { cost, servers } = advise({ current: { vendor: "aws", name: "four", region: "east" }, home: { vendor: "aws", region: "east" } });
  assert.deepEqual(cost, { usd: 1.44, usd_per_hour: 1.44, server: "aws/four/east", saving_usd: 0.72, saving_percent: 50, saving_server: "aws/two/east" });
  assert.deepEqual(servers.map(({ current }) => current), [false, false, true]);
  assert.equal(advise({ current: { vendor: "aws", name: "two", region: "west" } }).cost?.saving_usd, 0);
  assert.equal(advise({ current: { vendor: "aws", name: "unknown", region: "west" } }).cost, null);
  assert.equal(advise({ current: { vendor: "aws", name: "gpu", region: "east" } }).cost, null, "not sold there");
});

test("recommendServers() counts no saving against a slower server", () => {
  // On `one` it would cost 0.72 $ instead of 1.44, in twice the time.
  const { cost } = advise({ current: { vendor: "aws", name: "four", region: "east" }, regions: ["east"], archs: ["x86_64"], vendors: ["aws"], deadlineSeconds: 7200 });
  assert.equal(cost?.saving_usd, 0.72, "that of `two` in east, which keeps the time");
});

test("recommendServers() gives the mean time of several runs", () => {
  const long = runOf(Array(60).fill({ seconds: 120, cores: 2 }), { memoryPeakMib: 1500 });
  const { servers } = recommendServers([hour(), long], recommendResources([hour(), long]), smallMarket());
  assert.deepEqual([servers[0]!.name, servers[0]!.seconds, servers[0]!.usd], ["two", 5400, 0.9]);
});

test("recommendServers() takes nothing smaller than what is recommended for a report without rows, which cannot be replayed", () => {
  const run = hour({ trace: new Trace(), cpuPeak: 3.5 });
  assert.deepEqual(names({}, run), ["arm/east", "four/east", "gpu/west"]);
});

test("recommendServers() offers more memory than a run had that was killed for it", () => {
  // 1,700 MiB and a fifth are 2 GiB: what `one` has.
  const killed = runOf(Array(20).fill({ seconds: 60, cores: 1 }), { memoryPeakMib: 1700, killedForMemory: true });
  assert.ok(names({ limit: 99 }, { ...killed, killedForMemory: false }).includes("one/east"));
  assert.ok(!names({ limit: 99 }, killed).includes("one/east"));
});

test("recommendServers() holds every one of several runs to the deadline", () => {
  const runs = [60, 180].map((seconds) => runOf([{ seconds, cores: 1 }]));
  const within = (deadlineSeconds: number) => recommendServers(runs, recommendResources(runs), smallMarket(), { deadlineSeconds });
  assert.ok(within(180).servers.length > 0);
  const { servers, notes } = within(170);
  assert.deepEqual([servers, notes.length], [[], 1]);
  assert.match(notes[0]!, /none is in time: no server is counted as faster than the run was, and the fastest takes 180 s$/);
});

test("recommendServers() names no server for a run that does not tell its CPU use", () => {
  const untold = { ...runOf([{ seconds: 60, cores: NaN }]), cpuMean: null, cpuPeak: null };
  const need = recommendResources([untold]);
  assert.deepEqual([need.cpu, need.reasons[0]], [null, "CPU: the run does not tell"]);
  const { servers, notes } = recommendServers([untold], need, smallMarket());
  assert.deepEqual(servers, []);
  assert.match(notes[0]!, /does not tell how busy its cores were/);
});
