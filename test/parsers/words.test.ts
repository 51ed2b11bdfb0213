import { test } from "node:test";
import assert from "node:assert/strict";
import { linesOf, wordsOf } from "../../src/parsers/words.ts";

test("linesOf() takes off the mark of UTF-8 and the ends of lines of Windows", () => {
  assert.deepEqual(linesOf("\ufeffa\r\nb\n\nc"), ["a", "b", "", "c"]);
});

test("wordsOf() parts words by blanks and tabs only, and stops where it is told", () => {
  assert.deepEqual(wordsOf(" \ta\u00a0b  c\td "), ["a\u00a0b", "c", "d"]);
  assert.deepEqual(wordsOf("a b c", 2), ["a", "b"]);
  assert.deepEqual(wordsOf(""), []);
});
