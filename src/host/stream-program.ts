import { type ChildProcess, spawn } from "node:child_process";
import type { Socket } from "node:net";
import { programToStart } from "./find-program.ts";
import { speakEnglish } from "./speak-english.ts";

export interface StreamedProgram {
  readonly pid: number | null;
  /** To its standard input, where that was asked for. */
  write(text: string): void;
  /** Ends it at once, with what it has started. Nothing is told of it any more. */
  stop(): void;
}

export interface StreamListener {
  onText(text: string): void;
  /** It has ended, or never began: then with the reason. */
  onEnd(problem: string): void;
}

/**
 * Starts a program that goes on telling, without a shell and with messages in English. It is in a session of its own (on Windows on
 * a console of its own, which nobody sees), so that a Ctrl-C for the job is none for it; when we are gone its next line, or the end
 * of its input, ends it. Nobody waits for it: it keeps no process alive.
 */
export function streamProgram(program: string, args: readonly string[], { onText, onEnd }: StreamListener, { input = false } = {}): StreamedProgram {
  let isOver = false;
  const end = (problem: string): void => {
    if (isOver) return;
    isOver = true;
    onEnd(problem);
  };
  const file = programToStart(program, process.env);
  try {
    if (file === null) throw new Error(`there is no ${program}`);
    const child = spawn(file, args, { stdio: [input ? "pipe" : "ignore", "pipe", "ignore"], detached: process.platform !== "win32", windowsHide: true, env: speakEnglish(process.env) });
    child.on("error", ({ message }) => end(message));
    child.on("exit", (code, signal) => end(signal === null ? `it ended with ${code}` : `it was killed by ${signal}`));
    const { stdin, stdout } = child as unknown as { stdin: Socket | null; stdout: Socket };
    stdout.setEncoding("utf8");
    stdout.on("data", (text: string) => {
      if (!isOver) onText(text);
    });
    for (const pipe of [stdin, stdout]) {
      // It may be gone before it has read what was written.
      pipe?.on("error", () => undefined);
      pipe?.unref();
    }
    child.unref();
    return {
      pid: child.pid ?? null,
      write(text) {
        if (!isOver) stdin?.write(text);
      },
      stop() {
        isOver = true;
        endGroup(child);
      },
    };
  } catch (error) {
    // No such program, or no process is left to us.
    end(error instanceof Error ? error.message : String(error));
    return { pid: null, write: () => undefined, stop: () => undefined };
  }
}

/** What is called by a tool's name may be a script that has started it. Both are in the session of the first. */
function endGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    if (process.platform === "win32") child.kill("SIGKILL");
    else process.kill(-child.pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
