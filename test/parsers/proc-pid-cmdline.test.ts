import { test } from "node:test";
import assert from "node:assert/strict";
import { parseProcPidCmdline } from "../../src/parsers/proc-pid-cmdline.ts";

test("parseProcPidCmdline() keeps blanks, parentheses, newlines and empty arguments", () => {
  assert.deepEqual(parseProcPidCmdline("sh\0-c\0echo (a)\n b \0\0x\0"), ["sh", "-c", "echo (a)\n b ", "", "x"]);
  assert.deepEqual(parseProcPidCmdline("git\0-m\0\0"), ["git", "-m", ""]);
});

test("parseProcPidCmdline() reads a title over the arguments as one, without its filling", () => {
  assert.deepEqual(parseProcPidCmdline("sshd: ann@pts/0      "), ["sshd: ann@pts/0"]);
  assert.deepEqual(parseProcPidCmdline("nginx: worker process\0\0\0\0"), ["nginx: worker process"]);
  assert.deepEqual(parseProcPidCmdline("agent\0--old\0\0\0\0\0"), ["agent", "--old"]);
});

test("parseProcPidCmdline() is empty for kernel threads and for nothing but filling", () => {
  for (const text of ["", "\0", "\0\0\0", "   "]) assert.deepEqual(parseProcPidCmdline(text), []);
});

test("parseProcPidCmdline() decodes UTF-8", () => {
  assert.deepEqual(parseProcPidCmdline(Buffer.from("ls\0über\0").toString("latin1")), ["ls", "über"]);
});
