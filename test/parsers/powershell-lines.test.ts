import { test } from "node:test";
import assert from "node:assert/strict";
import { parsePowerShellLines, PowerShellLines } from "../../src/parsers/powershell-lines.ts";

const answer = (seq: number, name: string): string => `{"seq":${seq},"processes":[{"ProcessId":${seq},"Name":"${name}"}]}\r\n`;

test("PowerShellLines puts answers together, wherever the stream is cut, also within a character", () => {
  const bytes = new TextEncoder().encode(`\uFEFFWARNING: é\r\n${answer(1, "größe.exe")}\r\n${answer(2, "日本.exe")}`);
  for (let size = 1; size < bytes.length; size += 3) {
    const lines = new PowerShellLines();
    const answers = [];
    for (let at = 0; at < bytes.length; at += size) answers.push(...lines.read(bytes.subarray(at, at + size)));
    assert.deepEqual(answers.map(({ seq, processes }) => [seq, processes?.[0]?.name]), [[1, "größe.exe"], [2, "日本.exe"]], `${size}`);
  }
});

test("PowerShellLines gives an answer with the end of its line, not before", () => {
  const lines = new PowerShellLines();
  assert.deepEqual(lines.read('{"seq":1}'), []);
  assert.deepEqual(lines.read("\n").map(({ seq }) => seq), [1]);
  assert.deepEqual(lines.read('{"seq":2}'), []);
  assert.equal(lines.end()?.seq, 2);
  assert.equal(lines.end(), null);
});

test("PowerShellLines drops a line that is too long and reads the next", () => {
  const lines = new PowerShellLines(200);
  assert.deepEqual(lines.read(`{"seq":1,"pad":"${"x".repeat(150)}`), []);
  assert.deepEqual(lines.read("x".repeat(100)), []);
  assert.deepEqual(lines.read(`"}\n${answer(2, "a")}`).map(({ seq }) => seq), [2]);
});

test("PowerShellLines holds no more than 32 MiB of a line that never ends", () => {
  const lines = new PowerShellLines();
  const chunk = '{"seq":1,'.padEnd(1024 * 1024, " ");
  for (let count = 0; count < 33; count++) assert.deepEqual(lines.read(chunk), []);
  assert.deepEqual(lines.read(`\n${answer(2, "a")}`).map(({ seq }) => seq), [2]);
});

test("parsePowerShellLines() skips what is no answer", () => {
  for (const line of ["", "null", "[]", "5", "{", "{}", '{"seq":null}', '{"seq":"x"}', '{"seq":1.5}', '{"seq":-1}', 'WARNING: {"seq":', "\uFFFD\uFFFD"]) {
    assert.deepEqual(parsePowerShellLines(`${line}\n{"seq":9}\n`), [{ seq: 9, processes: null, system: null, ended: null }], line);
  }
});

test("parsePowerShellLines() tells no processes from processes that were not asked for", () => {
  assert.deepEqual(parsePowerShellLines('{"seq":1,"processes":[]}\n{"seq":2,"processes":null}').map(({ processes }) => processes), [[], null]);
});
