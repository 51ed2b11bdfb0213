import { execFile } from "node:child_process";
import type { ProgramResult, RunOptions } from "./host.ts";

/** Runs a program to its end, without a shell and with messages in English. Never rejects. */
export function runProgram(program: string, args: readonly string[], { timeoutMs, maxBytes = 2 ** 20 }: RunOptions): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const done = (error: (Error & { code?: unknown; killed?: boolean | undefined }) | null, stdout: string, stderr: string) =>
      resolve({
        exitCode: error === null ? 0 : typeof error.code === "number" ? error.code : null,
        stdout,
        stderr,
        timedOut: error?.killed === true && error.code !== "ERR_CHILD_PROCESS_STDIO_MAXBUFFER",
        missing: error?.code === "ENOENT",
      });
    try {
      execFile(program, args, { timeout: timeoutMs, killSignal: "SIGKILL", maxBuffer: maxBytes, windowsHide: true, env: { ...process.env, LC_ALL: "C" } }, done);
    } catch (error) {
      // EAGAIN: no process is left to us. Nothing ran, and nobody needs to stop for it.
      done(error as Error, "", "");
    }
  });
}
