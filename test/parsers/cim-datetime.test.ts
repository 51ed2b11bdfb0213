import { test } from "node:test";
import assert from "node:assert/strict";
import { parseCimDatetime } from "../../src/parsers/cim-datetime.ts";

test("parseCimDatetime() reads the same instant in every form that Windows has for it", () => {
  const instant = 1_740_826_800.125;
  for (const value of [
    "/Date(1740826800125)/",
    "/Date(1740826800125+0100)/",
    { value: "/Date(1740826800125)/", DisplayHint: 2, DateTime: "samstag, 1. märz 2025 12:00:00" },
    { value: "2025-03-01T11:00:00.1250000Z", DateTime: "" },
    "2025-03-01T12:00:00.125+01:00",
    "2025-03-01T06:00:00.1250000-05:00",
    "2025-03-01T16:45:00.125+0545",
    "20250301120000.125000+060",
    " 20250301060000.125000-300 ",
    "20250301110000.125000+000",
  ]) {
    assert.equal(parseCimDatetime(value), instant, JSON.stringify(value));
  }
});

test("parseCimDatetime() reads days where the offset crosses midnight, a month and a leap day", () => {
  assert.equal(parseCimDatetime("20240301003000.000000+060"), Date.UTC(2024, 1, 29, 23, 30) / 1000);
  assert.equal(parseCimDatetime("20241231233000.000000-060"), Date.UTC(2025, 0, 1, 0, 30) / 1000);
  assert.equal(parseCimDatetime("20250301120000.******+000"), Date.UTC(2025, 2, 1, 12) / 1000);
});

test("parseCimDatetime() says null where an instant is not told", () => {
  for (const value of [null, undefined, "", "N/A", 5, [], {}, { DateTime: "samedi 1 mars 2025" }, { value: { value: "x" } }, "20250301120000.123456+***", "20250301", "20251301120000.000000+000", "20250301126000.000000+000", "2025-03-01T12:00:00", "16010101000000.000000+000", "/Date(-11644473600000)/", "/Date()/", "/Date(x)/"]) {
    assert.equal(parseCimDatetime(value), null, JSON.stringify(value));
  }
});
