import { spawn } from "node:child_process";
import { win32 } from "node:path";

/** Said by an opener that has found nothing to open it with. */
const TIMEOUT_MS = 5000;

/**
 * Has the system open a file as if it had been clicked. Resolves to null when that was done, else to why not. Nothing goes through
 * a shell, and the program that opens it lives on without us.
 */
export function openInBrowser(path: string, env: NodeJS.ProcessEnv, platform: NodeJS.Platform): Promise<string | null> {
  if (platform === "linux" && !env["DISPLAY"] && !env["WAYLAND_DISPLAY"] && !env["BROWSER"]) return Promise.resolve("there is no display");
  const { program, args, verbatim = false, isDone = (code) => code === 0 } = openerOf(path, env, platform);
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: "ignore", detached: true, windowsHide: true, windowsVerbatimArguments: verbatim });
    // One that stays is the browser itself.
    const timer = setTimeout(() => resolve(null), TIMEOUT_MS);
    const done = (problem: string | null): void => {
      clearTimeout(timer);
      resolve(problem);
    };
    child.on("error", () => done(`there is no ${program}`));
    child.on("exit", (code) => done(isDone(code) ? null : `${program} ended with ${code ?? "a signal"}`));
    child.unref();
  });
}

interface Opener {
  program: string;
  args: string[];
  /** The path is written as it is, without quotes. Nobody but the opener reads it. */
  verbatim?: boolean;
  isDone?: (exitCode: number | null) => boolean;
}

export function openerOf(path: string, env: NodeJS.ProcessEnv, platform: NodeJS.Platform): Opener {
  if (platform === "darwin") return { program: "open", args: [path] };
  if (platform !== "win32") return { program: "xdg-open", args: [path] };
  // By its whole path: a bare name would be looked for in this folder first. Not "start", which is a word of cmd.
  const windows = env["SystemRoot"] || "C:\\Windows";
  // rundll32 hands on what follows, blanks and all, but in the system's code page. Explorer does so in Unicode, but trips over commas; it always ends with 1.
  if (/^[ -~]*$/.test(path)) return { program: win32.join(windows, "System32", "rundll32.exe"), args: ["url.dll,FileProtocolHandler", path], verbatim: true };
  return { program: win32.join(windows, "explorer.exe"), args: [path], isDone: (code) => code !== null };
}
