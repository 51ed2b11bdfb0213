import assert from "node:assert/strict";
import { test } from "node:test";
import { FixtureHost } from "../../src/host/fixture-host.ts";
import { createSources } from "../../src/sources/index.ts";

test("createSources() says on which system it cannot measure yet", () => {
  assert.throws(() => createSources(FixtureHost.of({}), { platform: "sunos" }), {
    name: "RestrackError",
    code: "ERR_UNSUPPORTED",
    message: 'Cannot measure on "sunos": this version of restrack knows Linux only',
    hint: /WSL 2/,
  });
});

test("createSources() gives each warning once, whoever finds it", async () => {
  const messages: string[] = [];
  const host = FixtureHost.of({ "/proc/meminfo": "MemTotal: lots\n" });
  const sources = createSources(host, { platform: "linux", warn: ({ message }) => messages.push(message) });
  sources.readLimits();
  sources.readLimits();
  await sources.readServerInfo();
  assert.equal(messages.length, 1);
});
