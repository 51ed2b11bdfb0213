import { test } from "node:test";
import assert from "node:assert/strict";
import { environHasRunId } from "../../src/parsers/proc-pid-environ.ts";

const has = (text: string, id = "b2") => environHasRunId(text, "RUN_ID", id);

test("environHasRunId() finds the id in the whole path of runs within runs", () => {
  for (const value of ["b2", "a1/b2", "b2/c3", "a1/b2/c3"]) {
    assert.ok(has(`HOME=/root\0RUN_ID=${value}\0PATH=/bin\0`), value);
    assert.ok(has(`RUN_ID=${value}`), `${value} at the start, without an end`);
  }
});

test("environHasRunId() wants the whole name and the whole part", () => {
  for (const text of ["", "RUN_ID=\0", "RUN_ID=b\0", "RUN_ID=b22\0", "RUN_ID=a1-b2\0", "MY_RUN_ID=b2\0", "X=RUN_ID=b2\0", "RUN_ID\0b2\0", "X=\nRUN_ID=b2\0", "RUN_IDS=b2\0"]) {
    assert.ok(!has(text), JSON.stringify(text));
  }
});

test("environHasRunId() looks at every entry with that name, and at none without an id", () => {
  assert.ok(has("RUN_ID=a1\0X=(y) z\nq\0RUN_ID=b2\0"));
  assert.ok(!has("RUN_ID=a1//b2\0", ""));
});
