import { test } from "node:test";
import assert from "node:assert/strict";
import { parseProcCgroups } from "../../src/parsers/proc-cgroups.ts";

test("parseProcCgroups() reads rows without the header, and the header without rows", () => {
  assert.deepEqual(parseProcCgroups("memory\t7\t96\t0\n"), [{ name: "memory", hierarchy: 7, cgroups: 96, enabled: false }]);
  assert.deepEqual(parseProcCgroups("#subsys_name\thierarchy\tnum_cgroups\tenabled\n"), []);
});

test("parseProcCgroups() leaves a broken row out", () => {
  assert.deepEqual(parseProcCgroups("cpu 1 (x) 1\na\nb 1 2\npids 8 1 1\n").map(({ name }) => name), ["pids"]);
});
