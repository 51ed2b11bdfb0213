import { statSync } from "node:fs";
import { delimiter, join } from "node:path";

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

/** Where a program of that name is in PATH, or in one of the other folders; null: nowhere. It costs a few system calls and starts nothing. */
export function findProgram(name: string, env: Readonly<Record<string, string | undefined>>, others: readonly string[] = []): string | null {
  for (const folder of [...(env["PATH"] ?? "").split(delimiter), ...others]) {
    for (const ending of process.platform === "win32" ? [".exe", ""] : [""]) {
      const path = join(folder, name + ending);
      if (folder !== "" && isFile(path)) return path;
    }
  }
  return null;
}
