import { spawn } from "node:child_process";

/** Said by an opener that has found nothing to open it with. */
const TIMEOUT_MS = 5000;

/**
 * Has the system open a file as if it had been clicked. Resolves to null when that was done, else to why not. Nothing goes through
 * a shell, and the program that opens it lives on without us.
 */
export function openInBrowser(path: string, env: NodeJS.ProcessEnv, platform: NodeJS.Platform): Promise<string | null> {
  if (platform === "linux" && !env["DISPLAY"] && !env["WAYLAND_DISPLAY"] && !env["BROWSER"]) return Promise.resolve("there is no display");
  const [program, args] = openerOf(path, platform);
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: "ignore", detached: true, windowsHide: true });
    // One that stays is the browser itself.
    const timer = setTimeout(() => resolve(null), TIMEOUT_MS);
    const done = (problem: string | null): void => {
      clearTimeout(timer);
      resolve(problem);
    };
    child.on("error", () => done(`there is no ${program}`));
    child.on("exit", (code) => done(code === 0 ? null : `${program} ended with ${code ?? "a signal"}`));
    child.unref();
  });
}

function openerOf(path: string, platform: NodeJS.Platform): [string, string[]] {
  if (platform === "darwin") return ["open", [path]];
  // Not "start", which is a word of the shell.
  if (platform === "win32") return ["rundll32", ["url.dll,FileProtocolHandler", path]];
  return ["xdg-open", [path]];
}
