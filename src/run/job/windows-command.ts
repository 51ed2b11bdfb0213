import { lstatSync, statSync } from "node:fs";
import { win32 } from "node:path";
import { RestrackError } from "../../errors.ts";

export interface WindowsMachine {
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
  isFile(path: string): boolean;
  isFolder(path: string): boolean;
}

/** What node:child_process gets. */
export interface WindowsStart {
  file: string;
  args: readonly string[];
  /** The command's name as it was typed: programs may look at it. */
  argv0: string;
  /** The arguments are in cmd's own words already. */
  windowsVerbatimArguments: boolean;
}

/** What Windows starts by itself, and what it leaves to cmd.exe; in the order in which they are tried where PATHEXT does not say. */
const ENDINGS: readonly string[] = [".com", ".exe", ".bat", ".cmd"];
const isBatch = (path: string): boolean => /\.(bat|cmd)$/i.test(path);
/** What cmd.exe does not read further than. */
const LONGEST_LINE = 8191;

/**
 * How a command is started on Windows: by the whole path of its program, so that nothing is searched for in the current folder, and
 * through cmd.exe when it is a batch file (npm, npx, yarn), in words of which cmd interprets none.
 *
 * @throws RestrackError ERR_NOT_FOUND, ERR_NOT_EXECUTABLE, and ERR_UNSUPPORTED for an argument that no batch file can be given
 */
export function windowsCommand([program = "", ...args]: readonly string[], machine: WindowsMachine): WindowsStart {
  const path = findRunnable(program, machine);
  if (path === undefined) throw notRunnable(program, args, machine);
  if (!isBatch(path)) return { file: path, args, argv0: program, windowsVerbatimArguments: false };
  const line = `"${[quoted(path), ...args.map((arg, index) => batchArgument(arg, program, index + 1))].join(" ")}"`;
  // No AutoRun of the registry, the extensions that quoting % needs, no "!", and everything between the outermost quotes as it is.
  const words = ["/d", "/e:ON", "/v:OFF", "/s", "/c", line];
  const file = win32.join(machine.env["SystemRoot"] || "C:\\Windows", "System32", "cmd.exe");
  if (words.join(" ").length > LONGEST_LINE - "cmd.exe ".length) {
    throw new RestrackError("ERR_UNSUPPORTED", `Cannot run "${program}": its arguments are longer than the ${LONGEST_LINE} characters that a batch file can be given`, { hint: whatItStarts });
  }
  return { file, args: words, argv0: "cmd.exe", windowsVerbatimArguments: true };
}

/** The machine we run on. */
export function thisWindows(): WindowsMachine {
  return { env: process.env, cwd: process.cwd(), isFile: (path) => isFolder(path) === false, isFolder: (path) => isFolder(path) === true };
}

/** undefined: there is nothing, or nothing for us. */
function isFolder(path: string): boolean | undefined {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
  }
  try {
    // What the Store has installed can be started, but not followed to where it is.
    return lstatSync(path).isDirectory();
  } catch {
    return undefined;
  }
}

/** As cmd.exe searches, but for the current folder: a program that happens to lie there is only meant by a path (.\tool). */
function findRunnable(program: string, machine: WindowsMachine): string | undefined {
  const given = (machine.env["PATHEXT"] ?? "").toLowerCase().split(";").filter((ending) => ENDINGS.includes(ending));
  const endings = given.length > 0 ? given : ENDINGS;
  return placesOf(program, machine)
    .flatMap((path) => [...(ENDINGS.includes(win32.extname(path).toLowerCase()) ? [path] : []), ...endings.map((ending) => path + ending)])
    .find(machine.isFile);
}

/** Where a program of that name may be. */
function placesOf(program: string, { env, cwd }: WindowsMachine): string[] {
  // Windows itself leaves these off, so that "x.bat." were started as a batch file that does not look like one.
  const name = /[^.\\/]/.test(program) ? program.replace(/[ .]+$/, "") : program;
  // No file has such a name, and some would mean more to cmd.
  if (name === "" || /[<>"|?*\0-\x1f]/.test(name)) return [];
  if (/[\\/:]/.test(name)) return [win32.resolve(cwd, name)];
  const folders = (env["PATH"] ?? "").split(";").map((folder) => folder.replaceAll('"', "").trim());
  return folders.filter((folder) => folder !== "").map((folder) => win32.resolve(cwd, folder, name));
}

function batchArgument(arg: string, program: string, index: number): string {
  const held = /\0/.test(arg) ? "a NUL character" : /[\r\n]/.test(arg) ? "a line break" : null;
  if (held !== null) {
    throw new RestrackError("ERR_UNSUPPORTED", `Cannot run "${program}": argument ${index} holds ${held}, which no batch file can be given`, { hint: whatItStarts });
  }
  // Scripts compare plain words as they are: if "%1"=="start". A last \ would take the quote off that a script puts behind it.
  return /^[\w#$*+\-./:@\\]+$/.test(arg) && !arg.endsWith("\\") ? arg : quoted(arg);
}

/**
 * For cmd.exe first, and for the C runtime of the program that a batch file hands its %* to.
 *
 * A quote is written twice: cmd then stays within quotes, where &, |, <, >, ^ and blanks are letters, and the C runtime reads one. With
 * the usual \" cmd would be outside and run what follows. A % is followed by %cd:~,%, which is nothing: none of the folder's name.
 * Else cmd would take what stands between two % for a variable. (^ does not help: within quotes it is a letter.)
 */
function quoted(arg: string): string {
  const inner = arg.replace(/(\\*)"/g, '$1$1""').replaceAll("%", "%%cd:~,%");
  return `"${inner.replace(/\\+$/, "$&$&")}"`;
}

const whatItStarts = "name the program that the batch file starts";

/** What starts a file that Windows does not start by itself. */
const STARTERS: Readonly<Record<string, string>> = { ".ps1": "powershell -File", ".py": "python", ".js": "node", ".mjs": "node", ".cjs": "node", ".vbs": "cscript", ".sh": "bash", ".pl": "perl", ".rb": "ruby", ".jar": "java -jar", ".r": "Rscript" };
/** Words that cmd.exe knows by itself. */
const BUILT_IN = /^(assoc|call|cd|chdir|cls|copy|date|del|dir|echo|erase|for|ftype|if|md|mkdir|mklink|move|path|pause|rd|ren|rename|rmdir|set|start|time|type|ver|vol)$/i;

/** Why not, and what to type instead. */
function notRunnable(program: string, args: readonly string[], machine: WindowsMachine): RestrackError {
  if (program === "") return new RestrackError("ERR_NOT_FOUND", 'Cannot run "": a program needs a name');
  const places = placesOf(program, machine);
  const script = places.flatMap((path) => [path, `${path}.ps1`]).find(machine.isFile);
  if (script !== undefined) {
    const ending = win32.extname(script).toLowerCase();
    const starter = STARTERS[ending] ?? (ending === "" ? "bash" : "PROGRAM");
    return new RestrackError("ERR_NOT_EXECUTABLE", `Cannot run "${program}": Windows starts no ${ending === "" ? "file without an ending" : `${ending} file`} by itself`, {
      hint: `name the program that runs it: restrack run -- ${starter} ${/\s/.test(script) ? `"${script}"` : script}`,
    });
  }
  if (/[\\/:]/.test(program) && places.some(machine.isFolder)) return new RestrackError("ERR_NOT_EXECUTABLE", `Cannot run "${program}": it is a directory`, { hint: "name the program in it" });
  return new RestrackError("ERR_NOT_FOUND", `Cannot run "${program}": command not found`, { hint: hintFor(program, args, machine) });
}

function hintFor(program: string, args: readonly string[], machine: WindowsMachine): string {
  if (BUILT_IN.test(program)) return `it is a word of cmd: restrack run -- cmd /c ${program}${args.length > 0 ? " ..." : ""}`;
  const isBare = !/[\\/:]/.test(program);
  if (isBare && findRunnable(`.\\${program}`, machine) !== undefined) return `use .\\${program} for a program in this folder`;
  if (/\s/.test(program)) return "do not quote the whole command: restrack run -- PROGRAM ARG...";
  return isBare ? "check the spelling and PATH" : "check the spelling";
}
