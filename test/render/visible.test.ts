import assert from "node:assert/strict";
import { test } from "node:test";
import { formatCommand } from "../../src/render/command-line.ts";
import { cut, displayWidth, pad, visible, wrap } from "../../src/render/visible.ts";

test("visible() writes what a terminal would obey as an escape", () => {
  assert.equal(visible("a\u001b[31mb\n\r\t\u0000\u0085\u202e\u200b\ud800c"), "a\\e[31mb\\n\\r\\t\\x00\\x85\\u202e\\u200b\\ud800c");
  assert.equal(visible("naïve 日本 🎉 e\u0301"), "naïve 日本 🎉 e\u0301");
});

test("displayWidth() counts columns, not signs", () => {
  assert.equal(displayWidth("abc"), 3);
  assert.equal(displayWidth("日本"), 4);
  assert.equal(displayWidth("🎉"), 2);
  assert.equal(displayWidth("e\u0301"), 1);
  assert.equal(displayWidth("äö€"), 3);
});

test("cut() keeps within the width and never splits a sign", () => {
  assert.equal(cut("abcdef", 6), "abcdef");
  assert.equal(cut("abcdef", 5), "abcd…");
  assert.equal(cut("ab cdef", 4), "ab…");
  assert.equal(cut("日本語", 5), "日本…");
  assert.equal(cut("日本語", 4), "日…");
  assert.equal(cut("🎉🎉", 3), "🎉…");
  assert.equal(cut("ab", 0), "");
  assert.equal(pad("日", 4), "日  ");
});

test("wrap() breaks at blanks and leaves long words whole", () => {
  assert.deepEqual(wrap("one two three", 7), ["one two", "three"]);
  assert.deepEqual(wrap("abcdefghij k", 4), ["abcdefghij", "k"]);
  assert.deepEqual(wrap("", 4), [""]);
});

test("formatCommand() can be typed into a shell again", () => {
  assert.equal(formatCommand(["python", "x y.py", "", "it's", "$HOME", "--a=b", "*"]), `python 'x y.py' '' 'it'\\''s' '$HOME' --a=b '*'`);
  assert.equal(formatCommand([]), "");
});
