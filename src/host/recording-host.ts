import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { RestrackError } from "../errors.ts";
import { encodeFixtureName, type FixtureIndex } from "./fixture-folder.ts";
import { streamProgram } from "./stream-program.ts";
import type { FileSystemSpace, Host, KeptFile, OsFigures, ProgramResult, RunOptions } from "./host.ts";
import type { Mask } from "./mask.ts";

type Answers<T> = Map<number, T | null | undefined>;

/**
 * Passes every question on to another Host and keeps the answers, so that any machine can become a fixture: what was
 * asked is what a source needs. Between two instants call nextStep(), at the end save().
 *
 * Nothing of a process's environment is kept, and of our own only the variables that were asked for.
 */
export class RecordingHost implements Host {
  readonly pid: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly #host: Host;
  readonly #wallMs: number;
  #step = 0;
  readonly #texts = new Map<string, Answers<string>>();
  readonly #folders = new Map<string, Answers<string[]>>();
  readonly #links = new Map<string, Answers<string>>();
  readonly #fileSystems = new Map<string, Answers<FileSystemSpace>>();
  readonly #programs = new Map<string, Answers<ProgramResult>>();
  readonly #os = new Map<number, OsFigures>();
  readonly #variables = new Map<string, string>();
  readonly #streams = new Map<string, string>();
  readonly #sessions = new Map<string, string>();

  constructor(host: Host) {
    this.#host = host;
    this.pid = host.pid;
    this.#wallMs = host.wallMs();
    this.env = new Proxy(host.env, {
      get: (env, name: string) => {
        const value = env[name];
        if (value !== undefined) this.#variables.set(name, value);
        return value;
      },
    });
  }

  /** What is asked from now on belongs to the next instant. */
  nextStep(): void {
    this.#step++;
  }

  /**
   * Makes sure that there is an empty folder to save into.
   * @throws RestrackError ERR_OUTPUT when it holds something or cannot be made
   */
  static prepareFolder(folder: string): void {
    const refuse = (state: string, cause?: unknown) =>
      new RestrackError("ERR_OUTPUT", `Cannot record into "${folder}": ${state}`, { cause, hint: "name a folder that does not exist yet" });
    let names: string[];
    try {
      makeFolder(resolve(folder));
      names = readdirSync(folder);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      throw refuse(code === "EEXIST" || code === "ENOTDIR" ? "there is a file of that name" : message, error);
    }
    if (names.length > 0) throw refuse("the folder is not empty");
  }

  /** Writes host.json and files/ into a folder that prepareFolder() made; tells how many files. */
  save(folder: string, mask: Mask): number {
    const index: Required<Omit<FixtureIndex, "stepMs">> = {
      pid: this.pid,
      env: Object.fromEntries([...this.#variables].map(([name, value]) => [name, mask(value)])),
      wallMs: this.#wallMs,
      links: {},
      folders: {},
      unreadable: [],
      gone: {},
      fileSystems: {},
      programs: {},
      streams: textsOf(this.#streams, mask),
      sessions: textsOf(this.#sessions, mask),
      platform: process.platform,
      os: Object.fromEntries([...this.#os].map(([step, figures]) => [String(step), { ...figures, hostname: mask(figures.hostname) }])),
    };
    const unreadable = new Set<string>();
    for (const answers of [this.#texts, this.#folders, this.#links, this.#fileSystems]) {
      for (const [path, steps] of answers) if ([...steps.values()].includes(null)) unreadable.add(mask(path));
    }
    index.unreadable.push(...[...unreadable].sort());

    let files = 0;
    for (const [path, text, step] of changes(this.#texts)) {
      if (text === undefined) index.gone[mask(path)] = step;
      else if (typeof text === "string") {
        const file = join(folder, "files", encodeFixtureName(mask(path), step));
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, mask(text), "latin1");
        files++;
      }
    }
    for (const [path, names, step] of changes(this.#folders)) {
      if (names === undefined) index.gone[mask(path)] = step;
      else if (names) index.folders[`${mask(path)}${step === 0 ? "" : `@${step}`}`] = names.map(mask).sort();
    }
    for (const [path, target, step] of changes(this.#links)) if (typeof target === "string" && step === 0) index.links[mask(path)] = mask(target);
    for (const [path, space, step] of changes(this.#fileSystems)) if (space && step === 0) index.fileSystems[mask(path)] = space;
    for (const [line, result, step] of changes(this.#programs)) {
      if (result) index.programs[`${mask(line)}${step === 0 ? "" : `@${step}`}`] = { ...result, stdout: toLines(mask(result.stdout)), stderr: mask(result.stderr) };
    }
    // Lists on one line each.
    const { programs, streams, sessions, ...rest } = index;
    const json = JSON.stringify(rest, null, 2).replace(/\[[^[\]{}]*\]/g, (list) => list.replace(/\s*\n\s*/g, " "));
    const long = Object.entries({ programs, streams, sessions }).map(([name, texts]) => `,\n  "${name}": ${JSON.stringify(texts, null, 2).replaceAll("\n", "\n  ")}`);
    writeFileSync(join(folder, "host.json"), `${json.slice(0, -2)}${long.join("")}\n}\n`);
    return files;
  }

  readText(path: string): string | null | undefined {
    return this.#keepText(path, this.#host.readText(path));
  }

  keepOpen(path: string): KeptFile | null | undefined {
    const kept = this.#host.keepOpen(path);
    if (!kept) return this.#keepText(path, kept) as null | undefined;
    return { readText: () => this.#keepText(path, kept.readText()), close: () => kept.close() };
  }

  listFolder(path: string): string[] | null | undefined {
    return this.#keep(this.#folders, path, this.#host.listFolder(path));
  }

  countLinks(path: string): number | null | undefined {
    return this.#host.countLinks(path);
  }

  readLink(path: string): string | null | undefined {
    return this.#keep(this.#links, path, this.#host.readLink(path));
  }

  readFileSystem(path: string): FileSystemSpace | null | undefined {
    return this.#keep(this.#fileSystems, path, this.#host.readFileSystem(path));
  }

  async run(program: string, args: readonly string[], options: RunOptions): Promise<ProgramResult> {
    const result = await this.#host.run(program, args, options);
    this.#keep(this.#programs, [program, ...args].join(" "), { ...result, stdout: options.recordAs?.(result.stdout) ?? result.stdout });
    return result;
  }

  async readOs(): Promise<OsFigures> {
    const figures = await this.#host.readOs();
    this.#os.set(this.#step, figures);
    return figures;
  }

  /** As streamProgram(). What is told between two steps belongs to the first of them. */
  readonly stream: typeof streamProgram = (program, args, { onText, onEnd }, options = {}) => {
    const [texts, name] = options.input ? [this.#sessions, program] : [this.#streams, [program, ...args].join(" ")];
    return streamProgram(program, args, {
      onText: (text) => {
        const key = `${name}${this.#step === 0 ? "" : `@${this.#step}`}`;
        texts.set(key, (texts.get(key) ?? "") + text);
        onText(text);
      },
      onEnd,
    }, options);
  };

  monotonicMs(): number {
    return this.#host.monotonicMs();
  }

  after(ms: number, call: () => void): () => void {
    return this.#host.after(ms, call);
  }

  wallMs(): number {
    return this.#host.wallMs();
  }

  #keepText(path: string, text: string | null | undefined): string | null | undefined {
    this.#keep(this.#texts, path, text && path.endsWith("/environ") ? "" : text);
    return text;
  }

  #keep<T>(answers: Map<string, Answers<T>>, path: string, answer: T | null | undefined): T | null | undefined {
    let steps = answers.get(path);
    if (!steps) answers.set(path, (steps = new Map()));
    steps.set(this.#step, answer);
    return answer;
  }
}

/** What other people's processes were started with is theirs. */
function textsOf(texts: ReadonlyMap<string, string>, mask: Mask): Record<string, string[]> {
  return Object.fromEntries([...texts].map(([name, text]) => [mask(name), toLines(mask(text).replace(/("seq":)\d+/g, "$1{SEQ}").replace(/("CommandLine":)"(?:[^"\\]|\\.)*"/g, "$1null"))]));
}

/** One line a text, to be read and compared. */
const toLines = (text: string): string[] => text.split(/(?<=\n)/);

/** With those above it. Not by `recursive: true`, which tries for ever where nothing can be made, as in /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}

/** Per path its first answer, unless that is "not there", and each later one that differs. */
function* changes<T>(answers: ReadonlyMap<string, Answers<T>>): Generator<[path: string, answer: T | null | undefined, step: number]> {
  for (const [path, steps] of answers) {
    let before: string | undefined = undefined;
    for (const [step, answer] of steps) {
      const now = JSON.stringify(answer);
      if (now === before) continue;
      // What was asked for the first time at a later instant holds from the start.
      yield [path, answer, step === Math.min(...steps.keys()) ? 0 : step];
      before = now;
    }
  }
}
