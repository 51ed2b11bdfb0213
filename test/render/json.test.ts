import assert from "node:assert/strict";
import { test } from "node:test";
import { renderJson } from "../../src/render/json.ts";
import { exampleReport } from "../helpers/report.ts";

test("renderJson() is one object for one run, an array for several, and null for what is no number", () => {
  assert.deepEqual(JSON.parse(renderJson(exampleReport())), exampleReport());
  assert.equal((JSON.parse(renderJson([exampleReport(), exampleReport()])) as unknown[]).length, 2);
  assert.equal((JSON.parse(renderJson(exampleReport({ duration_seconds: NaN }))) as { duration_seconds: unknown }).duration_seconds, null);
  assert.ok(renderJson(exampleReport()).endsWith("}\n"));
});
