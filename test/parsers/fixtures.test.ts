import { test } from "node:test";
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { gpuParsers } from "./gpu-parsers.ts";
import { linuxParsers } from "./linux-parsers.ts";
import { macParsers } from "./mac-parsers.ts";
import { nvidiaParsers } from "./nvidia-parsers.ts";
import { windowsParsers } from "./windows-parsers.ts";

// A fixture pair is a test: NAME.txt and NAME.json in fixtures/parsers/PARSER/. UPDATE=1 writes the JSON anew.

/** What may happen to a text on its way from a machine into a file, and must not change what it says. */
const mishaps: [name: string, change: (text: string) => string][] = [
  ["with CRLF", (text) => text.replaceAll("\n", "\r\n")],
  ["with blanks at the ends of lines", (text) => text.replaceAll("\n", "  \n")],
  ["with blanks for tabs", (text) => text.replaceAll("\t", "    ")],
  ["without final newline", (text) => text.replace(/\n+$/, "")],
  ["indented", (text) => text.replace(/^(?=.)/gm, " \t")],
  ["with empty lines behind", (text) => `${text}\n\n`],
];

for (const [parser, { parse, exact, utf8 }] of Object.entries({ ...linuxParsers, ...macParsers, ...nvidiaParsers, ...windowsParsers, ...gpuParsers })) {
  const folder = `fixtures/parsers/${parser}`;
  const names = readdirSync(folder).filter((file) => file.endsWith(".txt")).map((file) => file.slice(0, -".txt".length));

  test(`${parser} has fixtures`, () => assert.ok(names.length > 0));

  for (const name of names) {
    test(`${parser} reads ${name}`, () => {
      const golden = `${folder}/${name}.json`;
      const text = readFileSync(`${folder}/${name}.txt`, utf8 ? "utf8" : "latin1");
      const value = plain(parse(text));
      if (process.env["UPDATE"]) writeFileSync(golden, `${JSON.stringify(value, null, 2)}\n`);
      assert.ok(existsSync(golden), `${golden} is missing: run with UPDATE=1 and review it`);
      assert.deepEqual(value, JSON.parse(readFileSync(golden, "utf8")));
      if (exact) return;
      for (const [mishap, change] of mishaps) assert.deepEqual(plain(parse(change(text))), value, mishap);
    });
  }
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? `0x${part.toString(16)}` : part)));
}
