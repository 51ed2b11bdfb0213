import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { makeFolder, measure, restrack } from "../helpers/run-restrack.ts";

for (const code of [0, 1, 2, 3, 42, 124, 125, 126, 127, 128, 137, 255]) {
  test(`restrack run ends with ${code} when the command does`, async (t) => {
    const { code: own, report } = await measure(t, ["sh", "-c", `exit ${code}`], ["--quiet"]);
    assert.equal(own, code);
    assert.equal(report.exit_code, code);
    assert.equal(report.signal, null);
  });
}

for (const signal of ["SIGKILL", "SIGSEGV", "SIGTERM", "SIGINT", "SIGHUP", "SIGPIPE"] as const) {
  const code = 128 + constants.signals[signal];
  test(`restrack run ends with ${code} when ${signal} ended the command`, async (t) => {
    const { code: own, report, stderr } = await measure(t, ["sh", "-c", `ulimit -c 0; kill -${signal.slice(3)} $$`]);
    assert.equal(own, code);
    assert.equal(report.signal, signal);
    assert.equal(report.exit_code, null);
    assert.match(stderr, new RegExp(`killed by ${signal}`));
  });
}

test("restrack run ends with 127 when there is no such command, and names it", async (t) => {
  const { code, stdout, stderr } = await restrack(t, ["run", "--", "no-such-command-here"]);
  assert.equal(code, 127);
  assert.equal(stdout.length, 0);
  assert.match(stderr, /^restrack: Cannot run "no-such-command-here": command not found\n {2}\S/);
});

test("restrack run ends with 127 when the command's path does not exist", async (t) => {
  assert.equal((await restrack(t, ["run", "--", "/no/such/folder/command"])).code, 127);
});

test("restrack run ends with 126 when the command is not executable", async (t) => {
  const folder = makeFolder(t);
  const file = join(folder, "script");
  writeFileSync(file, "#!/bin/sh\n", { mode: 0o644 });
  const { code, stderr } = await restrack(t, ["run", "--", file]);
  assert.equal(code, 126);
  assert.match(stderr, /chmod \+x/);
});

test("restrack run ends with 126 when the command is a folder", async (t) => {
  const { code, stderr } = await restrack(t, ["run", "--", makeFolder(t)]);
  assert.equal(code, 126);
  assert.match(stderr, /it is a directory/);
});

test("restrack run runs a script that says not what reads it, as a shell does", async (t) => {
  const file = join(makeFolder(t), "script");
  writeFileSync(file, "exit 7\n", { mode: 0o755 });
  assert.equal((await restrack(t, ["run", "--", file])).code, 7);
});

test("restrack run ends with 127 when what should read a script does not exist", async (t) => {
  const file = join(makeFolder(t), "script");
  writeFileSync(file, "#!/no/such/interpreter\n", { mode: 0o755 });
  const { code, stderr } = await restrack(t, ["run", "--", file]);
  assert.equal(code, 127);
  assert.match(stderr, /the interpreter in its first line does not exist/);
});

test("restrack run leaves no row and no kept run behind a command that could not be started", async (t) => {
  const folder = makeFolder(t);
  const { code } = await restrack(t, ["run", "--", "no-such-command-here"], { env: { XDG_STATE_HOME: folder } });
  assert.equal(code, 127);
  const { code: listCode, stdout } = await restrack(t, ["list", "--format", "json"], { env: { XDG_STATE_HOME: folder } });
  assert.equal(listCode, 0);
  assert.deepEqual(JSON.parse(stdout.toString()), []);
});

const badOutputs: Record<string, { file: (folder: string) => string; says: RegExp }> = {
  "a folder that does not exist": { file: (folder) => join(folder, "missing", "out"), says: /the folder ".*missing" does not exist\n {2}mkdir -p/ },
  "a file used as a folder": { file: (folder) => join(folder, "file", "out"), says: /is not a folder/ },
  "the name of a folder": { file: (folder) => join(folder, "sub"), says: /it is a directory/ },
  "standard output": { file: () => "-", says: /standard output/ },
};
for (const option of ["--csv", "--json"]) {
  for (const [what, { file, says }] of Object.entries(badOutputs)) {
    test(`restrack run ends with 125 before the command starts when ${option} names ${what}`, async (t) => {
      const folder = makeFolder(t);
      mkdirSync(join(folder, "sub"));
      writeFileSync(join(folder, "file"), "");
      const { code, stdout, stderr } = await restrack(t, ["run", option, file(folder), "--", "touch", join(folder, "ran")]);
      assert.equal(code, 125);
      assert.equal(stdout.length, 0);
      assert.match(stderr, says);
      assert.ok(!existsSync(join(folder, "ran")), "the command ran");
    });
  }
}

test("restrack run ends with 125 when both outputs are one file, however they are spelt", async (t) => {
  const folder = makeFolder(t);
  mkdirSync(join(folder, "sub"));
  const { code, stderr } = await restrack(t, ["run", "--csv", join(folder, "out"), "--json", `${folder}/sub/../out`, "--", "touch", join(folder, "ran")]);
  assert.equal(code, 125);
  assert.match(stderr, /--csv and --json .*overwrite each other/);
  assert.ok(!existsSync(join(folder, "ran")), "the command ran");
});

test("restrack run leaves the first output as it was when the second cannot be had", async (t) => {
  const folder = makeFolder(t);
  writeFileSync(join(folder, "old.csv"), "precious");
  const { code } = await restrack(t, ["run", "--csv", join(folder, "old.csv"), "--json", join(folder, "missing", "x.json"), "--", "true"]);
  assert.equal(code, 125);
  assert.equal(readFileSync(join(folder, "old.csv"), "utf8"), "precious");
});
