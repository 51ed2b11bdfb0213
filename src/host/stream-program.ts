import { spawn } from "node:child_process";
import { speakEnglish } from "./speak-english.ts";

export interface StreamedProgram {
  readonly pid: number | null;
  /** Ends it at once. Nothing is told of it any more. */
  stop(): void;
}

export interface StreamListener {
  onText(text: string): void;
  /** It has ended, or never began: then with the reason. */
  onEnd(problem: string): void;
}

/**
 * Starts a program that goes on telling, without a shell and with messages in English. It is in a session of its own, so that a
 * Ctrl-C for the job is none for it; when we are gone its next line ends it. Nobody waits for it: it keeps no process alive.
 */
export function streamProgram(program: string, args: readonly string[], { onText, onEnd }: StreamListener): StreamedProgram {
  let isOver = false;
  const end = (problem: string): void => {
    if (isOver) return;
    isOver = true;
    onEnd(problem);
  };
  try {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "ignore"], detached: true, windowsHide: true, env: speakEnglish(process.env) });
    child.on("error", ({ message }) => end(message));
    child.on("exit", (code, signal) => end(signal === null ? `it ended with ${code}` : `it was killed by ${signal}`));
    child.stdout.setEncoding("utf8");
    child.stdout.on("data", (text: string) => {
      if (!isOver) onText(text);
    });
    child.stdout.on("error", () => undefined);
    child.unref();
    (child.stdout as unknown as { unref?: () => void }).unref?.();
    return {
      pid: child.pid ?? null,
      stop() {
        isOver = true;
        child.kill("SIGKILL");
      },
    };
  } catch (error) {
    // No process is left to us.
    end(error instanceof Error ? error.message : String(error));
    return { pid: null, stop: () => undefined };
  }
}
