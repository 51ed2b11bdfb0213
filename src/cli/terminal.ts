import { fstatSync } from "node:fs";

/** Whether text that goes to this file may be coloured: a terminal that can, and nobody who said no (no-color.org). */
export function wantsColour(fd: 1 | 2, env: Readonly<Record<string, string | undefined>>): boolean {
  return !env["NO_COLOR"] && env["TERM"] !== "dumb" && isTerminal(fd);
}

/** Not by node:tty, which costs a load, nor process.stdout, which opens a stream: /dev/null is one for us, and reads neither. */
export function isTerminal(fd: number): boolean {
  try {
    return fstatSync(fd).isCharacterDevice();
  } catch {
    return false; // closed
  }
}
