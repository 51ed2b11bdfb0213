import { constants, lstatSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { metaPathOf } from "../../report/meta.ts";
import type { StoredRun } from "./stored-run.ts";

type Environment = Readonly<Record<string, string | undefined>>;

const KEPT_RUNS = 50;
/** So many more may lie there, unseen, before they are removed. */
const SPARE_RUNS = 10;
const RUN_FILE = /^(\d{8}-\d{6}-\w+)\.csv$/;

/** For a run that begins now. Two that begin in the same millisecond differ in the last four letters. */
export function newRunId(nowMs: number): string {
  const digits = new Date(nowMs).toISOString().replace(/\D/g, "");
  const letters = Math.floor(Math.random() * 36 ** 4).toString(36).padStart(4, "0");
  return `${digits.slice(0, 8)}-${digits.slice(8, 14)}-${digits.slice(14, 17)}${letters}`;
}

/** Where runs are kept; null when there is no home for them. */
export function stateFolder(env: Environment, platform: NodeJS.Platform): string | null {
  const absolute = (path: string | undefined) => (path !== undefined && isAbsolute(path) ? path : null);
  if (platform === "win32") {
    const profile = absolute(env["USERPROFILE"]);
    return below(absolute(env["LOCALAPPDATA"]) ?? (profile === null ? null : join(profile, "AppData", "Local")));
  }
  const given = absolute(env["XDG_STATE_HOME"]);
  const home = absolute(env["HOME"]);
  return below(given ?? (home === null ? null : platform === "darwin" ? join(home, "Library", "Application Support") : join(home, ".local", "state")));
}

const below = (folder: string | null): string | null => (folder === null ? null : join(folder, "restrack", "runs"));

/**
 * Makes a place for a run, its CSV open for reading and writing. null when that cannot be had, for whatever reason: keeping a copy
 * is a kindness and never stops a job.
 */
export function createStoredRun(id: string, env: Environment, platform: NodeJS.Platform = process.platform): (StoredRun & { csvFd: number }) | null {
  const folder = stateFolder(env, platform);
  if (folder === null) return null;
  try {
    if (!isOurs(platform === "win32" ? undefined : env["XDG_STATE_HOME"] || env["HOME"])) return null;
    // A home that does not exist is meant not to: Debian's system users have /nonexistent.
    if (!isAbsolute(env["XDG_STATE_HOME"] ?? "") && platform !== "win32" && !statSync(env["HOME"] ?? "").isDirectory()) return null;
    makeFolder(folder);
    if (!lstatSync(folder).isDirectory() || !isOurs(folder)) return null;
    const run = storedRun(folder, id);
    const flags = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);
    return { ...run, csvFd: openSync(run.csvPath, flags, 0o600) };
  } catch {
    return null; // read-only, full, no home: all the same to the job
  }
}

/** Writes what the rows do not tell, whole or not at all. False when it could not be written. */
export function saveMeta(run: StoredRun, meta: string): boolean {
  const unfinished = `${run.metaPath}.new`;
  try {
    writeFileSync(unfinished, meta, { mode: 0o600, flag: "wx" });
    renameSync(unfinished, run.metaPath);
    return true;
  } catch {
    rmSync(unfinished, { force: true });
    return false;
  }
}

/** Removes the oldest runs beyond the last fifty, a few at a time: else every run of a second would wait for the removal of another one. */
export async function pruneRuns(env: Environment, platform: NodeJS.Platform = process.platform, nowMs = Date.now()): Promise<void> {
  const folder = stateFolder(env, platform);
  // Two files each.
  if (folder === null || namesIn(folder).length < 2 * (KEPT_RUNS + SPARE_RUNS)) return;
  (await import("./prune-runs.ts")).removeRuns(allRuns(env, platform).slice(KEPT_RUNS), nowMs);
}

/** The kept runs, newest first. */
export function listRuns(env: Environment, platform: NodeJS.Platform = process.platform): StoredRun[] {
  return allRuns(env, platform).slice(0, KEPT_RUNS);
}

function allRuns(env: Environment, platform: NodeJS.Platform): StoredRun[] {
  const folder = stateFolder(env, platform);
  if (folder === null) return [];
  const ids = namesIn(folder).flatMap((name) => RUN_FILE.exec(name)?.[1] ?? []).sort();
  return ids.reverse().map((id) => storedRun(folder, id));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // nothing was ever kept, or it is not for us
  }
}

/** The run with this id, or the only one whose id begins so; "last" is the newest. */
export function findRun(word: string, env: Environment, platform: NodeJS.Platform = process.platform): StoredRun | undefined {
  const runs = listRuns(env, platform);
  if (word === "last") return runs[0];
  const matching = runs.filter(({ id }) => word !== "" && id.startsWith(word));
  return matching.find(({ id }) => id === word) ?? (matching.length === 1 ? matching[0] : undefined);
}

/** Not mkdir's own "recursive": below /proc and the like, where nothing can be made, that tries for ever. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return;
    if (code !== "ENOENT" || dirname(folder) === folder) throw error;
    makeFolder(dirname(folder));
    mkdirSync(folder, { mode: 0o700 });
  }
}

function storedRun(folder: string, id: string): StoredRun {
  const csvPath = join(folder, `${id}.csv`);
  return { id, csvPath, metaPath: metaPathOf(csvPath) };
}

/** Under sudo, HOME may be another user's: files of root in there would lock that user out. */
function isOurs(path: string | undefined): boolean {
  const stat = path === undefined || path === "" ? undefined : statSync(path, { throwIfNoEntry: false });
  return stat === undefined || process.getuid === undefined || stat.uid === process.getuid();
}
