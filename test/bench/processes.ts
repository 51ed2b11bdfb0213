import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** Everything that is started here carries it in its environment, so that nothing is left behind, daemons included. */
const MARK = `BENCH_OF_RESTRACK=${process.pid}-${Date.now()}`;

const workFolder = mkdtempSync(join(tmpdir(), "restrack-bench-"));
for (const name of ["state", "cache"]) mkdirSync(join(workFolder, name));
process.on("exit", () => rmSync(workFolder, { recursive: true, force: true }));

let folders = 0;
/** Removed, with all that is in it, when the bench ends. */
export const newFolder = (): string => mkdtempSync(join(workFolder, `${++folders}-`));

/** What a user has, but for settings of restrack and of Node (extra certificates alone double its start), and with folders of its own for what it keeps. */
export function environment(): NodeJS.ProcessEnv {
  const [name, value] = MARK.split("=") as [string, string];
  const own = Object.entries(process.env).filter(([name]) => !/^(RESTRACK_|NODE_)/.test(name));
  return { ...Object.fromEntries(own), XDG_STATE_HOME: join(workFolder, "state"), XDG_CACHE_HOME: join(workFolder, "cache"), TMPDIR: workFolder, [name]: value };
}

/** Starts a command that says nothing. */
export function start([program = "", ...args]: readonly string[], cwd = process.cwd()): ChildProcess {
  const child = spawn(program, args, { stdio: "ignore", env: environment(), cwd });
  child.on("error", () => undefined); // as with a command that fails: the figures are missing
  return child;
}

/** Resolves when it has ended by itself; false when it had to be ended because it took longer. */
export async function ended(child: ChildProcess, patienceMs: number): Promise<boolean> {
  const over = (): boolean => child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
  for (const until = performance.now() + patienceMs; !over() && performance.now() < until; ) await pause(10);
  if (over()) return true;
  child.kill("SIGKILL");
  return false;
}

/** The jobs first: whoever measures them then ends in its own way, and clears up. */
export async function endEverything(): Promise<void> {
  kill((parent) => parent !== process.pid);
  for (let tries = 0; tries < 200 && marked().length > 0; tries++) await pause(10);
  while (kill(() => true) > 0) await pause(10);
}

export interface Process {
  pid: number;
  parent: number;
}

/** Everything that runs on this machine. */
export function listProcesses(): Process[] {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    const stat = readOrNothing(`/proc/${name}/stat`);
    const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return state === undefined || parent === undefined || state === "Z" ? [] : [{ pid: Number(name), parent: Number(parent) }];
  });
}

/** A process, and whatever descends from it. */
export function familyOf(root: number, all = listProcesses()): number[] {
  const family = [root];
  for (const pid of family) for (const { pid: child, parent } of all) if (parent === pid) family.push(child);
  return family;
}

export function readOrNothing(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return ""; // it has ended
  }
}

const marked = (): Process[] => listProcesses().filter(({ pid }) => readOrNothing(`/proc/${pid}/environ`).split("\0").includes(MARK));

function kill(which: (parent: number) => boolean): number {
  const chosen = marked().filter(({ parent }) => which(parent));
  killAll(chosen.map(({ pid }) => pid));
  return chosen.length;
}

export function killAll(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It was faster.
    }
  }
}
