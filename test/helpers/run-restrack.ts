import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { TestContext } from "node:test";
import type { Report } from "../../src/report/report.ts";
import { assertRowsAddUp, type CsvRow, parseRows } from "./csv-rows.ts";
import { pathOf } from "./needs.ts";
import { until } from "./processes.ts";

/** The node that runs the program: the one that runs the tests, or another one that they are run again with. */
export const node = process.env["RESTRACK_TEST_NODE"] ?? process.execPath;
export const program = resolve("bin/restrack.js");
export const programs = resolve("fixtures/programs");

/** A test that hangs says so after this. */
const PATIENCE_MS = 30_000;

export interface StartOptions {
  env?: Record<string, string | undefined>;
  cwd?: string;
  /** Written to standard input, which then ends. null: it stays open for tell(). */
  input?: string | Buffer | null;
  /** A command that starts restrack instead of us, e.g. ["setpriv", …]. */
  through?: readonly string[];
}

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: Buffer;
  stderr: string;
}

/** A folder that is removed after the test. `below` another one than /tmp, e.g. where /tmp may be in memory. */
export function makeFolder(t: TestContext, below = tmpdir()): string {
  mkdirSync(below, { recursive: true });
  const folder = mkdtempSync(join(below, "restrack-test-"));
  // Other users may look into it, as into most homes.
  chmodSync(folder, 0o755);
  t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** What a user has, without the RESTRACK_ variables of a run around the tests, and with a home of its own. */
export function cleanEnv(folder: string, changes: Record<string, string | undefined> = {}): Record<string, string> {
  const env: Record<string, string | undefined> = { ...process.env, HOME: join(folder, "home"), XDG_STATE_HOME: join(folder, "state"), PYTHONDONTWRITEBYTECODE: "1", ...changes };
  const kept = Object.entries(env).filter(([name, value]) => value !== undefined && (!/^(RESTRACK_(?!SOURCE$)|NODE_TEST_CONTEXT)/.test(name) || name in changes));
  return Object.fromEntries(kept) as Record<string, string>;
}

/** The program, started and going. */
export class Running {
  readonly folder: string;
  readonly process: ChildProcessWithoutNullStreams;
  readonly ended: Promise<Ended>;
  readonly #out: Buffer[] = [];
  readonly #err: Buffer[] = [];
  #told: () => void = () => undefined;
  #over = false;

  constructor(t: TestContext, folder: string, command: readonly string[], { env = {}, cwd, input = null }: StartOptions) {
    const [first = "", ...rest] = command;
    this.folder = folder;
    // In a session of its own: without the terminal that the tests may run in, and with a group to be killed by.
    this.process = spawn(first, rest, { env: cleanEnv(folder, env), detached: true, ...(cwd === undefined ? {} : { cwd }) });
    const timer = setTimeout(() => this.#killGroup(), PATIENCE_MS);
    this.process.stdout.on("data", (chunk: Buffer) => (this.#out.push(chunk), this.#told()));
    this.process.stderr.on("data", (chunk: Buffer) => (this.#err.push(chunk), this.#told()));
    this.process.stdin.on("error", () => undefined);
    if (input !== null) this.process.stdin.end(input);
    this.ended = new Promise((done, failed) => {
      this.process.once("error", failed);
      this.process.once("close", (code, signal) => {
        clearTimeout(timer);
        this.#over = true;
        this.#told();
        done({ code, signal, stdout: this.stdout, stderr: this.stderr });
      });
    });
    t.after(() => this.#killGroup());
  }

  /** Also when restrack has ended: it leaves what outlives it alone. */
  #killGroup(): void {
    try {
      process.kill(-this.pid, "SIGKILL");
    } catch {
      // Nobody is left.
    }
  }

  get pid(): number {
    return this.process.pid ?? assert.fail("it was not started");
  }

  get stdout(): Buffer {
    return Buffer.concat(this.#out);
  }

  get stderr(): string {
    return Buffer.concat(this.#err).toString();
  }

  /** Resolves when standard output matches; the job may go on to speak when restrack has ended. */
  async said(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.stdout.toString());
      if (found) return found;
      assert.ok(!this.#over, `${pattern} was never said, but:\n${this.stdout}\n${this.stderr}`);
      await new Promise<void>((told) => (this.#told = told));
    }
  }

  /** The next bytes on the job's standard input. */
  tell(text: string): void {
    this.process.stdin.write(text);
  }

  get csv(): string {
    return join(this.folder, "run.csv");
  }

  /** Resolves when its CSV has so many rows. */
  untilRows(count: number): Promise<void> {
    return until(() => existsSync(this.csv) && readFileSync(this.csv, "utf8").split("\n").length >= count + 2, `${count} rows`);
  }

  report(): Report {
    return JSON.parse(readFileSync(join(this.folder, "run.json"), "utf8")) as Report;
  }

  rows(): CsvRow[] {
    return parseRows(readFileSync(this.csv, "utf8"));
  }
}

/** `restrack ARGS`, started. */
export function start(t: TestContext, args: readonly string[], options: StartOptions = {}, folder = makeFolder(t)): Running {
  return new Running(t, folder, [...(options.through ?? []), node, program, ...args], options);
}

/** `restrack ARGS`, from start to end. */
export async function restrack(t: TestContext, args: readonly string[], options: StartOptions = {}): Promise<Ended> {
  return start(t, args, { input: "", ...options }).ended;
}

/** A line for bash, started; standard input is empty. */
export function shell(t: TestContext, line: string, options: StartOptions = {}, folder = makeFolder(t)): Running {
  return new Running(t, folder, [pathOf("bash"), "-c", line], { input: "", ...options });
}

/** `restrack run … -- COMMAND` that writes run.csv and run.json into its folder, started. */
export function startJob(t: TestContext, command: readonly string[], options: readonly string[] = [], how: StartOptions = {}, folder = makeFolder(t)): Running {
  return start(t, ["run", "--csv", join(folder, "run.csv"), "--json", join(folder, "run.json"), ...options, "--", ...command], how, folder);
}

export interface Measured extends Ended {
  report: Report;
  rows: CsvRow[];
  folder: string;
}

/** The same from start to end. That rows and report agree is checked for every run. */
export async function measure(t: TestContext, command: readonly string[], options: readonly string[] = [], how: StartOptions = {}, folder = makeFolder(t)): Promise<Measured> {
  const running = startJob(t, command, options, { input: "", ...how }, folder);
  const ended = await running.ended;
  assert.equal(ended.signal, null, `restrack was ended by ${ended.signal}: ${ended.stderr}`);
  const report = running.report();
  const rows = running.rows();
  assertRowsAddUp(rows, report);
  return { ...ended, report, rows, folder };
}

export const warningCodes = ({ warnings }: Report): string[] => warnings.map(({ code }) => code);

/** What a busy machine may add to any run. */
const BUSY = new Set(["late_samples", "missed_samples", "memory_estimated"]);

/** Without those that depend on how busy the machine is. */
export const ownWarningCodes = (report: Report): string[] => warningCodes(report).filter((code) => !BUSY.has(code));
