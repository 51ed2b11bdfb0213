import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { getNewestNode } from "../helpers/newest-node.ts";

const own = fileURLToPath(import.meta.url);
const others = readdirSync(dirname(own)).filter((file) => file.endsWith(".test.mjs") && file !== basename(own));
const newest = process.env["RESTRACK_TEST_NODE"] === undefined ? getNewestNode() : "another Node was named to run the tests with";

if (typeof newest === "string") {
  test("the built program passes its end-to-end tests on the newest Node", { skip: newest }, () => undefined);
  if (process.env["RESTRACK_TEST_REQUIRE_ALL"] === "1") throw new Error(`RESTRACK_TEST_REQUIRE_ALL is set, but the newest Node is missing: ${newest}`);
} else if (newest.version === process.version || others.length === 0) {
  test(`the built program passes its end-to-end tests on Node ${newest.version}`, { skip: others.length === 0 ? "no other end-to-end test was built" : "it runs them already" }, () => undefined);
} else {
  test(`the built program passes its end-to-end tests on Node ${newest.version}`, { concurrency: 2 }, async (t) => {
    // The tests themselves stay on the Node that they were built for.
    const env = { ...process.env, RESTRACK_TEST_NODE: resolve(newest.path), NODE_TEST_CONTEXT: undefined };
    await Promise.all(others.map((file) => t.test(`${file} on Node ${newest.version}`, async () => {
      const child = spawn(process.execPath, ["--enable-source-maps", "--test", join(dirname(own), file)], { env, stdio: ["ignore", "pipe", "inherit"] });
      const output: Buffer[] = [];
      child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
      const code = await new Promise((ended) => child.once("close", ended));
      assert.equal(code, 0, Buffer.concat(output).toString());
    })));
  });
}
