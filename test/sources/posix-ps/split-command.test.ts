import assert from "node:assert/strict";
import { test } from "node:test";
import { splitCommand } from "../../../src/sources/posix-ps/split-command.ts";

test("splitCommand() calls a program by its file", () => {
  assert.deepEqual(splitCommand("/usr/bin/my job --fast ü"), { comm: "my", words: ["/usr/bin/my", "job", "--fast", "ü"] });
  assert.equal(splitCommand("nginx: worker process (nginx)").comm, "nginx");
  assert.equal(splitCommand(":").comm, ":");
  assert.deepEqual(splitCommand(""), { comm: "", words: [] });
});

test("splitCommand() gives what has no command line none", () => {
  assert.deepEqual(splitCommand("[kworker/0:1]"), { comm: "kworker/0:1", words: [] });
  assert.deepEqual(splitCommand("[sed] <defunct>"), { comm: "sed", words: [] });
  assert.deepEqual(splitCommand("<defunct>"), { comm: "<defunct>", words: [] });
  assert.deepEqual(splitCommand("[ -f a ]").words, ["[", "-f", "a", "]"]);
});

test("splitCommand() takes what BusyBox puts before a command for the program's own name", () => {
  assert.deepEqual(splitCommand("{configure} /bin/sh ./configure"), { comm: "configure", words: ["/bin/sh", "./configure"] });
  assert.deepEqual(splitCommand("{entry point} sh"), { comm: "entry point", words: ["sh"] });
  assert.deepEqual(splitCommand("{alone}"), { comm: "{alone}", words: ["{alone}"] });
});

test("splitCommand() knows a bundle of macOS whose name has blanks", () => {
  const program = "/Applications/My App.app/Contents/MacOS/My App";
  assert.deepEqual(splitCommand(program), { comm: "My App", words: [program] });
  assert.deepEqual(splitCommand(`${program} --fast now`), { comm: "My App", words: [program, "--fast", "now"] });
  const helper = "/Applications/My App.app/Contents/Frameworks/My App Helper (GPU).app/Contents/MacOS/My App Helper (GPU)";
  assert.equal(splitCommand(`${helper} --type=gpu`).comm, "My App Helper (GPU)");
});

test("splitCommand() takes no bundle among the arguments for the program, and none whose program is called otherwise", () => {
  assert.equal(splitCommand("/usr/bin/open /Applications/My App.app/Contents/MacOS/My App").comm, "open");
  assert.equal(splitCommand("/Applications/X.app/Contents/MacOS/Y -z").comm, "Y");
  assert.equal(splitCommand("/Applications/X.app/Contents/MacOS/Xtra -z").comm, "Xtra");
});
