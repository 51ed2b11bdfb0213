import { writeSync } from "node:fs";
import { consoleOf, isTerminal } from "./terminal.ts";

/**
 * Writes to standard output or error, whole, before it returns. Not process.stdout or process.stderr: those may switch the
 * file to non-blocking, and a job that shares it does not expect that. False when nobody reads any more.
 */
export function print(text: string, fd: 1 | 2 = 1): boolean {
  // There, bytes are letters of the console's own code page, and colours are not drawn, unless they come by the stream. It does not wait either.
  if (process.platform === "win32" && isTerminal(fd)) {
    consoleOf(fd).write(text);
    return true;
  }
  const bytes = Buffer.from(text);
  let done = 0;
  while (done < bytes.length) {
    try {
      done += writeSync(fd, bytes, done);
    } catch (error) {
      // Somebody else made it non-blocking, and its reader is slow.
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") return false;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
  return true;
}

/** "restrack: Cannot …" and, below it, what to type next. */
export function printError(error: unknown): void {
  const { name, message, hint, stack } = error as { name?: string; message?: string; hint?: string; stack?: string };
  // By name: every command that is loaded when asked has its own copy of the class.
  if (name !== "RestrackError") print(`restrack: a defect of restrack: ${stack ?? String(error)}\n`, 2);
  else print(`restrack: ${message}\n${hint === undefined ? "" : `  ${hint}\n`}`, 2);
}
