import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { runProgram } from "../../src/host/run-program.ts";
import { until } from "../helpers/processes.ts";
import { makeFolder } from "../helpers/run-restrack.ts";

const node = process.execPath;

/** Resolves with what a program has written into a file that it makes when it is ready. */
async function readyFile(t: TestContext): Promise<{ path: string; written: () => Promise<string> }> {
  const path = join(makeFolder(t), "ready");
  return { path, written: async () => (await until(() => existsSync(path) && readFileSync(path, "utf8").endsWith("\n"), "the program to be ready"), readFileSync(path, "utf8").trim()) };
}

test("runProgram() ends a program when it is told to, though that does not want to end", { timeout: 20_000 }, async (t) => {
  const ending = new AbortController();
  const { path, written } = await readyFile(t);
  const running = runProgram(node, ["-e", `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); require('node:fs').writeFileSync(${JSON.stringify(path)}, 'ready\\n')`], { timeoutMs: 0, signal: ending.signal });
  await written();
  ending.abort();
  const { exitCode, timedOut, missing } = await running;
  assert.deepEqual([exitCode, timedOut, missing], [null, false, false]);
});

test("runProgram() waits for nothing that a program has left behind, once it is told to end", { timeout: 20_000 }, async (t) => {
  const ending = new AbortController();
  const { path, written } = await readyFile(t);
  const running = runProgram("sh", ["-c", `sleep 300 & echo $! > ${path}; wait`], { timeoutMs: 0, signal: ending.signal });
  const left = Number(await written());
  ending.abort();
  await running;
  assert.equal(process.kill(left, "SIGKILL"), true, "it lives on");
});

test("runProgram() leaves nothing behind at what may end many programs, one after the other", async () => {
  const ending = new AbortController();
  for (const program of ["true", "false", "no-such-program"]) await runProgram(program, [], { timeoutMs: 5000, signal: ending.signal });
  assert.deepEqual(getEventListeners(ending.signal, "abort"), []);
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
