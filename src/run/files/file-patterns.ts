import { existsSync, readdirSync, statSync } from "node:fs";
import nodePath, { join, sep, type PlatformPath } from "node:path";
import { RestrackError } from "../../errors.ts";

/**
 * The files that are meant: a pattern ("runs/*.csv", "**" for any folders) becomes the files that match, in the order of their names,
 * whatever the shell has left of it; other words stay as they are. Meta files are left out: their CSV brings them.
 *
 * @throws RestrackError ERR_INPUT when nothing matches
 */
export function expandPatterns(words: readonly string[]): string[] {
  return words.flatMap((typed) => {
    // cmd.exe leaves in place what other shells take for quotes.
    const word = sep === "\\" ? typed.replace(/^'(.*)'$/, "$1") : typed;
    if (!/[*?]/.test(word) || existsSync(word)) return [word];
    const files = matchingFiles(word).filter((file) => !file.endsWith(".meta.json"));
    if (files.length === 0) throw new RestrackError("ERR_INPUT", `Cannot find "${word}": no file matches`, { hint: "* stands for any part of a name, ? for one letter, ** for any folders" });
    return [...new Set(files)].sort();
  });
}

function matchingFiles(pattern: string): string[] {
  const { root, parts } = partsOf(pattern);
  return walk(root, parts);
}

/** The folder that a pattern begins in ("/", "C:\", "\\server\share\", "" for the current one), and the rest, name by name. */
export function partsOf(pattern: string, path: PlatformPath = nodePath): { root: string; parts: string[] } {
  const { root } = path.parse(pattern);
  return { root, parts: pattern.slice(root.length).split(path.sep === "\\" ? /[\\/]/ : "/") };
}

/** Files below `folder` ("" is the current one) that match the parts of a path. */
function walk(folder: string, [part, ...rest]: readonly string[]): string[] {
  if (part === undefined) return [];
  if (part === "" || part === "." || part === "..") return walk(join(folder, part === "" ? "." : part), rest);
  if (part === "**") {
    // Links are not followed here: they may lead back up.
    const below = entriesOf(folder).filter((entry) => entry.isDirectory() && !entry.name.startsWith("."));
    return [...walk(folder, rest.length > 0 ? rest : ["*"]), ...below.flatMap(({ name }) => walk(join(folder, name), [part, ...rest]))];
  }
  const last = rest.length === 0;
  if (!/[*?]/.test(part)) return isKind(join(folder, part), last) ? (last ? [join(folder, part)] : walk(join(folder, part), rest)) : [];
  const matches = toRegExp(part);
  const paths = entriesOf(folder)
    .filter(({ name }) => matches.test(name) && (part.startsWith(".") || !name.startsWith(".")))
    .map(({ name }) => join(folder, name))
    .filter((path) => isKind(path, last));
  return last ? paths : paths.flatMap((path) => walk(path, rest));
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder === "" ? "." : folder, { withFileTypes: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR" || code === "EACCES") return [];
    throw error;
  }
}

/** A file (or pipe) when it is the last part of the path, a folder otherwise. */
function isKind(path: string, last: boolean): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat !== undefined && stat.isDirectory() !== last;
}

function toRegExp(part: string): RegExp {
  const source = part.replace(/[.+^${}()|[\]\\]/g, "\\$&").replace(/\*+/g, ".*").replaceAll("?", ".");
  return new RegExp(`^${source}$`, sep === "\\" ? "isu" : "su");
}
