import assert from "node:assert/strict";
import { test } from "node:test";
import { parsePsEnviron } from "../../src/parsers/ps-environ.ts";

test("parsePsEnviron() finds the ids behind the variable, of each process", () => {
  const text = "  614 /usr/bin/python3 train.py HOME=/home/ann RUN=9f3c/04ab PATH=/bin\n  700 sleep 5\n    8 sh -c RUN_OTHER=1 XRUN=2 RUN=77";
  assert.deepEqual([...parsePsEnviron(text, "RUN")], [[614, ["9f3c", "04ab"]], [8, ["77"]]]);
});

test("parsePsEnviron() finds nothing in what is no table", () => {
  assert.deepEqual([...parsePsEnviron("error: unsupported option RUN=1\n\n RUN=1", "RUN")], []);
});
