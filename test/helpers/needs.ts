import { accessSync, constants, mkdirSync, rmdirSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { ownCpuCgroups } from "./cgroups.ts";
import { wineLacks } from "./wine.ts";

/** The Debian package that brings each program which a test runs and a machine may lack. */
const packages = { bash: "bash", chromium: "chromium", make: "make", ps: "procps", python3: "python3", setpriv: "util-linux", time: "time", unshare: "util-linux" } as const;

/** What no package brings: each says why this machine lacks it, or null. */
const abilities = {
  root: () => (process.getuid?.() === 0 ? null : "needs root"),
  cgroup: () => (canMakeCgroup() ? null : "needs a cgroup that this user may write to"),
  mount: () => (spawnSync("unshare", ["--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]).status === 0 ? null : "needs a mount namespace of its own"),
  "pids cgroup": () => (canMakeFolder("/sys/fs/cgroup/pids") ? null : "needs version 1's pids cgroup, as root"),
  // No machine has to bring a Windows.
  wine: wineLacks,
};

type Program = keyof typeof packages;
type Need = Program | keyof typeof abilities;

/**
 * Options for test(): skips it, saying why, where this machine lacks something. With RESTRACK_TEST_REQUIRE_ALL=1 a missing
 * program is a failure instead, so that no test is left out without a word where all packages should be installed.
 */
export function needs(...all: Need[]): { skip: string | false } {
  for (const need of all) {
    const reason = need in packages ? missing(need as Program) : abilities[need as keyof typeof abilities]();
    if (reason !== null) return { skip: reason };
  }
  return { skip: false };
}

/** Path of a program. The system's own goes before what else is in PATH: a shim in a home folder costs CPU of its own. */
export function pathOf(program: Program): string {
  const folders = ["/usr/bin", "/bin", ...(process.env["PATH"] ?? "").split(":")];
  return folders.map((folder) => `${folder}/${program}`).find(isExecutable) ?? program;
}

/** Whether this user can make a cgroup for a job, found out without restrack. */
export function canMakeCgroup(): boolean {
  return ownCpuCgroups().some(canMakeFolder);
}

function missing(program: Program): string | null {
  if (isExecutable(pathOf(program))) return null;
  const reason = `needs ${program}: apt-get install ${packages[program]}`;
  if (process.env["RESTRACK_TEST_REQUIRE_ALL"] === "1") throw new Error(`RESTRACK_TEST_REQUIRE_ALL is set, but this test ${reason}`);
  return reason;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function canMakeFolder(parent: string): boolean {
  const folder = `${parent}/restrack-test-${process.pid}`;
  try {
    mkdirSync(folder);
    rmdirSync(folder);
    return true;
  } catch {
    return false;
  }
}
