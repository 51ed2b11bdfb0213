import { fstatSync } from "node:fs";

/** Whether text that goes to this file may be coloured: a terminal that can, and nobody who said no (no-color.org). */
export function wantsColour(fd: 1 | 2, env: Readonly<Record<string, string | undefined>>): boolean {
  return !env["NO_COLOR"] && env["TERM"] !== "dumb" && isTerminal(fd);
}

const WIDEST = 140;
const NARROWEST = 60;
/** Of a file or a pipe, where nobody folds lines. */
const WIDTH_OF_FILES = 120;

/** Columns for text that is ours alone, after which the process ends. */
export function textWidth(fd: 1 | 2): number {
  if (!isTerminal(fd)) return WIDTH_OF_FILES;
  return Math.max(NARROWEST, Math.min(WIDEST, consoleOf(fd).columns ?? 80));
}

/** Not by node:tty, which costs a load, nor process.stdout, which opens a stream: /dev/null is one for us, and reads neither. */
export function isTerminal(fd: 1 | 2): boolean {
  // Its stream is not shared with the job there, and NUL is not to be told from a console otherwise.
  if (process.platform === "win32") return consoleOf(fd).isTTY;
  try {
    return fstatSync(fd).isCharacterDevice();
  } catch {
    return false; // closed
  }
}

/** The stream. Only on Windows may it be used while a job runs. */
export const consoleOf = (fd: 1 | 2): NodeJS.WriteStream => (fd === 1 ? process.stdout : process.stderr);
