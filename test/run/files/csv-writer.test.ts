import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs, { closeSync, existsSync, openSync, readFileSync, readSync, rmSync, statSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mock, test, type TestContext } from "node:test";
import { syncBuiltinESMExports } from "node:module";
import { CsvWriter } from "../../../src/run/files/csv-writer.ts";
import { needs } from "../../helpers/needs.ts";
import { makeFolder } from "../../helpers/run-restrack.ts";

function createFile(t: TestContext, folder = makeFolder(t)): { path: string; writer: CsvWriter } {
  const path = join(folder, "run.csv");
  return { path, writer: new CsvWriter(path, openSync(path, "w+")) };
}

const row = (number: number): string => `${number},${"x".repeat(40)}\n`;

/** Counts the writes, and fails them with `code` as long as `fails()` says so, after the first `taken` bytes. */
function watchWrites(t: TestContext, faults: { code: string; taken: number; fails: () => boolean } | null = null): { calls: string[] } {
  const calls: string[] = [];
  const writeSync = fs.writeSync;
  const spy = mock.method(fs, "writeSync", (fd: number, bytes: Buffer, offset: number, length: number, position: number | null) => {
    if (faults?.fails()) {
      if (faults.taken > 0 && offset === 0) return writeSync(fd, bytes, 0, Math.min(faults.taken, length), position);
      throw Object.assign(new Error(faults.code), { code: faults.code });
    }
    calls.push(bytes.toString("utf8", offset, offset + length));
    return writeSync(fd, bytes, offset, length, position);
  });
  syncBuiltinESMExports();
  t.after(() => {
    spy.mock.restore();
    syncBuiltinESMExports();
  });
  return { calls };
}

test("CsvWriter writes each row with one write, at once", async (t) => {
  const { path, writer } = createFile(t);
  const { calls } = watchWrites(t);
  for (const number of [1, 2, 3]) {
    writer.write(row(number));
    assert.ok(readFileSync(path, "utf8").endsWith(row(number)));
  }
  assert.deepEqual(calls, [row(1), row(2), row(3)]);
  await writer.close();
  assert.equal(readFileSync(path, "utf8"), row(1) + row(2) + row(3));
  assert.deepEqual([writer.lostRows, writer.problem, writer.unmended], [0, null, false]);
});

test("CsvWriter counts the rows that a full disk never took, and says so in words", { skip: !existsSync("/dev/full") }, async () => {
  const writer = new CsvWriter("/dev/full", openSync("/dev/full", "w"));
  for (const number of [1, 2, 3]) writer.write(row(number));
  assert.equal(writer.lostRows, 0, "they are kept while there is hope");
  assert.equal(writer.problem, "no space left on the disk");
  await writer.close();
  assert.equal(writer.lostRows, 3);
  assert.ok(writer.unmended);
});

test("CsvWriter writes the rows of a time without space as soon as there is some, whole and in order", async (t) => {
  const { path, writer } = createFile(t);
  let full = false;
  watchWrites(t, { code: "ENOSPC", taken: 7, fails: () => full });
  writer.write(row(1));
  full = true;
  writer.write(row(2));
  writer.write(row(3));
  assert.equal(readFileSync(path, "utf8"), row(1), "no part of a row stays");
  assert.ok(writer.unmended);
  full = false;
  writer.write(row(4));
  assert.equal(readFileSync(path, "utf8"), [1, 2, 3, 4].map(row).join(""));
  assert.ok(!writer.unmended);
  await writer.close();
  assert.equal(writer.lostRows, 0);
});

test("CsvWriter tries once more at the end", async (t) => {
  const { path, writer } = createFile(t);
  let full = true;
  watchWrites(t, { code: "EDQUOT", taken: 0, fails: () => full });
  writer.write(row(1));
  assert.equal(writer.problem, "the disk quota is used up");
  full = false;
  await writer.close();
  assert.equal(readFileSync(path, "utf8"), row(1));
  assert.deepEqual([writer.lostRows, writer.unmended], [0, false]);
});

test("CsvWriter goes on after a write that took only a part of the row", async (t) => {
  const { path, writer } = createFile(t);
  const writeSync = fs.writeSync;
  const spy = mock.method(fs, "writeSync", (fd: number, bytes: Buffer, offset: number, length: number, position: number | null) => writeSync(fd, bytes, offset, Math.min(5, length), position));
  syncBuiltinESMExports();
  t.after(() => {
    spy.mock.restore();
    syncBuiltinESMExports();
  });
  writer.write("grün,1234567890\n");
  writer.write("2,3\n");
  await writer.close();
  assert.equal(readFileSync(path, "utf8"), "grün,1234567890\n2,3\n");
});

test("CsvWriter keeps at most 4 MiB of rows that cannot be written, the latest ones", async (t) => {
  const { path, writer } = createFile(t);
  let full = true;
  watchWrites(t, { code: "ENOSPC", taken: 0, fails: () => full });
  const mebibyte = (number: number): string => `${String(number).padEnd(2 ** 20 - 1, ".")}\n`;
  for (let number = 1; number <= 6; number++) writer.write(mebibyte(number));
  assert.equal(writer.lostRows, 2);
  full = false;
  await writer.close();
  assert.equal(writer.lostRows, 2);
  assert.deepEqual(readFileSync(path, "utf8").match(/^\d/gm), ["3", "4", "5", "6"]);
});

test("CsvWriter restores a file that was deleted meanwhile, with all rows", async (t) => {
  const { path, writer } = createFile(t);
  let expected = "";
  for (let number = 1; number <= 3_000; number++) {
    if (number === 2_000) unlinkSync(path);
    writer.write(row(number));
    expected += row(number);
  }
  assert.ok(!existsSync(path));
  await writer.close();
  assert.equal(readFileSync(path, "utf8"), expected);
  assert.deepEqual([writer.lostRows, writer.problem, writer.unmended], [0, null, false]);
});

test("CsvWriter leaves a file alone that somebody else has put where its own was", async (t) => {
  const { path, writer } = createFile(t);
  writer.write(row(1));
  unlinkSync(path);
  writeFileSync(path, "precious");
  writer.write(row(2));
  await writer.close();
  assert.equal(readFileSync(path, "utf8"), "precious");
  assert.equal(writer.problem, "it was deleted during the run and could not be written again (EEXIST)");
  assert.ok(writer.unmended);
});

test("CsvWriter says when the folder of a deleted file is gone, too", async (t) => {
  const folder = makeFolder(t);
  const { writer } = createFile(t, folder);
  writer.write(row(1));
  rmSync(folder, { recursive: true });
  await writer.close();
  assert.equal(writer.problem, "it was deleted during the run and could not be written again (ENOENT)");
});

test("CsvWriter writes into a pipe, which has no places", async (t) => {
  const path = join(makeFolder(t), "pipe");
  assert.equal(spawnSync("mkfifo", [path]).status, 0);
  const reader = openSync(path, "r+");
  t.after(() => closeSync(reader));
  const writer = new CsvWriter(path, openSync(path, "w"));
  writer.write(row(1));
  writer.write(row(2));
  await writer.close();
  const read = Buffer.alloc(1_000);
  assert.equal(read.toString("utf8", 0, readSync(reader, read)), row(1) + row(2));
  assert.deepEqual([writer.lostRows, writer.problem], [0, null]);
});

test("CsvWriter survives a real file system that fills up and is cleared: every row is whole, none is missing", needs("root"), async (t) => {
  let folder = "";
  t.after(() => spawnSync("umount", ["-l", folder])); // before the folder is removed
  folder = makeFolder(t);
  if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=8k", "tmpfs", folder]).status !== 0) return t.skip("needs to mount a tmpfs");
  writeFileSync(join(folder, "ballast"), Buffer.alloc(4_096));
  const { path, writer } = createFile(t, folder);
  const rows = Array.from({ length: 150 }, (_, index) => row(index));
  for (const line of rows.slice(0, 120)) writer.write(line);
  assert.equal(writer.problem, "no space left on the disk");
  assert.match(readFileSync(path, "utf8"), /\n$/);
  assert.ok(statSync(path).size > 3_900, "as much as there was room for");
  unlinkSync(join(folder, "ballast"));
  for (const line of rows.slice(120)) writer.write(line);
  await writer.close();
  assert.equal(readFileSync(path, "utf8"), rows.join(""));
  assert.deepEqual([writer.lostRows, writer.unmended], [0, false]);
});
