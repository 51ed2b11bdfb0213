import { test } from "node:test";
import assert from "node:assert/strict";
import { decodeWmic } from "../../src/parsers/wmic-bytes.ts";

const text = "Name     ProcessId\r\ngröße    7\r\n";
const utf16 = (bytes: Buffer, bom = true): Buffer => (bom ? Buffer.concat([Buffer.from([0xff, 0xfe]), bytes]) : bytes);

test("decodeWmic() reads UTF-16 with and without its mark, in both orders", () => {
  const little = Buffer.from(text, "utf16le");
  assert.equal(decodeWmic(utf16(little)), text);
  assert.equal(decodeWmic(utf16(little, false)), text);
  assert.equal(decodeWmic(Buffer.from(utf16(Buffer.from(little))).swap16()), text);
});

test("decodeWmic() reads UTF-8 with and without its mark", () => {
  assert.equal(decodeWmic(Buffer.from(text)), text);
  assert.equal(decodeWmic(Buffer.from(`\uFEFF${text}`)), text);
});

test("decodeWmic() keeps the columns of another code page where they are", () => {
  const bytes = Buffer.from(text.replace("ö", "\x94").replace("ß", "\xe1"), "latin1");
  assert.equal(decodeWmic(bytes).length, text.length);
  assert.equal(decodeWmic(bytes).indexOf("7"), text.indexOf("7"));
  // Two characters that would be one in UTF-8, beside one that is none.
  assert.equal(decodeWmic(Buffer.from([0xc3, 0xa9, 0x94])).length, 3);
});

test("decodeWmic() bears nothing, one byte and half a character", () => {
  assert.equal(decodeWmic(new Uint8Array(0)), "");
  assert.equal(decodeWmic(Buffer.from("x")), "x");
  assert.equal(decodeWmic(Buffer.from([0xff, 0xfe])), "");
  assert.equal(decodeWmic(Buffer.from([0xff, 0xfe, 0x41, 0, 0x42])), "A\uFFFD");
});
