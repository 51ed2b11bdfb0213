import { execFile } from "node:child_process";
import { programToStart } from "./find-program.ts";
import { speakEnglish } from "./speak-english.ts";
import type { ProgramResult, RunOptions } from "./host.ts";

/** Runs a program to its end, without a shell and with messages in English. Never rejects. */
export function runProgram(program: string, args: readonly string[], { timeoutMs, maxBytes = 2 ** 20, encoding = "utf8", signal, inBackground = false }: RunOptions): Promise<ProgramResult> {
  const file = programToStart(program, process.env);
  if (file === null) return Promise.resolve({ exitCode: null, stdout: "", stderr: "", timedOut: false, missing: true });
  return new Promise((resolve) => {
    let end = (): void => undefined;
    const done = (error: (Error & { code?: unknown; killed?: boolean | undefined }) | null, stdout: string, stderr: string) => {
      signal?.removeEventListener("abort", end);
      resolve({
        exitCode: error === null ? 0 : typeof error.code === "number" ? error.code : null,
        stdout,
        stderr,
        timedOut: error?.killed === true && signal?.aborted !== true && error.code !== "ERR_CHILD_PROCESS_STDIO_MAXBUFFER",
        missing: error?.code === "ENOENT",
      });
    };
    try {
      const child = execFile(file, args, { timeout: timeoutMs, killSignal: "SIGKILL", maxBuffer: maxBytes, encoding, windowsHide: true, env: speakEnglish(process.env) }, done);
      // wmic reads it to its end before it says a word.
      child.stdin?.end();
      end = () => child.kill("SIGKILL");
      signal?.addEventListener("abort", end);
      // What it has started itself may keep its output open.
      child.once("exit", () => signal?.aborted && [child.stdout, child.stderr].forEach((pipe) => pipe?.destroy()));
      if (inBackground) for (const handle of [child, child.stdin, child.stdout, child.stderr] as ({ unref?: () => void } | null)[]) handle?.unref?.();
    } catch (error) {
      // EAGAIN: no process is left to us. Nothing ran, and nobody needs to stop for it.
      done(error as Error, "", "");
    }
  });
}
