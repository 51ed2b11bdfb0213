import type { ProcessIo } from "../sources/source.ts";

/** What all processes of one program have used. Times in ticks, sizes in bytes. */
export interface Program {
  label: string;
  command: string;
  count: number;
  ticks: number;
  readBytes: number;
  writeBytes: number;
  peakBytes: number;
  /** Sum over living members, rebuilt at each row. */
  currentBytes: number;
}

/** Programs beyond this many share one entry: a job may start a million differently named ones. */
const PROGRAM_LIMIT = 500;
const COMMAND_LIMIT = 200;

const INTERPRETERS = /^(python|pypy|node|nodejs|perl|ruby|php|lua|bash|dash|sh|zsh|ksh|Rscript|java|deno|bun)[\d.]*$/;

/** The programs of a job, by label. */
export class Programs {
  readonly #byLabel = new Map<string, Program>();

  /** The program of a process that has just been found, or that has just executed another file. */
  of(commandLine: readonly string[], comm: string): Program {
    const label = labelOf(commandLine, comm);
    const full = this.#byLabel.size >= PROGRAM_LIMIT && !this.#byLabel.has(label);
    return this.#named(full ? "(other programs)" : label, commandLine.join(" ") || comm);
  }

  /** What nobody saw: processes that lived and died between two looks. */
  unseen(): Program {
    return this.#named("(short-lived)", "");
  }

  #named(label: string, command: string): Program {
    let program = this.#byLabel.get(label);
    if (program === undefined) {
      program = { label, command: command.slice(0, COMMAND_LIMIT), count: 0, ticks: 0, readBytes: 0, writeBytes: 0, peakBytes: 0, currentBytes: 0 };
      this.#byLabel.set(label, program);
    }
    return program;
  }

  [Symbol.iterator](): IterableIterator<Program> {
    return this.#byLabel.values();
  }

  /** What was used so far is not counted. */
  forget(): void {
    for (const program of this.#byLabel.values()) program.ticks = program.readBytes = program.writeBytes = 0;
  }

  noteCurrent(): void {
    for (const program of this.#byLabel.values()) {
      if (program.currentBytes > program.peakBytes) program.peakBytes = program.currentBytes;
      program.currentBytes = 0;
    }
  }
}

/** "python train.py", "pigz": the file name, and for an interpreter the script's too. */
export function labelOf(commandLine: readonly string[], comm: string): string {
  const first = commandLine[0];
  if (!first) return comm || "?";
  // A title such as "sshd: user@pts/0" is one argument with blanks: its first word is the program.
  const name = baseName((/^[^/ ]+: /.test(first) || !/[/\\]/.test(first) ? first.split(" ")[0] : first) ?? first);
  if (!INTERPRETERS.test(name)) return name || comm;
  const script = scriptOf(name, commandLine.slice(1));
  return script ? `${name} ${script}` : name;
}

function scriptOf(interpreter: string, args: readonly string[]): string | undefined {
  for (const [index, arg] of args.entries()) {
    if (arg === "-m" && /^(python|pypy)/.test(interpreter)) return args[index + 1] && `-m ${args[index + 1]}`;
    if (arg === "-jar") return args[index + 1] && baseName(args[index + 1] as string);
    if (arg === "-c" || arg === "-e" || arg === "--eval" || arg === "-p") return undefined;
    if (!arg.startsWith("-")) return baseName(arg).slice(0, 60);
  }
  return undefined;
}

/** Of Windows, too. */
const baseName = (path: string): string => path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1).replace(/\.exe$/i, "");

/** I/O of `after` less that of `before`, never negative. */
export function addIo(program: Program, before: ProcessIo | null, after: ProcessIo | null): void {
  if (!after) return;
  program.readBytes += Math.max(0, after.readBytes - (before?.readBytes ?? 0));
  program.writeBytes += Math.max(0, after.writeBytes - (before?.writeBytes ?? 0));
}
