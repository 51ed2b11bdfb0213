import assert from "node:assert/strict";
import { test } from "node:test";
import { parseWindowsCommandLine } from "../../src/parsers/windows-command-line.ts";

const lines: readonly [text: string, args: readonly string[]][] = [
  ["", []],
  ["   ", []],
  ["node build.mjs  --all\t-j 8 ", ["node", "build.mjs", "--all", "-j", "8"]],
  [String.raw`"C:\Program Files\nodejs\node.exe" build.mjs`, [String.raw`C:\Program Files\nodejs\node.exe`, "build.mjs"]],
  [String.raw`"C:\tools\" "C:\work\\" D:\out\ `, ["C:\\tools\\", "C:\\work\\", "D:\\out\\"]],
  [String.raw`node -e "console.log(\"a b\")"`, ["node", "-e", 'console.log("a b")']],
  [String.raw`x --name="big job" "" a""b`, ["x", "--name=big job", "", "ab"]],
  [String.raw`x "a\\" b\\"c d" e\\\"f g\"`, ["x", "a\\", "b\\c d", 'e\\"f', 'g"']],
  ['x "say ""yes"" now" """three"""', ["x", 'say "yes" now', '"three"']],
  ['x "never ended  here', ["x", "never ended  here"]],
  [String.raw`\\server\share\run.exe \\?\C:\f`, [String.raw`\\server\share\run.exe`, String.raw`\\?\C:\f`]],
  ["x größe\n日本", ["x", "größe", "日本"]],
];

for (const [text, args] of lines) {
  test(`parseWindowsCommandLine() splits ${JSON.stringify(text)}`, () => assert.deepEqual(parseWindowsCommandLine(text), args));
}
