import { type ChildProcess, spawn, type StdioOptions } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { RestrackError } from "../errors.ts";

export interface ChildEnd {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
}

export interface Child {
  readonly pid: number;
  readonly ended: Promise<ChildEnd>;
  /** Sends a signal to the process; false when it has ended. */
  kill(signal: NodeJS.Signals): boolean;
}

/**
 * Starts the job with our own stdin, stdout and stderr, and the other descriptors that were meant for it (`files`, ascending).
 *
 * @throws RestrackError ERR_NOT_FOUND, ERR_NOT_EXECUTABLE, ERR_SPAWN
 */
export function spawnChild(command: readonly string[], env: Readonly<Record<string, string>>, files: readonly number[]): Promise<Child> | Child {
  const [program = "", ...args] = command;
  if (program === "" || command.some((argument) => argument.includes("\0"))) {
    throw new RestrackError("ERR_NOT_FOUND", `Cannot run ${JSON.stringify(program)}: a program needs a name without NUL characters`);
  }
  let child: ChildProcess;
  // Setting and unsetting our own is cheaper than copying the whole environment.
  const before = Object.keys(env).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, env);
  try {
    child = spawn(program, args, { stdio: stdioWith(files) });
  } catch (error) {
    throw spawnError(program, error as NodeJS.ErrnoException);
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
  const { pid } = child;
  if (pid === undefined) {
    return new Promise((_, reject) => child.once("error", (error) => reject(spawnError(program, error as NodeJS.ErrnoException))));
  }
  const ended = new Promise<ChildEnd>((resolve) => {
    child.once("exit", (exitCode, signal) => resolve({ exitCode, signal }));
  });
  // Later errors are signals that could not be sent; kill() says so by itself.
  child.on("error", () => undefined);
  return { pid, ended, kill: (signal) => child.kill(signal) };
}

function stdioWith(files: readonly number[]): StdioOptions {
  const stdio: ("inherit" | "ignore" | number)[] = ["inherit", "inherit", "inherit"];
  for (const fd of files) {
    while (stdio.length < fd) stdio.push("ignore");
    stdio.push(fd);
  }
  return stdio;
}

function spawnError(program: string, error: NodeJS.ErrnoException): RestrackError {
  const name = JSON.stringify(program);
  switch (error.code) {
    case "ENOENT":
      if (program.includes("/") && isThere(program)) {
        return new RestrackError("ERR_NOT_FOUND", `Cannot run ${name}: the interpreter in its first line does not exist`, { hint: "check the line that begins with #!", cause: error });
      }
      return new RestrackError("ERR_NOT_FOUND", `Cannot run ${name}: command not found`, { hint: hintFor(program), cause: error });
    case "EACCES":
    case "EPERM":
    case "ENOEXEC":
    case "EISDIR":
      return new RestrackError("ERR_NOT_EXECUTABLE", `Cannot run ${name}: ${whyNotExecutable(program)}`, { hint: program.includes("/") ? `chmod +x ${program}` : `type the path of the program`, cause: error });
    case "E2BIG":
      return new RestrackError("ERR_NOT_EXECUTABLE", `Cannot run ${name}: its arguments and the environment are too long for this system`, { cause: error });
    case "EAGAIN":
    case "ENOMEM":
      return new RestrackError("ERR_SPAWN", `Cannot run ${name}: the system has no room for one more process (${error.code})`, { hint: "raise ulimit -u or the container's pids limit", cause: error });
    default:
      return new RestrackError("ERR_SPAWN", `Cannot run ${name}: ${error.message}`, { cause: error });
  }
}

function whyNotExecutable(program: string): string {
  try {
    if (statSync(program).isDirectory()) return "it is a directory";
  } catch {
    return "found, but not executable";
  }
  return "it is not executable";
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
