import assert from "node:assert/strict";
import { test } from "node:test";
import { Signals, type SignalTarget } from "../../../src/run/job/signals.ts";

const listened = ["SIGINT", "SIGBREAK", "SIGHUP", "SIGTERM", "SIGQUIT", "SIGTSTP", "SIGCONT", "SIGUSR1"] as const;
const counts = () => listened.map((signal) => process.listenerCount(signal));

test("Signals on Windows outlives what a console sends, passes nothing on, and lets go at the end", () => {
  const before = counts();
  const sent: string[] = [];
  const target: SignalTarget = { send: (signal) => sent.push(signal), killTree: () => sent.push("kill") };
  const signals = new Signals("win32");
  assert.deepEqual(counts().map((count, index) => count - before[index]!), [1, 1, 1, 0, 0, 0, 0, 0]);
  for (const signal of ["SIGINT", "SIGBREAK", "SIGHUP"] as const) process.emit(signal);
  signals.connect(target);
  for (const signal of ["SIGINT", "SIGBREAK", "SIGHUP"] as const) process.emit(signal);
  assert.deepEqual(sent, []);
  signals.close();
  assert.deepEqual(counts(), before);
});

test("Signals elsewhere passes SIGTERM on, at once or when the job runs, and the second one kills", () => {
  const sent: string[] = [];
  const signals = new Signals("linux");
  process.emit("SIGTERM");
  signals.connect({ send: (signal) => sent.push(signal), killTree: () => sent.push("kill") });
  process.emit("SIGTERM");
  signals.close();
  assert.deepEqual(sent, ["SIGTERM", "kill"]);
});
