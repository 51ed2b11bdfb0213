import type { Child } from "./job/child.ts";

/** How long a job that was sent SIGTERM may take to end. */
const GRACE_MS = 10_000;

export interface Timeout {
  fired: boolean;
  stop: () => void;
}

/** Ends a job after so many seconds: SIGTERM first, and `kill` for what is left later. */
export function watchTimeout(seconds: number, child: Child, kill: () => void): Timeout {
  const state: Timeout = { fired: false, stop: () => clearTimeout(timer) };
  let timer = setTimeout(() => {
    state.fired = true;
    // Windows has no signal that a job could answer.
    if (process.platform === "win32") return kill();
    child.kill("SIGTERM");
    // A stopped job would not notice.
    child.kill("SIGCONT");
    timer = setTimeout(kill, GRACE_MS);
  }, Math.min(seconds * 1000, 2 ** 31 - 1));
  return state;
}
