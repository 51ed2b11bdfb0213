import { closeSync, fstatSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Script } from "node:vm";

/**
 * Runs restrack.cjs, with the code that an earlier short run has compiled already if there is any.
 *
 * Compiling is most of what a command as short as `true` would otherwise wait for. The compiled code is kept in the user's
 * own cache folder; V8 itself refuses it when it is of another version.
 */
const UNUSED_MS = 30 * 86_400_000;
const program = join(__dirname, "restrack.cjs");
const source = readFileSync(program, "latin1"); // the build writes nothing but ASCII
const cachePath = codeCachePath();
const cachedData = cachePath === null ? undefined : readCache(cachePath);
const script = new Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, { filename: program, ...(cachedData && { cachedData }) });

if (cachePath !== null && cachedData === undefined) process.once("exit", () => writeCache(cachePath));
script.runInThisContext()(exports, require, module, program, __dirname);

/** One file for each Node and each build of restrack; null where there is no place for it. */
function codeCachePath(): string | null {
  const { XDG_CACHE_HOME, HOME, NODE_OPTIONS } = process.env;
  const folder = XDG_CACHE_HOME?.startsWith("/") ? XDG_CACHE_HOME : HOME?.startsWith("/") ? join(HOME, ".cache") : null;
  // With other options V8 compiles other code.
  if (folder === null || NODE_OPTIONS || process.execArgv.length > 0) return null;
  // Under sudo it may be another user's home: files of root in there would be in that user's way.
  if (statSync(XDG_CACHE_HOME || HOME || "", { throwIfNoEntry: false })?.uid !== process.getuid?.()) return null;
  const { size, mtimeMs } = statSync(program);
  return join(folder, "restrack", `code-${process.version}-${process.arch}-${size}-${Math.floor(mtimeMs)}`);
}

/** Only what nobody but us can have written. */
function readCache(path: string): Buffer | undefined {
  let fd: number;
  try {
    fd = openSync(path, "r");
  } catch {
    return undefined;
  }
  try {
    const { uid, mode } = fstatSync(fd);
    return uid === process.getuid?.() && (mode & 0o022) === 0 ? readFileSync(fd) : undefined;
  } finally {
    closeSync(fd);
  }
}

/** At the end of a short run: a longer one has changed V8's options by then (see quiet-runtime.ts). */
function writeCache(path: string): void {
  if (process.uptime() > 0.5 || !process.argv.includes("run")) return;
  const unfinished = `${path}.${process.pid}`;
  for (const folder of [join(path, "../.."), join(path, "..")]) {
    try {
      mkdirSync(folder, { mode: 0o700 });
    } catch {
      // It is there already, or it cannot be made: then writing fails, too.
    }
  }
  try {
    writeFileSync(unfinished, script.createCachedData(), { mode: 0o600, flag: "wx" });
    renameSync(unfinished, path);
    removeOld(join(path, ".."));
  } catch {
    rmSync(unfinished, { force: true });
  }
}

/** Of versions that nobody runs any more. */
function removeOld(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (name.startsWith("code-") && Date.now() - statSync(path).mtimeMs > UNUSED_MS) rmSync(path, { force: true });
  }
}
