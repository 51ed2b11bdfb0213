import assert from "node:assert/strict";
import { chmodSync, chownSync, closeSync, existsSync, fstatSync, linkSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync, writeSync } from "node:fs";
import { join, relative } from "node:path";
import { test, type TestContext } from "node:test";
import { RestrackError } from "../../../src/errors.ts";
import { explainOutput } from "../../../src/run/files/output-error.ts";
import { createOutputs, isDevice, type Output, OutputFailure } from "../../../src/run/files/outputs.ts";
import { needs } from "../../helpers/needs.ts";
import { makeFolder } from "../../helpers/run-restrack.ts";

function create(t: TestContext, ...wanted: [option: string, path: string][]): Output[] {
  const outputs = createOutputs(wanted.map(([option, path]) => ({ option, path })));
  t.after(() => outputs.forEach(({ fd }) => closeSync(fd)));
  return outputs;
}

/** What the user reads. */
function complaintAbout(...wanted: [option: string, path: string][]): { message: string; hint: string | undefined } {
  try {
    createOutputs(wanted.map(([option, path]) => ({ option, path }))).forEach(({ fd }) => closeSync(fd));
  } catch (error) {
    assert.ok(error instanceof OutputFailure, `${error}`);
    const explained = explainOutput(error);
    assert.ok(explained instanceof RestrackError);
    assert.equal(explained.code, "ERR_OUTPUT");
    assert.equal(explained.cause, error);
    return { message: explained.message, hint: explained.hint };
  }
  return assert.fail("nobody complained");
}

function makeSharedFolder(t: TestContext): string {
  const folder = makeFolder(t);
  chmodSync(folder, 0o1777);
  return folder;
}

const modeOf = (path: string): number => statSync(path).mode & 0o777;

test("createOutputs() creates what is not there and empties what is", (t) => {
  const folder = makeFolder(t);
  writeFileSync(join(folder, "old.json"), "of the last run");
  const outputs = create(t, ["--csv", join(folder, "new.csv")], ["--json", join(folder, "old.json")]);
  assert.deepEqual(outputs.map(({ option, path }) => [option, path]), [["--csv", join(folder, "new.csv")], ["--json", join(folder, "old.json")]]);
  for (const { fd, path } of outputs) {
    assert.equal(readFileSync(path, "utf8"), "");
    writeSync(fd, "new");
    assert.equal(readFileSync(path, "utf8"), "new");
  }
  assert.equal(modeOf(join(folder, "new.csv")), 0o666 & ~process.umask());
});

test("createOutputs() empties nothing when one of several files cannot be had, and closes those it had", (t) => {
  const folder = makeFolder(t);
  const path = join(folder, "run.csv");
  writeFileSync(path, "precious");
  const firstFree = create(t, ["--csv", "/dev/null"])[0]?.fd ?? assert.fail();
  complaintAbout(["--csv", path], ["--json", join(folder, "no", "run.json")]);
  assert.equal(readFileSync(path, "utf8"), "precious");
  assert.throws(() => fstatSync(firstFree + 1), { code: "EBADF" });
});

test("createOutputs() tells of a missing folder how to make it", (t) => {
  const folder = makeFolder(t);
  assert.deepEqual(complaintAbout(["--csv", join(folder, "out", "run.csv")]), {
    message: `Cannot write --csv "${folder}/out/run.csv": the folder "${folder}/out" does not exist`,
    hint: `mkdir -p ${folder}/out`,
  });
});

test("createOutputs() refuses a directory, and a file that is taken for one", (t) => {
  const folder = makeFolder(t);
  writeFileSync(join(folder, "file"), "");
  assert.deepEqual(complaintAbout(["--json", folder]), {
    message: `Cannot write --json "${folder}": it is a directory`,
    hint: `name a file in it: --json ${folder}/run.json`,
  });
  assert.equal(complaintAbout(["--csv", join(folder, "file", "run.csv")]).message, `Cannot write --csv "${folder}/file/run.csv": "${folder}/file" is not a folder`);
});

test("createOutputs() refuses standard output, which is the job's", () => {
  for (const path of ["-", ""]) {
    assert.deepEqual(complaintAbout(["--csv", path]), {
      message: `Cannot write --csv to "${path}": standard output belongs to the job`,
      hint: "name a file, e.g. --csv run.csv",
    });
  }
});

test("createOutputs() refuses two options that name one file, however they spell it", (t) => {
  const folder = makeFolder(t);
  const there = join(folder, "there");
  writeFileSync(there, "precious");
  linkSync(there, join(folder, "hard-link"));
  symlinkSync(there, join(folder, "link"));
  symlinkSync(folder, join(folder, "same-folder"));
  const pairs: [string, string][] = [
    [there, there],
    [there, join(folder, "hard-link")],
    [there, join(folder, "link")],
    [there, relative(process.cwd(), there)],
    [join(folder, "new"), join(folder, "new")],
    [join(folder, "new"), `${folder}/./new`],
    [join(folder, "new"), relative(process.cwd(), join(folder, "new"))],
    [join(folder, "new"), join(folder, "same-folder", "new")],
  ];
  for (const [first, second] of pairs) {
    assert.deepEqual(complaintAbout(["--csv", first], ["--json", second]), {
      message: `Cannot write --csv and --json to ${JSON.stringify(second)}: they would overwrite each other`,
      hint: "give them different names",
    });
  }
  assert.equal(readFileSync(there, "utf8"), "precious");
  assert.ok(!existsSync(join(folder, "new")));
});

test("createOutputs() takes /dev/null, and for two options at once", (t) => {
  const outputs = create(t, ["--csv", "/dev/null"], ["--json", "/dev/null"]);
  for (const { fd } of outputs) assert.equal(writeSync(fd, "gone"), 4);
});

test("createOutputs() follows a link in one's own folder", (t) => {
  const folder = makeFolder(t);
  writeFileSync(join(folder, "target"), "old");
  symlinkSync("target", join(folder, "link"));
  create(t, ["--csv", join(folder, "link")]);
  assert.equal(readFileSync(join(folder, "target"), "utf8"), "");
});

test("createOutputs() follows no link in a folder where everybody may write", (t) => {
  const folder = makeSharedFolder(t);
  const target = join(makeFolder(t), "target");
  writeFileSync(target, "precious");
  symlinkSync(target, join(folder, "link"));
  symlinkSync(join(makeFolder(t), "not-there"), join(folder, "dangling"));
  for (const name of ["link", "dangling"]) {
    assert.deepEqual(complaintAbout(["--csv", join(folder, name)]), {
      message: `Cannot write --csv "${folder}/${name}": it is a link in a folder where everybody may write`,
      hint: "choose another name",
    });
  }
  assert.equal(readFileSync(target, "utf8"), "precious");
});

test("createOutputs() lets nobody else read what it creates in a folder where everybody may write", (t) => {
  const folder = makeSharedFolder(t);
  const umask = process.umask(0);
  t.after(() => process.umask(umask));
  create(t, ["--csv", join(folder, "run.csv")]);
  assert.equal(modeOf(join(folder, "run.csv")), 0o600);
});

test("createOutputs() refuses another user's file in a folder where everybody may write", needs("root"), (t) => {
  const folder = makeSharedFolder(t);
  const path = join(folder, "run.csv");
  writeFileSync(path, "theirs", { mode: 0o666 });
  chownSync(path, 65_534, 65_534);
  // A kernel with fs.protected_regular refuses it before we can.
  assert.match(complaintAbout(["--csv", path]).message, /: (it is another user's file in a shared folder|permission denied)$/);
  assert.equal(readFileSync(path, "utf8"), "theirs");
});

test("createOutputs() writes into a file that may be written and not read", needs("root", "setpriv"), (t) => {
  const folder = makeFolder(t);
  chownSync(folder, 65_534, 65_534);
  const path = join(folder, "run.csv");
  writeFileSync(path, "", { mode: 0o200 });
  chownSync(path, 65_534, 65_534);
  process.seteuid?.(65_534);
  try {
    const [output] = create(t, ["--csv", path]);
    assert.equal(writeSync(output?.fd ?? -1, "row"), 3);
  } finally {
    process.seteuid?.(0);
  }
  assert.equal(readFileSync(path, "utf8"), "row");
});

test("createOutputs() reports a folder that may not be written to", needs("root"), (t) => {
  const folder = makeFolder(t);
  mkdirSync(join(folder, "locked"), { mode: 0o555 });
  chmodSync(folder, 0o755);
  process.seteuid?.(65_534);
  try {
    assert.deepEqual(complaintAbout(["--csv", join(folder, "locked", "run.csv")]), {
      message: `Cannot write --csv "${folder}/locked/run.csv": permission denied`,
      hint: "choose a folder that you may write to",
    });
  } finally {
    process.seteuid?.(0);
  }
});

test("explainOutput() has a sentence for each reason", () => {
  const explain = (code: string): [string, string | undefined] => {
    const reason = Object.assign(new Error(`${code}: as the system says it`), { code });
    const { message, hint } = explainOutput(new OutputFailure("--csv", "a/run.csv", reason)) as RestrackError;
    assert.ok(message.startsWith('Cannot write --csv "a/run.csv": '));
    return [message.slice(32), hint];
  };
  assert.deepEqual(explain("EROFS"), ["the file system is read-only", "choose a folder that you may write to"]);
  assert.deepEqual(explain("EPERM"), ["permission denied", "choose a folder that you may write to"]);
  assert.deepEqual(explain("ENOSPC"), ["no space left on the disk", undefined]);
  assert.deepEqual(explain("ENAMETOOLONG"), ["ENAMETOOLONG: as the system says it", undefined]);
  const foreign = explainOutput(new OutputFailure("--json", "/tmp/x", "foreign")) as RestrackError;
  assert.equal(foreign.message, 'Cannot write --json "/tmp/x": it is another user\'s file in a shared folder');
});

test("explainOutput() leaves other errors as they are", () => {
  const error = new TypeError("a defect");
  assert.equal(explainOutput(error), error);
});

test("explainOutput() speaks of Windows on Windows", () => {
  const say = (path: string, code: string) => {
    const { message, hint } = explainOutput(new OutputFailure("--csv", path, Object.assign(new Error("odd"), { code })), "win32") as RestrackError;
    return [message, hint];
  };
  assert.deepEqual(say("no/run.csv", "ENOENT"), ['Cannot write --csv "no/run.csv": the folder "no" does not exist', 'mkdir "no"']);
  assert.deepEqual(say("no/a|b.csv", "ENOENT"), ['Cannot write --csv "no/a|b.csv": Windows allows no such name', 'leave out < > " | ? *']);
  assert.deepEqual(say("C:\\a\\run.csv", "EBUSY"), ['Cannot write --csv "C:\\a\\run.csv": another program has it open', "close it there, or choose another name"]);
});

test("isDevice() knows each system's devices", () => {
  const devices = (platform: NodeJS.Platform) => ["/dev/null", "/dev/stderr", "NUL", "nul:", "\\\\.\\pipe\\x", "out\\nul.csv", "nul.csv", "\\\\server\\share\\run.csv"].filter((path) => isDevice(path, platform));
  assert.deepEqual(devices("linux"), ["/dev/null", "/dev/stderr"]);
  assert.deepEqual(devices("win32"), ["/dev/null", "NUL", "nul:", "\\\\.\\pipe\\x"]);
});
