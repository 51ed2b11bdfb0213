import { test } from "node:test";
import assert from "node:assert/strict";
import { parseProcPidStatus, parseSigIgn, parseVmHwmBytes } from "../../src/parsers/proc-pid-status.ts";

test("parseProcPidStatus() takes a name that imitates another line for a name", () => {
  const status = parseProcPidStatus("Name:\tVmHWM: 9 kB\\nPid:\nPid:\t12\nVmHWM:\t  128 kB\n");
  assert.equal(status.name, "VmHWM: 9 kB\nPid:");
  assert.equal(status.pid, 12);
  assert.equal(status.vmHwmBytes, 128 * 1024);
});

test("parseProcPidStatus() unescapes a backslash before an n once", () => {
  assert.equal(parseProcPidStatus("Name:\ta\\\\n(b) c\n").name, "a\\n(b) c");
});

test("parseProcPidStatus() lists the pids of a container's process from the outside in", () => {
  assert.deepEqual(parseProcPidStatus("NSpid:\t31007\t17\t1\n").nspid, [31007, 17, 1]);
  assert.deepEqual(parseProcPidStatus("NSpid:  31007 1\n").nspid, [31007, 1]);
});

test("parseVmHwmBytes() says null of a kernel thread", () => {
  assert.equal(parseVmHwmBytes("Name:\twatchdog/3\nThreads:\t1\n"), null);
  assert.equal(parseVmHwmBytes("Name:\tnode\nVmHWM:\t   71204 kB\n"), 71204 * 1024);
});

test("parseSigIgn() keeps all 64 bits", () => {
  assert.equal(parseSigIgn("SigIgn:\tfffffffe7ffbf0fe\n"), 0xfffffffe7ffbf0fen);
  assert.equal(parseSigIgn("SigIgn:\t0000000000010000\n"), 1n << 16n);
  assert.equal(parseSigIgn("Name:\tcat\n"), null);
  assert.throws(() => parseSigIgn("SigIgn:\tnone\n"), SyntaxError);
});
