import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { streamProgram } from "../../src/host/stream-program.ts";

/** Gives each line back with its length in bytes before it, as it comes; ends when its input does. */
const ECHO = 'process.stdin.setEncoding("utf8"); let held = ""; process.stdin.on("data", (text) => { const lines = (held + text).split("\\n"); held = lines.pop(); for (const line of lines) process.stdout.write(`${Buffer.byteLength(line)} ${line}\\n`); })';

/** A child with an input, and what it has told. */
function start(script: string, input = true) {
  let text = "";
  let wake: () => void = () => undefined;
  let end: (problem: string) => void;
  const ended = new Promise<string>((resolve) => (end = resolve));
  const program = streamProgram(process.execPath, ["-e", script], {
    onText: (piece) => {
      text += piece;
      wake();
    },
    onEnd: (problem) => end(problem),
  }, { input });
  // It keeps no process alive by itself.
  const alive = setInterval(() => undefined, 1000);
  const told = async (wanted: string): Promise<string> => {
    while (!text.includes(wanted)) await new Promise<void>((resolve) => (wake = resolve));
    return text;
  };
  return { program, ended, told, text: () => text, finish: () => clearInterval(alive) };
}

test("streamProgram() writes to its program line by line, and gives what it answers", { timeout: 20_000 }, async () => {
  const { program, told, finish } = start(ECHO);
  program.write("first\n");
  assert.equal(await told("\n"), "5 first\n");
  program.write("größe 日本\n");
  assert.equal(await told("日本\n"), "5 first\n14 größe 日本\n");
  program.stop();
  finish();
});

test("streamProgram() loses nothing of a text that no pipe can hold", { timeout: 20_000 }, async () => {
  const { program, told, finish } = start(ECHO);
  const line = "é".repeat(500_000);
  program.write(`${line}\nend\n`);
  assert.equal(await told("3 end\n"), `1000000 ${line}\n3 end\n`);
  program.stop();
  finish();
});

test("streamProgram() tells nothing any more of a program that was stopped, and takes what is written to it", { timeout: 20_000 }, async () => {
  const { program, ended, told, text, finish } = start(ECHO);
  program.write("a\n");
  await told("a\n");
  program.stop();
  program.write("b\n");
  const isRunning = (): boolean => {
    try {
      return process.kill(program.pid!, 0);
    } catch {
      return false;
    }
  };
  while (isRunning()) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.equal(await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 50, "nothing"))]), "nothing");
  assert.equal(text(), "1 a\n");
  finish();
});

test("streamProgram() ends what its program has started, too", { timeout: 20_000, skip: process.platform === "win32" && "there are no scripts of sh" }, async () => {
  let started = 0;
  let ended = (): void => undefined;
  const program = streamProgram("/bin/sh", ["-c", `"${process.execPath}" -e 'console.log(process.pid); setInterval(() => 0, 1000)'; echo`], {
    onText: (text) => {
      started = Number(text);
      ended();
    },
    onEnd: () => undefined,
  });
  const alive = setInterval(() => undefined, 1000);
  await new Promise<void>((resolve) => (ended = resolve));
  assert.ok(started > 0);
  program.stop();
  const isRunning = (): boolean => {
    try {
      // What nobody has waited for yet has ended all the same.
      return process.platform !== "linux" || !/\) Z /.test(readFileSync(`/proc/${started}/stat`, "latin1")) ? process.kill(started, 0) : false;
    } catch {
      return false;
    }
  };
  for (let at = 0; at < 100 && isRunning(); at++) await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(isRunning(), false);
  clearInterval(alive);
});

test("streamProgram() survives what is written to a program that has ended, or that does not read", { timeout: 20_000 }, async () => {
  const { program, ended, finish } = start("process.stdin.destroy(); setTimeout(() => process.exit(7), 100)");
  for (let count = 0; count < 20; count++) {
    program.write("x".repeat(100_000));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  assert.equal(await ended, "it ended with 7");
  program.write("late\n");
  finish();
});

test("streamProgram() says why a program never began, and takes what is written to it", { timeout: 20_000 }, async () => {
  const problem = await new Promise((resolve) => {
    const program = streamProgram("no-such-program-anywhere", [], { onText: () => assert.fail(), onEnd: resolve }, { input: true });
    program.write("question\n");
    assert.equal(program.pid, null);
  });
  assert.match(String(problem), /ENOENT/);
});

test("streamProgram() gives a program no input that asked for none", { timeout: 20_000 }, async () => {
  const { program, ended, told, finish } = start('process.stdin.on("end", () => console.log("nothing to read")).resume()', false);
  program.write("x\n");
  assert.equal(await told("\n"), "nothing to read\n");
  assert.equal(await ended, "it ended with 0");
  finish();
});
