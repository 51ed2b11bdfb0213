import { closeSync, fstatSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, readSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { Script } from "node:vm";

/**
 * Runs restrack.cjs, with the code that an earlier short run has compiled already if there is any.
 *
 * Compiling is most of what a command as short as `true` would otherwise wait for. The compiled code is kept in the user's
 * own cache folder; V8 itself refuses it when it is of another version. Nothing that goes wrong with it may stop restrack.
 */
const UNUSED_MS = 30 * 86_400_000;
/** What V8 makes of restrack.cjs is a quarter of this. */
const CACHE_LIMIT_BYTES = 2 ** 20;
const program = join(__dirname, "restrack.cjs");
const home = cacheHome();
start(home && join(home, "restrack", `code-${process.version}-${process.arch}-${RESTRACK_BUILD}`));

function start(cachePath: string | null): void {
  const source = readFileSync(program, "utf8"); // the one encoding for which Node reads a file in one call
  const cachedData = cachePath && orNull(() => readCache(cachePath));
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, { filename: program, ...(cachedData && { cachedData }) });
  if (cachePath && !cachedData) process.once("exit", () => orNull(() => writeCache(cachePath, script)));
  script.runInThisContext()(exports, require, module, program, __dirname);
}

function orNull<T>(call: () => T): T | null {
  try {
    return call();
  } catch {
    return null; // no such file, no right, no room: all the same
  }
}

/** Where each user's programs keep such things, with one file for each Node and each build of restrack; null where there is no place. */
function cacheHome(): string | null {
  const { XDG_CACHE_HOME, HOME, NODE_OPTIONS } = process.env;
  // With other options V8 compiles other code.
  if (NODE_OPTIONS || process.execArgv.length > 0) return null;
  return XDG_CACHE_HOME?.startsWith("/") ? XDG_CACHE_HOME : HOME?.startsWith("/") ? join(HOME, ".cache") : null;
}

/** Only what nobody but us can have written, and whole. V8 does not look, and would run into nothing. */
function readCache(path: string): Buffer | null {
  const fd = openSync(path, "r");
  try {
    const { uid, mode, size } = fstatSync(fd);
    if (uid !== process.getuid?.() || (mode & 0o022) !== 0 || size > CACHE_LIMIT_BYTES) return null;
    const bytes = Buffer.allocUnsafeSlow(size);
    if (readSync(fd, bytes) !== size) return null;
    const data = bytes.subarray(0, -4);
    return bytes.readInt32LE(data.length) === checksum(data) ? data : null;
  } finally {
    closeSync(fd);
  }
}

/** At the end of a short run: a longer one has changed V8's options by then (see quiet-runtime.ts). */
function writeCache(path: string, script: Script): void {
  if (process.uptime() > 0.5 || !process.argv.includes("run")) return;
  // Under sudo it may be another user's: files of root in there would be in that user's way.
  const { uid } = statSync(home ?? "", { throwIfNoEntry: false }) ?? statSync(join(home ?? "", ".."));
  if (uid !== process.getuid?.()) return;
  const unfinished = `${path}.${process.pid}`;
  for (const folder of [join(path, "../.."), join(path, "..")]) orNull(() => mkdirSync(folder, { mode: 0o700 }));
  const fd = openSync(unfinished, "wx", 0o600);
  try {
    const data = script.createCachedData();
    const end = Buffer.alloc(4);
    end.writeInt32LE(checksum(data));
    writeSync(fd, Buffer.concat([data, end]));
    fsyncSync(fd);
    renameSync(unfinished, path);
  } catch {
    rmSync(unfinished, { force: true });
  } finally {
    closeSync(fd);
  }
  for (const name of readdirSync(join(path, ".."))) {
    const old = join(path, "..", name);
    if (name.startsWith("code-") && Date.now() - statSync(old).mtimeMs > UNUSED_MS) rmSync(old, { force: true });
  }
}

/** Of every 64th word: enough for what a crash leaves of a file, and done in a tenth of a millisecond. */
function checksum(data: Buffer): number {
  let sum = data.length;
  for (let at = 0; at + 4 <= data.length; at += 256) sum = (Math.imul(sum, 31) + data.readInt32LE(at)) | 0;
  return sum;
}
