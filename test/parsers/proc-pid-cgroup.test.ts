import { test } from "node:test";
import assert from "node:assert/strict";
import { parseProcPidCgroup } from "../../src/parsers/proc-pid-cgroup.ts";

test("parseProcPidCgroup() splits controllers in any order, and keeps colons, blanks and parentheses of a path", () => {
  assert.deepEqual(parseProcPidCgroup("3:cpuacct,cpu:/a:b/c (d) e\n"), [{ hierarchy: 3, controllers: ["cpuacct", "cpu"], path: "/a:b/c (d) e" }]);
});

test("parseProcPidCgroup() gives the v2 group no controllers, and a named hierarchy its name", () => {
  assert.deepEqual(parseProcPidCgroup("1:name=systemd:/\n0::/x").map(({ controllers }) => controllers), [["name=systemd"], []]);
});

test("parseProcPidCgroup() leaves a broken row out, and decodes a path that is to be opened", () => {
  assert.deepEqual(parseProcPidCgroup(Buffer.from("4:memory\n0::/café\n\n").toString("latin1")).map(({ path }) => path), ["/café"]);
});
