import assert from "node:assert/strict";
import { chownSync, closeSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { createStoredRun, findRun, listRuns, newRunId, pruneRuns, saveMeta, stateFolder } from "../../../src/run/files/store.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "restrack-store-"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const env = () => ({ HOME: home });
const folder = () => join(home, ".local", "state", "restrack", "runs");
const posixOnly = { skip: process.platform === "win32" && "POSIX modes and links" };

/** Keeps a run of that id, without rows. */
function keep(id: string, meta?: object): void {
  const run = createStoredRun(id, env(), "linux")!;
  closeSync(run.csvFd);
  if (meta !== undefined) assert.ok(saveMeta(run, JSON.stringify(meta)));
}

test("stateFolder() is where each system keeps state, and null without a home", posixOnly, () => {
  assert.equal(stateFolder({ HOME: "/home/a" }, "linux"), "/home/a/.local/state/restrack/runs");
  assert.equal(stateFolder({ HOME: "/home/a", XDG_STATE_HOME: "/s" }, "linux"), "/s/restrack/runs");
  assert.equal(stateFolder({ HOME: "/home/a", XDG_STATE_HOME: "relative" }, "linux"), "/home/a/.local/state/restrack/runs");
  assert.equal(stateFolder({ HOME: "/Users/a" }, "darwin"), "/Users/a/Library/Application Support/restrack/runs");
  assert.equal(stateFolder({ LOCALAPPDATA: "/c/a" }, "win32"), "/c/a/restrack/runs");
  for (const none of [{}, { HOME: "" }, { HOME: "here" }]) assert.equal(stateFolder(none, "linux"), null);
  assert.equal(stateFolder({ USERPROFILE: "/c/Users/a" }, "win32"), "/c/Users/a/AppData/Local/restrack/runs");
  assert.equal(stateFolder({ USERPROFILE: "/c/Users/a", LOCALAPPDATA: "/d/a" }, "win32"), "/d/a/restrack/runs");
  assert.equal(stateFolder({ HOME: "/home/a" }, "win32"), null);
});

test("newRunId() sorts by time and tells two of one millisecond apart", () => {
  const early = newRunId(Date.UTC(2025, 2, 1, 8, 0, 0, 123));
  assert.match(early, /^20250301-080000-123[a-z0-9]{4}$/);
  assert.ok(early < newRunId(Date.UTC(2025, 2, 1, 8, 0, 0, 124)));
  assert.ok(new Set(Array.from({ length: 20 }, () => newRunId(0))).size > 1);
});

test("createStoredRun() makes a place that only its owner can read", posixOnly, () => {
  const run = createStoredRun("20250301-080000-000aaaa", env(), "linux")!;
  writeSync(run.csvFd, "x");
  closeSync(run.csvFd);
  assert.equal(readFileSync(run.csvPath, "utf8"), "x");
  assert.equal(statSync(run.csvPath).mode & 0o777, 0o600);
  assert.equal(statSync(folder()).mode & 0o777, 0o700);
  assert.ok(saveMeta(run, "{}"));
  assert.ok(saveMeta(run, '{"end":1}'), "a second time over the first");
  assert.equal(statSync(run.metaPath).mode & 0o777, 0o600);
  assert.deepEqual(readdirSync(folder()).sort(), ["20250301-080000-000aaaa.csv", "20250301-080000-000aaaa.meta.json"]);
});

test("createStoredRun() follows no link, overwrites nothing, and gives null where it cannot write", posixOnly, () => {
  const id = "20250301-080000-000aaaa";
  keep(id);
  assert.equal(createStoredRun(id, env(), "linux"), null, "somebody else's run of that id");
  rmSync(join(folder(), `${id}.csv`));
  const victim = join(home, "victim");
  writeFileSync(victim, "precious");
  symlinkSync(victim, join(folder(), `${id}.csv`));
  assert.equal(createStoredRun(id, env(), "linux"), null);
  assert.equal(readFileSync(victim, "utf8"), "precious");
  rmSync(folder(), { recursive: true });
  symlinkSync(home, folder());
  assert.equal(createStoredRun(id, env(), "linux"), null, "the folder itself is a link");
  assert.equal(createStoredRun(id, {}, "linux"), null);
  assert.equal(createStoredRun(id, { HOME: victim }, "linux"), null);
  assert.equal(createStoredRun(id, { HOME: "/proc/nowhere" }, "linux"), null);
});

test("createStoredRun() leaves no files of root in another user's home", { skip: process.getuid?.() !== 0 && "only root can be in another user's home" }, () => {
  assert.ok(createStoredRun("20250301-080000-000aaaa", { HOME: home }, "linux"));
  const other = mkdtempSync(join(tmpdir(), "restrack-other-"));
  try {
    chownSync(other, 65_534, 65_534);
    assert.equal(createStoredRun("20250301-080000-000aaaa", { HOME: other }, "linux"), null);
    assert.deepEqual(readdirSync(other), []);
  } finally {
    rmSync(other, { recursive: true });
  }
});

test("listRuns() and findRun() find runs by id, by its beginning, and the last one", () => {
  for (const id of ["20250301-080000-000aaaa", "20250301-080000-001bbbb", "20250302-000000-000cccc"]) keep(id);
  writeFileSync(join(folder(), "notes.csv"), "");
  assert.deepEqual(listRuns(env(), "linux").map(({ id }) => id), ["20250302-000000-000cccc", "20250301-080000-001bbbb", "20250301-080000-000aaaa"]);
  assert.equal(findRun("last", env(), "linux")?.id, "20250302-000000-000cccc");
  assert.equal(findRun("20250301-080000-001", env(), "linux")?.id, "20250301-080000-001bbbb");
  assert.equal(findRun("20250301", env(), "linux"), undefined, "two begin so");
  assert.equal(findRun("", env(), "linux"), undefined);
  assert.equal(findRun("last", { HOME: "/nowhere" }, "linux"), undefined);
  assert.deepEqual(listRuns({}, "linux"), []);
});

test("pruneRuns() keeps the last fifty, and what still runs", async () => {
  const ids = Array.from({ length: 63 }, (_, index) => `20250301-0800${String(index).padStart(2, "0")}-000aaaa`);
  ids.forEach((id, index) => keep(id, { end: index === 1 || index === 2 ? null : "2025-03-01T08:00:00.000Z" }));
  // Without an end for long: restrack was killed.
  const longAgo = new Date(Date.now() - 3 * 3600 * 1000);
  utimesSync(join(folder(), `${ids[2]}.csv`), longAgo, longAgo);
  await pruneRuns(env(), "linux");
  assert.deepEqual(listRuns(env(), "linux").map(({ id }) => id), ids.slice(13).reverse());
  assert.ok(!existsSync(join(folder(), `${ids[12]}.csv`)));
  assert.ok(!existsSync(join(folder(), `${ids[0]}.meta.json`)));
  assert.ok(existsSync(join(folder(), `${ids[1]}.meta.json`)));
  await pruneRuns({}, "linux");
});
