import { resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { getNewestNode } from "../helpers/newest-node.ts";
import { endToEndTests, runAgain } from "../helpers/run-again.ts";

const others = endToEndTests(fileURLToPath(import.meta.url));
const newest = process.env["RESTRACK_TEST_NODE"] === undefined ? getNewestNode() : "another Node was named to run the tests with";

if (typeof newest === "string") {
  test("the built program passes its end-to-end tests on the newest Node", { skip: newest }, () => undefined);
  if (process.env["RESTRACK_TEST_REQUIRE_ALL"] === "1") throw new Error(`RESTRACK_TEST_REQUIRE_ALL is set, but the newest Node is missing: ${newest}`);
} else if (newest.version === process.version || others.length === 0) {
  test(`the built program passes its end-to-end tests on Node ${newest.version}`, { skip: others.length === 0 ? "no other end-to-end test was built" : "it runs them already" }, () => undefined);
} else {
  // The tests themselves stay on the Node that they were built for.
  test(`the built program passes its end-to-end tests on Node ${newest.version}`, { concurrency: 2 }, (t) => runAgain(t, others, `on Node ${newest.version}`, { RESTRACK_TEST_NODE: resolve(newest.path) }));
}
