import { test } from "node:test";
import assert from "node:assert/strict";
import { keyedBytes, keyedNumber, keyedText, sumKeyedBytes } from "../../src/parsers/keyed-lines.ts";

test("keyedNumber() finds a key at the start of a line only, with or without a colon", () => {
  for (const text of ["a 5", "a: 5\n", "a:5", "\ta\t5\r\n", "b: a 7\naa: 8\na : 5\n"]) assert.equal(keyedNumber(text, "a", "x"), 5, JSON.stringify(text));
  for (const text of ["", "b: a: 5", "aa: 5", "a(b): 5", "A: 5"]) assert.equal(keyedNumber(text, "a", "x"), null, JSON.stringify(text));
});

test("keyedNumber() quotes the line that has no number, and names where it is from", () => {
  assert.throws(() => keyedNumber("a: 1\nb: (c) 2\nd: 3\n", "b", "/proc/x"), { name: "SyntaxError", message: 'Cannot parse /proc/x: unexpected line "b: (c) 2"' });
});

test("keyedBytes() multiplies only what is followed by kB", () => {
  assert.equal(keyedBytes("a: 5 kB\n", "a", "x"), 5120);
  assert.equal(keyedBytes("a: 5 KB\n", "a", "x"), 5120);
  assert.equal(keyedBytes("a:5kB", "a", "x"), 5120);
  assert.equal(keyedBytes("a: 5\nk: 1\n", "a", "x"), 5);
});

test("sumKeyedBytes() tells none from a sum of 0", () => {
  assert.equal(sumKeyedBytes("a: 0 kB\n", "a", "x"), 0);
  assert.equal(sumKeyedBytes("b: 1 kB\n", "a", "x"), null);
  assert.equal(sumKeyedBytes("a: 1 kB\nb: 2 kB\na: 3 kB", "a", "x"), 4096);
});

test("keyedText() gives the rest of the line without blanks around it", () => {
  assert.equal(keyedText("a:\tb (c): d \r\ne: f", "a"), "b (c): d");
  assert.equal(keyedText("a:\n", "a"), "");
  assert.equal(keyedText("b: c", "a"), null);
});
