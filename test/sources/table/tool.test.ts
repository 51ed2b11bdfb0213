import assert from "node:assert/strict";
import { test } from "node:test";
import { FixtureHost } from "../../../src/host/fixture-host.ts";
import type { ProgramResult } from "../../../src/host/host.ts";
import { Tool } from "../../../src/sources/table/tool.ts";
import { toolContext } from "../../helpers/table-row.ts";

const parse = (text: string): number | null => {
  if (!/^\d+$/.test(text)) throw new SyntaxError("no number");
  return Number(text);
};

test("Tool gives what its program tells, each time anew", async () => {
  const host = FixtureHost.of({}, { programs: { "tool -a": { stdout: "7" } } });
  const context = toolContext(host);
  const tool = new Tool({ ...context, program: "tool", args: ["-a"], parse });
  assert.equal(await tool.read(), 7);
  host.setProgram("tool -a", { stdout: "8", exitCode: 1 });
  assert.equal(await tool.read(), 8);
  assert.equal(context.ended.count, 2);
  assert.deepEqual(context.warnings, []);
});

test("Tool says nothing of a program that is not there, and does not ask again", async () => {
  const host = FixtureHost.of({});
  const context = toolContext(host);
  const tool = new Tool({ ...context, program: "tool", args: [], parse });
  for (let round = 0; round < 5; round++) assert.equal(await tool.read(), null);
  assert.equal(host.countReads("tool"), 1);
  assert.deepEqual(context.warnings, []);
});

test("Tool says once that a program is broken, leaves it alone for a minute, and takes it up again", async () => {
  const host = FixtureHost.of({}, { programs: { tool: { stdout: "?", stderr: "tool: no such thing\nusage", exitCode: 2 } } });
  const context = toolContext(host);
  const tool = new Tool({ ...context, program: "tool", args: [], parse });
  for (let round = 0; round < 10; round++) assert.equal(await tool.read(), null);
  assert.equal(host.countReads("tool"), 3);
  assert.deepEqual(context.warnings.map(({ message }) => message), ["tool does not tell what it should: tool: no such thing"]);
  host.setProgram("tool", { stderr: "tool: no such thing at 10:01", exitCode: 2 });
  host.advance(60_000);
  for (let round = 0; round < 10; round++) assert.equal(await tool.read(), null);
  assert.equal(context.warnings.length, 1, "what it says may hold the time");
  host.setProgram("tool", { stdout: "7" });
  host.advance(60_000);
  assert.equal(await tool.read(), 7);
});

test("Tool keeps an answer that need not be new, and asks again when it has grown old", async () => {
  const host = FixtureHost.of({}, { programs: { tool: { stdout: "7" } } });
  const tool = new Tool({ ...toolContext(host), program: "tool", args: [], parse, everyMs: 10_000 });
  assert.equal(await tool.read(), 7);
  host.setProgram("tool", { stdout: "8" });
  host.advance(9_999);
  assert.equal(await tool.read(), 7);
  host.advance(1);
  assert.equal(await tool.read(), 8);
});

/** A host whose program answers when the test says so. */
function slowHost() {
  const host = FixtureHost.of({});
  const waiting: ((stdout: string) => void)[] = [];
  host.run = (_program, _args, { signal }) =>
    new Promise<ProgramResult>((resolve) => {
      const result = { exitCode: 0, stderr: "", timedOut: false, missing: false };
      waiting.push((stdout) => resolve({ ...result, stdout }));
      signal?.addEventListener("abort", () => resolve({ ...result, exitCode: null, stdout: "" }));
    });
  return { host, waiting };
}

test("Tool waits no longer than it has patience, and gives a late answer to a later round", async () => {
  const { host, waiting } = slowHost();
  const tool = new Tool({ ...toolContext(host), program: "tool", args: [], parse });
  const first = tool.read();
  host.advance(800);
  assert.equal(await first, null);
  const second = tool.read();
  assert.equal(waiting.length, 1, "a second one was started beside the first");
  waiting[0]!("7");
  assert.equal(await second, 7);
});

test("Tool takes no answer for one of now that was on its way before, where it is asked anew", async () => {
  const { host, waiting } = slowHost();
  const tool = new Tool({ ...toolContext(host), program: "tool", args: [], parse });
  const first = tool.read();
  host.advance(800);
  assert.equal(await first, null);
  const second = tool.read(true);
  waiting[0]!("7");
  await new Promise(setImmediate);
  assert.equal(waiting.length, 2);
  waiting[1]!("8");
  assert.equal(await second, 8);
  const third = tool.read();
  host.advance(800);
  assert.equal(await third, null);
  const fourth = tool.read(true);
  host.advance(800);
  assert.equal(await fourth, null, "it hangs");
  assert.equal(waiting.length, 3);
});

test("Tool asks a dear program the more rarely the longer it takes, and not before its time", async () => {
  const { host, waiting } = slowHost();
  const tool = new Tool({ ...toolContext(host), program: "tool", args: [], parse, budget: 0.02, firstAfterMs: 1000 });
  assert.equal(await tool.read(), null);
  assert.equal(waiting.length, 0);
  host.advance(1000);
  const answer = tool.read();
  host.advance(300);
  waiting[0]!("7");
  assert.equal(await answer, 7);
  host.advance(14_999);
  assert.equal(await tool.read(), null);
  assert.equal(waiting.length, 1);
  host.advance(1);
  void tool.read();
  assert.equal(waiting.length, 2);
});

test("Tool gives the answer of a dear program that nobody waits for to the next round, once", async () => {
  const { host, waiting } = slowHost();
  const tool = new Tool({ ...toolContext(host), program: "tool", args: [], parse, budget: 0.02, patienceMs: 0 });
  const first = tool.read();
  host.advance(0);
  assert.equal(await first, null);
  host.advance(400);
  waiting[0]!("7");
  await new Promise((told) => setImmediate(told));
  host.advance(600);
  assert.equal(await tool.read(), 7);
  assert.equal(await tool.read(), null);
  assert.equal(waiting.length, 1);
});

test("Tool ends its program when nobody waits for it any more", async () => {
  const { host } = slowHost();
  const context = toolContext(host);
  const tool = new Tool({ ...context, program: "tool", args: [], parse });
  const answer = tool.read();
  tool.close();
  assert.equal(await answer, null);
  assert.equal(await tool.read(), null);
  assert.deepEqual(context.warnings, []);
});
