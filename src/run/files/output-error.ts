import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { RestrackError } from "../../errors.ts";
import type { OutputFailure } from "./outputs.ts";

/** Why an output could not be created, in words. Loaded only then; other errors are what they are. */
export function explainOutput(error: unknown, platform: NodeJS.Platform = process.platform): unknown {
  // By its fields: a part of the program that is loaded later has its own copy of the class.
  const { option, path, reason } = error as Partial<OutputFailure>;
  if (option === undefined || path === undefined || reason === undefined) return error;
  const { to = "", state, hint } = wordsOf(option, path, reason, platform);
  return new RestrackError("ERR_OUTPUT", `Cannot write ${option} ${to}${quoted(path, platform)}: ${state}`, { ...(hint === undefined ? {} : { hint }), cause: error });
}

interface Words {
  to?: string;
  state: string;
  hint?: string;
}

function wordsOf(option: string, path: string, reason: OutputFailure["reason"], platform: NodeJS.Platform): Words {
  if (reason === "stdout") return { to: "to ", state: "standard output belongs to the job", hint: `name a file, e.g. ${option} run.${option.slice(2)}` };
  if (reason === "foreign") return { state: "it is another user's file in a shared folder", hint: "choose another name" };
  if (reason === "same") return { to: "to ", state: "they would overwrite each other", hint: "give them different names" };
  const folder = dirname(path);
  switch (reason.code) {
    case "ENOENT":
      if (platform === "win32") return onWindows(path, folder);
      return { state: `the folder ${JSON.stringify(folder)} does not exist`, hint: `mkdir -p ${folder}` };
    case "ENOTDIR":
      return { state: `${quoted(folder, platform)} is not a folder` };
    case "EBUSY":
      return { state: "another program has it open", hint: "close it there, or choose another name" };
    case "EISDIR":
      return { state: "it is a directory", hint: `name a file in it: ${option} ${join(path, `run.${option.slice(2)}`)}` };
    case "EACCES":
    case "EPERM":
      return { state: "permission denied", hint: "choose a folder that you may write to" };
    case "EROFS":
      return { state: "the file system is read-only", hint: "choose a folder that you may write to" };
    case "ENOSPC":
      return { state: "no space left on the disk" };
    case "ELOOP":
      return { state: "it is a link in a folder where everybody may write", hint: "choose another name" };
    default:
      return { state: reason.message };
  }
}

/** Windows knows no folder of a name that it does not allow. */
function onWindows(path: string, folder: string): Words {
  if (/[<>"|?*]/.test(path) || existsSync(folder)) return { state: "Windows allows no such name", hint: 'leave out < > " | ? *' };
  return { state: `the folder "${folder}" does not exist`, hint: `mkdir "${folder}"` };
}

/** A backslash of Windows is no escape. */
const quoted = (path: string, platform: NodeJS.Platform): string => (platform === "win32" ? `"${path}"` : JSON.stringify(path));
