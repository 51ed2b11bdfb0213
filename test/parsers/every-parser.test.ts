import { test } from "node:test";
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { gpuParsers } from "./gpu-parsers.ts";
import { linuxParsers } from "./linux-parsers.ts";
import { macParsers } from "./mac-parsers.ts";
import { nvidiaParsers } from "./nvidia-parsers.ts";
import { windowsParsers } from "./windows-parsers.ts";

for (const [parser, { parse, nothing, broken, exact, utf8 }] of Object.entries({ ...linuxParsers, ...macParsers, ...nvidiaParsers, ...windowsParsers, ...gpuParsers })) {
  test(`${parser} says of nothing that it is nothing`, () => {
    for (const text of exact ? [""] : ["", "\n", " \r\n\n"]) {
      if (nothing === SyntaxError) assert.throws(() => parse(text), SyntaxError);
      else assert.deepEqual(parse(text), nothing);
    }
  });

  if (broken !== null) {
    test(`${parser} quotes a line that is broken`, () => {
      for (const text of [broken, `${broken}\n`, `\n${broken}\r\n`]) {
        assert.throws(() => parse(text), (error) => error instanceof SyntaxError && error.message.includes(JSON.stringify(broken.trim()).slice(1, -1)), text);
      }
    });
  }

  test(`${parser} never ends in anything but a value or a SyntaxError, wherever its text is cut or scratched`, () => {
    const folder = `fixtures/parsers/${parser}`;
    for (const file of readdirSync(folder).filter((name) => name.endsWith(".txt"))) {
      const text = readFileSync(`${folder}/${file}`, utf8 ? "utf8" : "latin1").slice(0, 1500);
      for (let at = 0; at < text.length; at += 7) {
        const scratches = [text.slice(0, at), `${text.slice(0, at)}x${text.slice(at + 1)}`, `${text.slice(0, at)}\n${text.slice(at)}`, text.slice(at)];
        for (const scratched of scratches) assertValueOrSyntaxError(() => parse(scratched), scratched);
      }
    }
  });
}

function assertValueOrSyntaxError(parse: () => unknown, text: string): void {
  try {
    assert.ok(!holdsNaN(parse()), `NaN out of ${JSON.stringify(text)}`);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
}

function holdsNaN(value: unknown): boolean {
  if (typeof value === "number") return Number.isNaN(value);
  return typeof value === "object" && value !== null && Object.values(value).some(holdsNaN);
}
