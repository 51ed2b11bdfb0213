import { test } from "node:test";
import assert from "node:assert/strict";
import { parseCgroup1Blkio } from "../../src/parsers/cgroup1-blkio.ts";

test("parseCgroup1Blkio() counts each byte once", () => {
  const text = "8:0 Read 1\n8:0 Write 2\n8:0 Sync 1\n8:0 Async 2\n8:0 Discard 4\n8:0 Total 7\nTotal 7\n";
  assert.deepEqual(parseCgroup1Blkio(text), [{ major: 8, minor: 0, readBytes: 1, writeBytes: 2, discardBytes: 4 }]);
});

test("parseCgroup1Blkio() gives no rows for a total alone, and leaves a broken row out", () => {
  assert.deepEqual(parseCgroup1Blkio("Total 0\n"), []);
  assert.deepEqual(parseCgroup1Blkio("8:0 Read (x)\n9:1 Read 5\n").map(({ major }) => major), [9]);
});
