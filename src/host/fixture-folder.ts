import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { FileSystemSpace, OsFigures, ProgramResult } from "./host.ts";

/** Everything of a fixture but its files. Kept in host.json beside the folder "files". */
export interface FixtureIndex {
  pid?: number;
  env?: Record<string, string>;
  /** Unix time of the first instant, milliseconds. */
  wallMs?: number;
  /** How far apart the recorded instants are. */
  stepMs?: number;
  /** Symbolic links: path to target. They are not followed: what lies behind one is recorded under the path it was asked by. */
  links?: Record<string, string>;
  /** Listings of folders that hold more, or less, than the recorded files show. A key may end in "@STEP". */
  folders?: Record<string, string[]>;
  /** Paths that exist and do not answer, with everything below them. */
  unreadable?: string[];
  /** Paths that are gone from a step on, with everything below them. */
  gone?: Record<string, number>;
  fileSystems?: Record<string, FileSystemSpace>;
  /** By program and arguments joined with blanks, with "@STEP" or without; what is not said is an empty success. Others are missing. */
  programs?: Record<string, FixtureProgram>;
  /** What programs that go on telling write, by program and arguments; a key may end in "@STEP": what they write then. */
  streams?: Record<string, string | string[]>;
  /** What a program answers to each line that is written to it, by its name, with "@STEP" or without; {SEQ} is the number in that line. */
  sessions?: Record<string, string | string[]>;
  /** As in process.platform; Linux when it is left out. */
  platform?: string;
  /** By step. */
  os?: Record<string, OsFigures>;
}

/** The output may be given by lines, with their ends. */
export type FixtureProgram = Omit<Partial<ProgramResult>, "stdout"> & { stdout?: string | string[] };

interface FixtureFile extends PathAtStep {
  text: string;
}

export function readFixtureFolder(folder: string): { index: FixtureIndex; files: FixtureFile[] } {
  const index = JSON.parse(readFileSync(join(folder, "host.json"), "utf8")) as FixtureIndex;
  const root = join(folder, "files");
  const files: FixtureFile[] = [];
  // A machine that only programs tell of has none, and git keeps no empty folder.
  if (!existsSync(root)) return { index, files };
  for (const name of readdirSync(root, { recursive: true, encoding: "utf8" })) {
    const file = join(root, name);
    // latin1 as every Host reads.
    if (statSync(file).isFile()) files.push({ ...decodeFixtureName(`/${name.replaceAll("\\", "/")}`), text: readFileSync(file, "latin1") });
  }
  return { index, files };
}

export interface PathAtStep {
  path: string;
  step: number;
}

/** "/proc/stat@1" is /proc/stat from step 1 on. */
export function splitStep(name: string): PathAtStep {
  const match = /@(\d+)$/.exec(name);
  return match ? { path: name.slice(0, match.index), step: Number(match[1]) } : { path: name, step: 0 };
}

/** Characters that not every system allows in a file's name, and our own "@". */
const UNSAFE = /[%@:*?"<>|\\\x00-\x1f]/g;

/** A path of the recorded machine as a file's name below files/. */
export function encodeFixtureName(path: string, step: number): string {
  const safe = path.replace(UNSAFE, (character) => `%${character.charCodeAt(0).toString(16).padStart(2, "0")}`);
  return step === 0 ? safe : `${safe}@${step}`;
}

function decodeFixtureName(name: string): PathAtStep {
  const { path, step } = splitStep(name);
  return { path: path.replace(/%([0-9a-f]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16))), step };
}
