import assert from "node:assert/strict";
import { test } from "node:test";
import { nearest, nearestFew } from "../../src/report/nearest.ts";

const commands = ["run", "attach", "stats", "list", "info", "help"];

test("nearest() finds the word behind a slip: one more, one less, another, two swapped", () => {
  const typed = { runn: "run", ru: "run", ryn: "run", rnu: "run", atach: "attach", attahc: "attach", stat: "stats", lsit: "list", HELP: "help", infos: "info" };
  for (const [word, meant] of Object.entries(typed)) assert.equal(nearest(word, commands), meant, word);
});

test("nearest() suggests nothing when nothing is near", () => {
  for (const word of ["python", "make", "x", "", "ls", "statistics of everything", "constructor"]) assert.equal(nearest(word, commands), undefined, word);
  assert.equal(nearest("run", []), undefined);
});

test("nearest() allows a long word more slips", () => {
  assert.equal(nearest("--wiat-childern", ["--wait-children", "--timeout"]), "--wait-children");
  assert.equal(nearest("--interva", ["--interval", "--json"]), "--interval");
});

test("nearestFew() puts the least slips first, and of equals those that begin like the typed word", () => {
  const servers = ["c5.9xlarge", "m5.xlarge", "m5.8xlarge", "m5.24xlarge", "r5.9xlarge", "hel1"];
  assert.deepEqual(nearestFew("m5.9xlarge", servers), ["m5.xlarge", "m5.8xlarge", "c5.9xlarge"]);
  assert.deepEqual(nearestFew("m5.9xlarge", servers, 1), ["m5.xlarge"]);
  assert.deepEqual(nearestFew("nothing like it", servers), []);
});
