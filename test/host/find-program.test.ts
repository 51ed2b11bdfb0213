import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { findProgram, programToStart } from "../../src/host/find-program.ts";

test("findProgram() finds the first file of that name in PATH, then elsewhere, whatever stands in the way", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "restrack-find-"));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const name of ["a", "b", "c/tool", "file"]) mkdirSync(join(folder, name), { recursive: true });
  for (const name of ["a", "b"]) writeFileSync(join(folder, name, "tool"), "", { mode: 0o755 });
  writeFileSync(join(folder, "plain"), "");
  const path = (...names: string[]) => ({ PATH: names.map((name) => (name === "" ? "" : join(folder, name))).join(":") });
  assert.equal(findProgram("tool", path("none", "", "plain", "c", "b", "a")), join(folder, "b", "tool"), "c/tool is a folder, and plain no folder");
  assert.equal(findProgram("tool", {}, [join(folder, "a")]), join(folder, "a", "tool"));
  assert.equal(findProgram("tool", path("none")), null);
  // A loop of folders' names that is too long for the kernel is an error, too.
  assert.equal(findProgram("tool", { PATH: `${"x".repeat(5000)}:${join(folder, "a")}` }), join(folder, "a", "tool"));
  chmodSync(join(folder, "b"), 0o000);
  assert.ok([join(folder, "b", "tool"), join(folder, "a", "tool")].includes(findProgram("tool", path("b", "a"))!));
});

test("findProgram() looks for an .exe on Windows", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "restrack-find-"));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const name of ["tool", "other.exe"]) writeFileSync(join(folder, name), "");
  const before = process.cwd();
  t.after(() => process.chdir(before));
  // In this folder, whose path every system writes alike.
  process.chdir(folder);
  const found = (name: string) => findProgram(name, { PATH: "none;." }, [], "win32");
  assert.equal(found("tool"), null);
  assert.equal(found("other"), "other.exe");
  assert.equal(found("other.exe"), "other.exe");
  assert.equal(programToStart("other", { PATH: "none;." }, "win32"), "other.exe");
  assert.equal(programToStart("other", { PATH: "none" }, "win32"), null, "not from the current folder");
  assert.equal(programToStart("C:\\a\\other", {}, "win32"), "C:\\a\\other");
  assert.equal(programToStart("other", {}, "linux"), "other");
});
