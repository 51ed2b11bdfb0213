import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { columns } from "../../src/frame/columns.ts";
import { formatHeader } from "../../src/frame/csv.ts";
import { recommendResources, recommendServers } from "../../src/run/library-recommend.ts";

/** A minute with two cores busy and 5000 MiB. */
function record(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "restrack-library-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const values: Record<string, string> = { process_utime: "2", process_stime: "0", process_cpu_usage: "2", process_memory_mib: "5000" };
  const lines = Array.from({ length: 60 }, (_, second) => columns.map(({ name }) => (name === "timestamp" ? `${1_700_000_000 + second}.000` : (values[name] ?? ""))).join(","));
  writeFileSync(join(folder, "run.csv"), `${formatHeader()}${lines.join("\n")}\n`);
  return join(folder, "run.csv");
}

test("recommendResources() and recommendServers() recommend for a recorded run", async (t) => {
  const file = record(t);
  const { cpu, memory } = recommendResources(file, { headroom: 0.3 });
  assert.deepEqual([cpu, memory], [2, 7168]);
  const { servers } = await recommendServers([file, file], { vendors: ["hcloud"], limit: 3 });
  assert.deepEqual([servers.length, servers[0]!.vendor, servers[0]!.seconds], [3, "hcloud", 60]);
});

test("recommendResources() and recommendServers() refuse what they cannot use, and offer what there is", async (t) => {
  const file = record(t);
  const wrong: [object, RegExp][] = [
    [{ headroom: -1 }, /^Cannot use -1 as headroom: it must be a share from 0 to 10$/],
    [{ headroom: NaN }, /^Cannot use NaN as headroom/],
    [{ cpu: "foo" }, /^Cannot use foo as cpu: it must be replay, mean, p95, peak$/],
    [{ by: "foo" }, /^Cannot use foo as by/],
    [{ limit: -1 }, /^Cannot use -1 as limit/],
    [{ vendors: ["awz"] }, /^Cannot find the vendor "awz"$/],
    [{ current: { vendor: "aws", name: "m5.9xlarge", region: null } }, /^Cannot find the server "m5\.9xlarge" at aws$/],
  ];
  for (const [options, message] of wrong) await assert.rejects(recommendServers(file, options), { name: "RestrackError", code: "ERR_USAGE", message });
  assert.throws(() => recommendResources(file, { headroom: -1 }), { code: "ERR_USAGE" });
  assert.throws(() => recommendResources([]), { code: "ERR_INPUT" });
});
