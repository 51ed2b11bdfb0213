import { accessSync, constants, writeSync } from "node:fs";
import { delimiter, join } from "node:path";

type Execve = (file: string, args: readonly string[], env: NodeJS.ProcessEnv) => never;

/**
 * The system has no room for one more process: then the job takes our own place. Only Node 22.15 and later can do that.
 * Returns when it could not be done.
 */
export function runUnmeasured(command: readonly string[]): void {
  const { execve } = process as { execve?: Execve };
  const file = execve && findProgram(command[0] ?? "");
  if (execve === undefined || file === undefined) return;
  try {
    writeSync(2, "restrack: there is no room for one more process: the command runs in place of restrack, and is not measured\n");
  } catch {
    // Nobody reads standard error.
  }
  process.removeAllListeners("warning"); // that execve is new
  try {
    execve(file, command, process.env);
  } catch {
    // It cannot be executed at all: the error of the first attempt says so.
  }
}

function findProgram(name: string): string | undefined {
  const candidates = name.includes("/") ? [name] : (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder || ".", name));
  return candidates.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
