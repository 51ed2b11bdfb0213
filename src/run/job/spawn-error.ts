import { accessSync, constants, statSync } from "node:fs";
import { RestrackError } from "../../errors.ts";

/** Why a command could not be started, in words. Loaded only then. */
export function spawnError(program: string, error: NodeJS.ErrnoException): RestrackError {
  // A backslash of Windows is no escape.
  const name = process.platform === "win32" ? `"${program}"` : JSON.stringify(program);
  if (program === "") return new RestrackError("ERR_NOT_FOUND", `Cannot run "": a program needs a name`, { cause: error });
  switch (error.code) {
    case "ERR_INVALID_ARG_VALUE":
      return new RestrackError("ERR_NOT_FOUND", `Cannot run ${name}: names and arguments may not hold NUL characters`, { cause: error });
    case "ENOENT":
      if (program.includes("/") && isThere(program)) {
        return new RestrackError("ERR_NOT_FOUND", `Cannot run ${name}: the interpreter in its first line does not exist`, { hint: "check the line that begins with #!", cause: error });
      }
      return new RestrackError("ERR_NOT_FOUND", `Cannot run ${name}: command not found`, { hint: hintFor(program), cause: error });
    case "EFTYPE":
    case "UNKNOWN":
      return new RestrackError("ERR_NOT_EXECUTABLE", `Cannot run ${name}: it is no program, or one for another kind of machine`, { cause: error });
    case "EACCES":
    case "EPERM":
    case "ENOEXEC":
    case "EISDIR":
      return new RestrackError("ERR_NOT_EXECUTABLE", `Cannot run ${name}: ${whyNotExecutable(program)}`, { hint: howToExecute(program), cause: error });
    case "E2BIG":
    case "ENAMETOOLONG":
      return new RestrackError("ERR_NOT_EXECUTABLE", `Cannot run ${name}: its arguments and the environment are too long for this system`, { cause: error });
    case "EAGAIN":
    case "ENOMEM":
      return new RestrackError("ERR_SPAWN", `Cannot run ${name}: the system has no room for one more process (${error.code})`, { hint: "raise ulimit -u or the container's pids limit", cause: error });
    default:
      return new RestrackError("ERR_SPAWN", `Cannot run ${name}: ${error.message}`, { cause: error });
  }
}

function whyNotExecutable(program: string): string {
  if (isDirectory(program)) return "it is a directory";
  if (process.platform === "win32") return "Windows does not allow it";
  return isThere(program) ? "it is not executable" : "found, but not executable";
}

function howToExecute(program: string): string {
  if (isDirectory(program)) return "name the program in it";
  if (process.platform === "win32") return "if it needs an administrator, run restrack as one";
  return program.includes("/") ? `chmod +x ${program}` : "type the path of the program";
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function isThere(path: string): boolean {
  try {
    accessSync(path, constants.F_OK);
    return true;
  } catch {
    return false;
  }
}

function hintFor(program: string): string {
  if (/\s/.test(program)) return "do not quote the whole command: restrack run -- PROGRAM ARG...";
  if (!program.includes("/") && isThere(program)) return `use ./${program} for a program in this folder`;
  return "check the spelling and PATH";
}
