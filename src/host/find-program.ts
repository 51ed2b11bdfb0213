import { statSync } from "node:fs";
import { posix, win32 } from "node:path";

/** In WSL the driver's tools are not in everybody's PATH. */
export const WSL_FOLDERS: readonly string[] = ["/usr/lib/wsl/lib"];

/** A folder of PATH may be another user's. */
function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    return false;
  }
}

/** Where a program of that name is in PATH, or in one of the other folders; null: nowhere. It costs a few system calls and starts nothing. On Windows an .exe. */
export function findProgram(name: string, env: Readonly<Record<string, string | undefined>>, others: readonly string[] = [], platform: string = process.platform): string | null {
  const { delimiter, join } = platform === "win32" ? win32 : posix;
  const file = platform === "win32" && !/\.exe$/i.test(name) ? `${name}.exe` : name;
  for (const folder of [...(env["PATH"] ?? "").split(delimiter), ...others]) {
    const path = join(folder, file);
    if (folder !== "" && isFile(path)) return path;
  }
  return null;
}

/** What is started when a program is meant; null: there is none. A bare name, Windows would look for in the current folder first, where it may be anybody's. */
export function programToStart(name: string, env: Readonly<Record<string, string | undefined>>, platform: string = process.platform): string | null {
  return platform === "win32" && !/[\\/]/.test(name) ? findProgram(name, env, [], platform) : name;
}
