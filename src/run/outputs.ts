import { closeSync, constants, fstatSync, ftruncateSync, openSync, realpathSync, statSync, type Stats } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { RestrackError } from "../errors.ts";

/** A file that restrack was asked to write. It is created before the job starts, so that nothing can go wrong at the end. */
export interface Output {
  option: string;
  path: string;
  fd: number;
}

const WORLD_WRITABLE = 0o002;

/**
 * Creates the files, or opens those that are there, and then empties all of them: when one cannot be had, the others keep
 * what was in them.
 *
 * @throws RestrackError ERR_OUTPUT that says which and why
 */
export function createOutputs(wanted: readonly { option: string; path: string }[]): Output[] {
  refuseSameFile(wanted);
  const outputs: Output[] = [];
  try {
    for (const { option, path } of wanted) outputs.push({ option, path, fd: openOutput(option, path) });
  } catch (error) {
    for (const { fd } of outputs) closeSync(fd);
    throw error;
  }
  for (const { fd } of outputs) if (fstatSync(fd).isFile()) ftruncateSync(fd);
  return outputs;
}

function openOutput(option: string, path: string): number {
  if (path === "" || path === "-") {
    throw new RestrackError("ERR_OUTPUT", `Cannot write ${option} to ${JSON.stringify(path)}: standard output belongs to the job`, { hint: `name a file, e.g. ${option} run.${option.slice(2)}` });
  }
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
      throw outputError(option, path, again as NodeJS.ErrnoException);
    }
  }
  const stat = fstatSync(fd);
  if (shared && stat.isFile() && stat.uid !== process.getuid?.()) {
    closeSync(fd);
    throw new RestrackError("ERR_OUTPUT", `Cannot write ${option} ${JSON.stringify(path)}: it is another user's file in a shared folder`, { hint: "choose another name" });
  }
  return fd;
}

/** @throws RestrackError when two options name one file, however they spell it */
function refuseSameFile(wanted: readonly { option: string; path: string }[]): void {
  const seen = new Map<string, string>();
  for (const { option, path } of wanted) {
    const file = identityOf(path);
    if (file === null) continue;
    const other = seen.get(file);
    if (other !== undefined) {
      throw new RestrackError("ERR_OUTPUT", `Cannot write ${other} and ${option} to ${JSON.stringify(path)}: they would overwrite each other`, { hint: "give them different names" });
    }
    seen.set(file, option);
  }
}

/** null for devices and pipes: they take both, one after the other. */
function identityOf(path: string): string | null {
  const stat = statOf(path);
  if (stat && !stat.isFile()) return null;
  if (stat) return `${stat.dev}:${stat.ino}`;
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

function outputError(option: string, path: string, error: NodeJS.ErrnoException): RestrackError {
  const folder = dirname(path);
  const [state, hint] = ((): [string, string?] => {
    switch (error.code) {
      case "ENOENT":
        return [`the folder ${JSON.stringify(folder)} does not exist`, `mkdir -p ${folder}`];
      case "ENOTDIR":
        return [`${JSON.stringify(folder)} is not a folder`];
      case "EISDIR":
        return ["it is a directory", `name a file in it: ${option} ${join(path, `run.${option.slice(2)}`)}`];
      case "EACCES":
      case "EPERM":
        return ["permission denied", "choose a folder that you may write to"];
      case "EROFS":
        return ["the file system is read-only", "choose a folder that you may write to"];
      case "ENOSPC":
        return ["no space left on the disk"];
      case "ELOOP":
        return ["it is a link in a folder where everybody may write", "choose another name"];
      default:
        return [error.message];
    }
  })();
  return new RestrackError("ERR_OUTPUT", `Cannot write ${option} ${JSON.stringify(path)}: ${state}`, { ...(hint === undefined ? {} : { hint }), cause: error });
}
