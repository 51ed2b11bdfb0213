import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, posix, win32 } from "node:path";
import { after, before, test } from "node:test";
import { expandPatterns, partsOf } from "../../../src/run/files/file-patterns.ts";

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), "restrack-patterns-"));
  for (const file of ["a.csv", "b.csv", "b.meta.json", "c10.csv", ".hidden.csv", "x[1].csv", "sub/d.csv", "sub/deep/e.csv", "sub.csv/f.csv"]) {
    mkdirSync(join(folder, file, ".."), { recursive: true });
    writeFileSync(join(folder, file), "");
  }
  if (process.platform !== "win32") symlinkSync(folder, join(folder, "sub", "loop"));
});
after(() => rmSync(folder, { recursive: true, force: true }));

const match = (...patterns: string[]) => expandPatterns(patterns.map((pattern) => join(folder, pattern))).map((path) => path.slice(folder.length + 1).replaceAll("\\", "/"));

test("expandPatterns() knows * and ?, in the order of names, without folders, hidden and meta files", () => {
  assert.deepEqual(match("*.csv"), ["a.csv", "b.csv", "c10.csv", "x[1].csv"]);
  assert.deepEqual(match("?.csv"), ["a.csv", "b.csv"]);
  assert.deepEqual(match("b*"), ["b.csv"]);
  assert.deepEqual(match(".h*.csv"), [".hidden.csv"]);
  assert.deepEqual(match("x[1]*"), ["x[1].csv"]);
});

test("expandPatterns() knows folders by pattern, and ** for any number of them", () => {
  assert.deepEqual(match("s*/?.csv"), ["sub.csv/f.csv", "sub/d.csv"]);
  assert.deepEqual(match("**/*.csv"), ["a.csv", "b.csv", "c10.csv", "sub.csv/f.csv", "sub/d.csv", "sub/deep/e.csv", "x[1].csv"]);
  assert.deepEqual(match("**/deep/*"), ["sub/deep/e.csv"]);
  assert.deepEqual(match("sub/../*0.csv"), ["c10.csv"]);
});

test("expandPatterns() leaves alone what is no pattern or is there by that very name", () => {
  assert.deepEqual(expandPatterns(["-", "last", "no-such.csv"]), ["-", "last", "no-such.csv"]);
  writeFileSync(join(folder, "what?.csv"), "");
  assert.deepEqual(match("what?.csv"), ["what?.csv"]);
  rmSync(join(folder, "what?.csv"));
});

test("expandPatterns() says so when nothing matches", () => {
  for (const pattern of ["*.zip", "nowhere/*.csv", "a.csv/*", "*.meta.json"]) assert.throws(() => match(pattern), { code: "ERR_INPUT", message: /^Cannot find ".*": no file matches$/ });
});

test("expandPatterns() takes relative patterns from the current folder", () => {
  assert.deepEqual(expandPatterns(["tsconfig.js?n"]), ["tsconfig.json"]);
  assert.deepEqual(expandPatterns(["./src/err*.ts"]), [join("src", "errors.ts")]);
});

test("partsOf() begins where each system's paths begin", () => {
  assert.deepEqual(partsOf("runs/*.csv", posix), { root: "", parts: ["runs", "*.csv"] });
  assert.deepEqual(partsOf("/runs/*.csv", posix), { root: "/", parts: ["runs", "*.csv"] });
  assert.deepEqual(partsOf("a\\b/*.csv", posix), { root: "", parts: ["a\\b", "*.csv"] });
  assert.deepEqual(partsOf("runs\\2025/*.csv", win32), { root: "", parts: ["runs", "2025", "*.csv"] });
  assert.deepEqual(partsOf("C:\\runs\\*.csv", win32), { root: "C:\\", parts: ["runs", "*.csv"] });
  assert.deepEqual(partsOf("C:/runs/*.csv", win32), { root: "C:/", parts: ["runs", "*.csv"] });
  assert.deepEqual(partsOf("C:*.csv", win32), { root: "C:", parts: ["*.csv"] });
  assert.deepEqual(partsOf("\\\\server\\share\\runs\\*.csv", win32), { root: "\\\\server\\share\\", parts: ["runs", "*.csv"] });
});
