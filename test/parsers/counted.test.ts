import { test } from "node:test";
import assert from "node:assert/strict";
import { decimalOrNull, sizeOrNull, wholeOrNull } from "../../src/parsers/counted.ts";

test("wholeOrNull(), decimalOrNull() and sizeOrNull() do not know what is no number", () => {
  for (const word of [undefined, "", "-", "N/A", "[N/A]", "-1", "1e3", "0x1", "1 ", "1.", ".5", "Infinity", "9".repeat(400)]) {
    assert.deepEqual([wholeOrNull(word), decimalOrNull(word), sizeOrNull(word)], [null, null, null], word);
  }
});

test("sizeOrNull() counts in powers of 1024, and in its unit where there is no letter", () => {
  assert.deepEqual(["512B", "753K", "2048.00M", "1,5g", "2T"].map((word) => sizeOrNull(word)), [512, 771_072, 2 ** 31, 1.5 * 2 ** 30, 2 ** 41]);
  assert.equal(sizeOrNull("12", 1024), 12_288);
});
