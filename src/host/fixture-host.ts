import { readFixtureFolder, splitStep, type FixtureIndex, type FixtureProgram, type PathAtStep } from "./fixture-folder.ts";
import type { StreamedProgram, StreamListener } from "./stream-program.ts";
import type { FileSystemSpace, Host, KeptFile, OsFigures, ProgramResult, RunOptions } from "./host.ts";

/** Text by step: the text at step n is the last one set for a step up to n. */
type Variants = Map<number, string>;

const FIRST_WALL_MS = Date.UTC(2025, 0, 1);

/**
 * A machine made of text, for tests: a recorded folder or a few files given by name, with a clock that stands still.
 * Time moves by advance(), and with it the step: after `stepMs` (1000 unless the fixture says otherwise) "stat@1" stands
 * in for "stat". Folders list what lies in them. Paths that nobody set do not exist.
 *
 * @example
 * const host = FixtureHost.of({
 *   "/proc/loadavg": "0.10 0.20 0.30 1/100 4242\n",
 *   "/proc/stat": "cpu  100 0 50 ...\n",
 *   "/proc/stat@1": "cpu  180 0 60 ...\n",
 * });
 * host.advance(1000); // /proc/stat is now the second one
 * host.setFile("/proc/loadavg", "0.50 ...\n");
 * host.makeUnreadable("/proc/7/io");
 * host.remove("/proc/7");
 * host.countReads("/proc/stat"); // how often it was asked for, open or not
 *
 * @example
 * const host = FixtureHost.load("fixtures/hosts/docker-cgroup-v2");
 */
export class FixtureHost implements Host {
  /** The recording in a folder: host.json and files/. */
  static load(folder: string): FixtureHost {
    const { index, files } = readFixtureFolder(folder);
    const host = new FixtureHost(index);
    for (const { text, ...file } of files) host.#addFile(file, text);
    return host;
  }

  /** Files by absolute path ("@1" at the end: from step 1 on), and what else there is to say. */
  static of(files: Readonly<Record<string, string>>, index: FixtureIndex = {}): FixtureHost {
    const host = new FixtureHost(index);
    for (const [name, text] of Object.entries(files)) host.#addFile(splitStep(name), text);
    return host;
  }

  readonly pid: number;
  readonly env: Record<string, string | undefined>;
  /** Set it to let the wall clock jump; advance() moves it along. */
  wall: number;
  #elapsedMs = 0;
  readonly #stepMs: number;
  readonly #files = new Map<string, Variants>();
  readonly #links: Map<string, string>;
  readonly #folders = new Map<string, Map<number, string[]>>();
  readonly #unreadable: Set<string>;
  readonly #gone: Map<string, number>;
  readonly #fileSystems: Map<string, FileSystemSpace>;
  readonly #programs = new Map<string, Map<number, FixtureProgram>>();
  readonly #os: Map<number, OsFigures>;
  readonly #streams = new Map<string, Variants>();
  readonly #sessions = new Map<string, Variants>();
  readonly #listeners = new Set<{ line: string; listener: StreamListener }>();
  readonly platform: string;
  readonly #reads = new Map<string, number>();
  #openFiles = 0;
  readonly #timers = new Set<{ atMs: number; call: () => void }>();

  private constructor(index: FixtureIndex) {
    this.pid = index.pid ?? 1000;
    this.env = { ...index.env };
    this.wall = index.wallMs ?? FIRST_WALL_MS;
    this.#stepMs = index.stepMs ?? 1000;
    this.#links = new Map(Object.entries(index.links ?? {}));
    this.#unreadable = new Set(index.unreadable ?? []);
    this.#gone = new Map(Object.entries(index.gone ?? {}));
    this.#fileSystems = new Map(Object.entries(index.fileSystems ?? {}));
    this.#os = new Map(Object.entries(index.os ?? {}).map(([step, figures]) => [Number(step), figures]));
    for (const [line, result] of Object.entries(index.programs ?? {})) this.setProgram(line, result);
    for (const [line, text] of Object.entries(index.streams ?? {})) addVariant(this.#streams, line, joined(text));
    for (const [line, text] of Object.entries(index.sessions ?? {})) addVariant(this.#sessions, line, joined(text));
    this.platform = index.platform ?? "linux";
    for (const [name, entries] of Object.entries(index.folders ?? {})) {
      const { path, step } = splitStep(name);
      if (!this.#folders.has(path)) this.#folders.set(path, new Map());
      this.#folders.get(path)!.set(step, entries);
    }
  }

  // What tests turn

  /** Lets time pass on both clocks. */
  advance(ms: number): void {
    const stepBefore = this.step;
    this.#elapsedMs += ms;
    this.wall += ms;
    const { step } = this;
    for (const { line, listener } of this.#listeners) {
      const text = step === stepBefore ? undefined : this.#streams.get(line)?.get(step);
      if (text !== undefined) listener.onText(text);
    }
    for (const timer of this.#timers) {
      if (timer.atMs > this.#elapsedMs) continue;
      this.#timers.delete(timer);
      timer.call();
    }
  }

  /** From now on. */
  setFile(path: string, text: string): void {
    for (const name of withParents(path)) this.#gone.delete(name);
    this.#files.set(path, new Map([[0, text]]));
  }

  setLink(path: string, target: string): void {
    this.#links.set(path, target);
  }

  setFileSystem(path: string, space: FileSystemSpace): void {
    this.#fileSystems.set(path, space);
  }

  /** What a program answers, with "@STEP" at the end from that step on; `missing: true` for one that is not there. */
  setProgram(commandLine: string, result: FixtureProgram): void {
    const { path, step } = splitStep(commandLine);
    let answers = this.#programs.get(path);
    if (!answers) this.#programs.set(path, (answers = new Map()));
    answers.set(step, result);
  }

  /** The path and all below it are there and do not answer (EACCES, EIO). */
  makeUnreadable(path: string): void {
    this.#unreadable.add(path);
  }

  makeReadable(path: string): void {
    this.#unreadable.delete(path);
  }

  /** The path and all below it are gone. */
  remove(path: string): void {
    const below = `${path}/`;
    for (const map of [this.#files, this.#links, this.#folders, this.#fileSystems]) {
      for (const name of map.keys()) if (name === path || name.startsWith(below)) map.delete(name);
    }
    this.#fileSystems.delete(path);
  }

  /** How often a path was read, listed, opened or asked for its sizes; of all paths when none is named. */
  countReads(path?: string): number {
    if (path !== undefined) return this.#reads.get(path) ?? 0;
    let sum = 0;
    for (const count of this.#reads.values()) sum += count;
    return sum;
  }

  forgetReads(): void {
    this.#reads.clear();
  }

  /** Kept files that were not closed. */
  get openFiles(): number {
    return this.#openFiles;
  }

  /** Every path that has a file at some step, sorted. */
  get paths(): string[] {
    return [...this.#files.keys()].sort();
  }

  // What a Host answers

  readText(path: string): string | null | undefined {
    this.#countRead(path);
    return this.#text(path);
  }

  keepOpen(path: string): KeptFile | null | undefined {
    this.#countRead(path);
    const text = this.#text(path);
    if (typeof text !== "string") return text;
    this.#openFiles++;
    let open = true;
    return {
      readText: () => {
        if (!open) throw new Error(`${path} was read after it was closed`);
        this.#countRead(path);
        return this.#text(path);
      },
      close: () => {
        if (open) this.#openFiles--;
        open = false;
      },
    };
  }

  listFolder(path: string): string[] | null | undefined {
    this.#countRead(path);
    if (this.#isUnreadable(path)) return null;
    if (this.#isGone(path)) return undefined;
    const listings = this.#folders.get(path);
    const listed = listings && lastUpTo(listings, this.step);
    if (listed) return [...listed];
    const names = new Set<string>();
    const below = path.endsWith("/") ? path : `${path}/`;
    for (const map of [this.#files, this.#links, this.#folders]) {
      for (const name of map.keys()) {
        if (!name.startsWith(below) || name === below || this.#isGone(name)) continue;
        if (map === this.#files && this.#text(name) === undefined) continue;
        const end = name.indexOf("/", below.length);
        names.add(end < 0 ? name.slice(below.length) : name.slice(below.length, end));
      }
    }
    return names.size === 0 ? undefined : [...names];
  }

  /** Not recorded: whoever asks has to do without. */
  countLinks(): undefined {
    return undefined;
  }

  readLink(path: string): string | null | undefined {
    this.#countRead(path);
    if (this.#isUnreadable(path)) return null;
    return this.#isGone(path) ? undefined : this.#links.get(path);
  }

  readFileSystem(path: string): FileSystemSpace | null | undefined {
    this.#countRead(path);
    return this.#isUnreadable(path) ? null : this.#fileSystems.get(path);
  }

  async run(program: string, args: readonly string[], _options: RunOptions): Promise<ProgramResult> {
    const commandLine = [program, ...args].join(" ");
    this.#countRead(commandLine);
    const answers = this.#programs.get(commandLine);
    const result = answers && lastUpTo(answers, this.step);
    // A program of which other lines are recorded is there, and does not understand this one.
    if (!result && this.findProgram(program) !== null) return { exitCode: 1, stdout: "", stderr: "", timedOut: false, missing: false };
    if (!result || result.missing) return { exitCode: null, stdout: "", stderr: "", timedOut: false, missing: true };
    const stdout = joined(result.stdout ?? "");
    return { exitCode: result.timedOut ? null : 0, stderr: "", timedOut: false, missing: false, ...result, stdout };
  }

  /** As streamProgram() does: what is recorded of the present step at once, that of later ones when advance() reaches them. */
  readonly stream = (program: string, args: readonly string[], listener: StreamListener, { input = false } = {}): StreamedProgram => {
    const line = [program, ...args].join(" ");
    const answers = this.#sessions.get(program);
    const texts = this.#streams.get(line);
    if (input ? !answers : !texts) {
      listener.onEnd(`spawn ${program} ENOENT`);
      return { pid: null, write: () => undefined, stop: () => undefined };
    }
    const entry = { line, listener };
    if (!input) {
      this.#listeners.add(entry);
      const text = lastUpTo(texts!, this.step);
      queueMicrotask(() => text !== undefined && this.#listeners.has(entry) && listener.onText(text));
    }
    return {
      pid: 9000 + this.#listeners.size,
      write: (text) => {
        const seq = /^\S+ (\d+) /.exec(text)?.[1];
        const answer = seq === undefined ? undefined : lastUpTo(answers!, this.step);
        if (answer !== undefined) queueMicrotask(() => listener.onText(answer.replaceAll("{SEQ}", seq!)));
      },
      stop: () => this.#listeners.delete(entry),
    };
  };

  /** Where a program is: those are there that something is recorded of, unless that is that they are missing. */
  readonly findProgram = (name: string): string | null => {
    const isThere = [...this.#programs].some(([line, answers]) => line.split(" ")[0] === name && ![...answers.values()].some(({ missing }) => missing));
    return isThere || [...this.#streams.keys()].some((line) => line.split(" ")[0] === name) ? name : null;
  };

  /** Of a machine that nobody has recorded it of: one idle CPU. */
  async readOs(): Promise<OsFigures> {
    return lastUpTo(this.#os, this.step) ?? unknownOs;
  }

  monotonicMs(): number {
    return this.#elapsedMs;
  }

  after(ms: number, call: () => void): () => void {
    const timer = { atMs: this.#elapsedMs + ms, call };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  wallMs(): number {
    return this.wall;
  }

  /** Which of the recorded instants it is. */
  get step(): number {
    return Math.floor(this.#elapsedMs / this.#stepMs);
  }

  #addFile({ path, step }: PathAtStep, text: string): void {
    let variants = this.#files.get(path);
    if (!variants) this.#files.set(path, (variants = new Map()));
    variants.set(step, text);
  }

  #countRead(path: string): void {
    this.#reads.set(path, (this.#reads.get(path) ?? 0) + 1);
  }

  #text(path: string): string | null | undefined {
    if (this.#isGone(path)) return undefined;
    if (this.#isUnreadable(path)) return null;
    const variants = this.#files.get(path);
    return variants && lastUpTo(variants, this.step);
  }

  #isUnreadable(path: string): boolean {
    for (const name of withParents(path)) if (this.#unreadable.has(name)) return true;
    return false;
  }

  #isGone(path: string): boolean {
    if (this.#gone.size === 0) return false;
    for (const name of withParents(path)) if ((this.#gone.get(name) ?? Infinity) <= this.step) return true;
    return false;
  }
}

const unknownOs: OsFigures = {
  type: "Unknown",
  release: "",
  version: "",
  hostname: "fixture",
  machine: "unknown",
  cpuModel: null,
  cpu: { user: 0, nice: 0, sys: 0, irq: 0, idle: 0 },
  cpus: 1,
  usableCpus: 1,
  totalBytes: 0,
  freeBytes: 0,
  load1: null,
};

const joined = (text: string | string[]): string => (Array.isArray(text) ? text.join("") : text);

function addVariant(all: Map<string, Variants>, name: string, text: string): void {
  const { path, step } = splitStep(name);
  const variants = all.get(path) ?? new Map<number, string>();
  variants.set(step, text);
  all.set(path, variants);
}

function lastUpTo<T>(variants: ReadonlyMap<number, T>, step: number): T | undefined {
  let found: T | undefined;
  let foundStep = -1;
  for (const [from, value] of variants) {
    if (from <= step && from > foundStep) [found, foundStep] = [value, from];
  }
  return found;
}

/** The path itself and each folder above it. */
function* withParents(path: string): Generator<string> {
  for (let name = path; name !== ""; name = name.slice(0, name.lastIndexOf("/"))) yield name;
}
