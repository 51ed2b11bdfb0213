import assert from "node:assert/strict";
import { test } from "node:test";
import { FixtureHost } from "../../src/host/fixture-host.ts";
import { createSources } from "../../src/sources/index.ts";

test("createSources() refuses a source that it does not know", async () => {
  await assert.rejects(async () => createSources(FixtureHost.of({}, { env: { RESTRACK_SOURCE: "top" } }), { platform: "linux" }), {
    name: "RestrackError",
    code: "ERR_UNSUPPORTED",
    message: 'RESTRACK_SOURCE does not know "top"',
    hint: "it may be ps, or not be set",
  });
});

test("createSources() gives each warning once, whoever finds it", async () => {
  const messages: string[] = [];
  const host = FixtureHost.of({ "/proc/meminfo": "MemTotal: lots\n" });
  const sources = await createSources(host, { platform: "linux", warn: ({ message }) => messages.push(message) });
  sources.readLimits();
  sources.readLimits();
  await sources.readServerInfo();
  assert.equal(messages.length, 1);
});
