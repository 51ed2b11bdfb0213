import { type ChildProcess, spawn, type StdioOptions } from "node:child_process";
import type { WindowsStart } from "./windows-command.ts";

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
 * Starts the job with our own stdin, stdout and stderr, and the other descriptors that were meant for it (`files`, ascending);
 * on Windows as `windows` says.
 *
 * @throws the error of node:child_process; spawn-error.ts puts it into words
 */
export function spawnChild(command: readonly string[], env: Readonly<Record<string, string>>, files: readonly number[], windows?: WindowsStart): Promise<Child> | Child {
  const [program = "", ...args] = command;
  let child: ChildProcess;
  // Setting and unsetting our own is cheaper than copying the whole environment.
  const before = Object.keys(env).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, env);
  try {
    child = spawn(windows?.file ?? program, windows?.args ?? args, { ...windows, stdio: stdioWith(files) });
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
  const { pid } = child;
  if (pid === undefined) {
    return new Promise((_, reject) => child.once("error", reject));
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
