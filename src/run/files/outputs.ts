import { closeSync, constants, fstatSync, ftruncateSync, openSync, realpathSync, statSync, type Stats } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/** A file that restrack was asked to write. It is created before the job starts, so that nothing can go wrong at the end. */
export interface Output {
  option: string;
  path: string;
  fd: number;
}

export class OutputFailure extends Error {
  readonly option: string;
  readonly path: string;
  readonly reason: NodeJS.ErrnoException | "stdout" | "foreign" | "same";

  constructor(option: string, path: string, reason: OutputFailure["reason"]) {
    super();
    this.option = option;
    this.path = path;
    this.reason = reason;
  }
}

const WORLD_WRITABLE = 0o002;

/**
 * Creates the files, or opens those that are there, and then empties all of them: when one cannot be had, the others keep
 * what was in them.
 *
 * @throws OutputFailure, which output-error.ts puts into words
 */
export function createOutputs(wanted: readonly { option: string; path: string }[]): Output[] {
  refuseSameFile(wanted);
  const outputs: Output[] = [];
  try {
    for (const { option, path } of wanted) outputs.push({ option, path, fd: openOutput(option, path) });
    // Once more: a link to a file that did not exist is now seen to be one.
    refuseSameFile(wanted);
  } catch (error) {
    for (const { fd } of outputs) closeSync(fd);
    throw error;
  }
  for (const { fd } of outputs) if (fstatSync(fd).isFile()) ftruncateSync(fd);
  return outputs;
}

/** A device has nothing beside it. */
export function isDevice(path: string, platform: NodeJS.Platform = process.platform): boolean {
  return platform === "win32" ? /^(nul:?|\/dev\/null|\\\\\.\\.*)$/i.test(path) : path.startsWith("/dev/");
}

function openOutput(option: string, name: string): number {
  if (name === "" || name === "-") {
    throw new OutputFailure(option, name, "stdout");
  }
  // Node would make a file by the name of NUL, and nothing else could delete it.
  const path = process.platform === "win32" && isDevice(name) && !name.startsWith("\\\\") ? "\\\\.\\NUL" : name;
  const shared = isShared(dirname(path));
  // In a folder where everybody may write, a link may have been laid for us, and nobody else is to read what we write.
  const flags = constants.O_CREAT | (shared ? constants.O_NOFOLLOW : 0);
  const mode = shared ? 0o600 : 0o666;
  let fd: number;
  try {
    // Readable, too: a file that is deleted during the run can then be written again.
    fd = openSync(path, flags | constants.O_RDWR, mode);
  } catch (error) {
    try {
      if ((error as NodeJS.ErrnoException).code !== "EACCES") throw error;
      fd = openSync(path, flags | constants.O_WRONLY, mode);
    } catch (again) {
      throw new OutputFailure(option, path, again as NodeJS.ErrnoException);
    }
  }
  const stat = fstatSync(fd);
  if (shared && stat.isFile() && stat.uid !== process.getuid?.()) {
    closeSync(fd);
    throw new OutputFailure(option, path, "foreign");
  }
  return fd;
}

/** @throws OutputFailure when two options name one file, however they spell it */
function refuseSameFile(wanted: readonly { option: string; path: string }[]): void {
  const seen = new Map<string, string>();
  for (const { option, path } of wanted) {
    const file = identityOf(path);
    if (file === null) continue;
    const other = seen.get(file);
    if (other !== undefined) {
      throw new OutputFailure(`${other} and ${option}`, path, "same");
    }
    seen.set(file, option);
  }
}

/** null for devices and pipes: they take both, one after the other. */
function identityOf(path: string): string | null {
  let stat;
  try {
    // The numbers of files on Windows are longer than those that are exact otherwise.
    stat = statSync(path, { throwIfNoEntry: false, bigint: true });
  } catch {
    // may not be looked at
  }
  if (stat) return stat.isFile() ? `${stat.dev}:${stat.ino}` : null;
  try {
    return join(realpathSync(dirname(path)), basename(path));
  } catch {
    return resolve(path); // the folder does not exist: opening the file will say so
  }
}

function isShared(folder: string): boolean {
  const stat = statOf(folder);
  return stat !== null && process.platform !== "win32" && (stat.mode & WORLD_WRITABLE) !== 0;
}

function statOf(path: string): Stats | null {
  try {
    return statSync(path, { throwIfNoEntry: false }) ?? null;
  } catch {
    return null; // may not be looked at: opening the file will say so
  }
}
