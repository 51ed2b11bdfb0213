import assert from "node:assert/strict";
import { test } from "node:test";
import { runProgram } from "../../src/host/run-program.ts";

const node = process.execPath;

test("runProgram() ends a program when it is told to, though that does not want to end", { timeout: 20_000 }, async () => {
  const ending = new AbortController();
  const running = runProgram(node, ["-e", "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"], { timeoutMs: 0, signal: ending.signal });
  setTimeout(() => ending.abort(), 200);
  const { exitCode, timedOut, missing } = await running;
  assert.deepEqual([exitCode, timedOut, missing], [null, false, false]);
});

test("runProgram() waits for nothing that a program has left behind, once it is told to end", { timeout: 20_000 }, async () => {
  const ending = new AbortController();
  const running = runProgram("sh", ["-c", "sleep 5 & wait"], { timeoutMs: 0, signal: ending.signal });
  const beginMs = performance.now();
  setTimeout(() => ending.abort(), 200);
  await running;
  assert.ok(performance.now() - beginMs < 3000);
});

test("runProgram() in the background keeps no process alive", { timeout: 20_000 }, async () => {
  const held = (): string[] => process.getActiveResourcesInfo().filter((name) => /Process|Pipe/.test(name)).sort();
  const before = held();
  const ending = new AbortController();
  const running = runProgram(node, ["-e", "setInterval(() => {}, 1000)"], { timeoutMs: 0, signal: ending.signal, inBackground: true });
  const during = held();
  setTimeout(() => ending.abort(), 50);
  const holding = setInterval(() => undefined, 1000);
  await running;
  clearInterval(holding);
  assert.deepEqual(during, before);
});

test("runProgram() in the background tells what was printed", { timeout: 20_000 }, async () => {
  const holding = setInterval(() => undefined, 1000);
  const { exitCode, stdout } = await runProgram(node, ["-e", "console.log('x'.repeat(100000)); process.exitCode = 3"], { timeoutMs: 0, inBackground: true });
  clearInterval(holding);
  assert.deepEqual([exitCode, stdout.length], [3, 100_001]);
});
