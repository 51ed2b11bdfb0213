import { test } from "node:test";
import assert from "node:assert/strict";
import { parseProcPressure } from "../../src/parsers/proc-pressure.ts";

test("parseProcPressure() says null, not 0, of a line that an old kernel does not have", () => {
  assert.deepEqual(parseProcPressure("some avg10=3.10 avg60=1.25 avg300=0.60 total=271828182\n"), {
    some: { avg10: 3.1, avg60: 1.25, avg300: 0.6, totalMicroseconds: 271828182 },
    full: null,
  });
});

test("parseProcPressure() does not mix the two lines up", () => {
  const { some, full } = parseProcPressure("some avg10=1.00 avg60=1.00\nfull avg10=2.00 avg60=2.00 avg300=2.00 total=22\n");
  assert.equal(some?.totalMicroseconds, null);
  assert.equal(full?.totalMicroseconds, 22);
});
