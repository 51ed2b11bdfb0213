import { readFileSync } from "node:fs";
import { constants } from "node:os";

/** Passed on to the job as they come. */
const FORWARDED: readonly NodeJS.Signals[] = ["SIGTERM", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGCONT"];
/** The terminal sends them to the job itself, as it does to us. */
const FROM_TERMINAL: readonly NodeJS.Signals[] = ["SIGINT", "SIGQUIT"];
/** All that Windows has, for Ctrl-C, Ctrl-Break and a window that is closed: it tells everybody who has the console, the job as well. */
const FROM_CONSOLE: readonly NodeJS.Signals[] = ["SIGINT", "SIGBREAK", "SIGHUP"];

export interface SignalTarget {
  send(signal: NodeJS.Signals): unknown;
  /** Ends what is left of the tree, at once. */
  killTree(): void;
}

/**
 * restrack outlives the signals that are meant for the job. Handlers are installed before the job starts, and what comes
 * before it runs is kept for it. Returns a function that takes them off again.
 */
export class Signals {
  #target: SignalTarget | null = null;
  #early: NodeJS.Signals[] = [];
  #terminated = false;
  readonly #handlers: [NodeJS.Signals, () => void][] = [];

  constructor(platform: NodeJS.Platform = process.platform) {
    if (platform === "win32") {
      // Nothing can be passed on there: to send a signal to a process is to end it.
      for (const signal of FROM_CONSOLE) this.#on(signal, () => undefined);
      return;
    }
    for (const signal of FORWARDED) this.#on(signal, () => this.#forward(signal));
    this.#on("SIGTSTP", () => {
      // A batch system that suspends sends it to us alone.
      if (!isForeground()) this.#forward("SIGTSTP");
      // Not SIGTSTP: the kernel keeps it from processes that no shell looks after.
      process.kill(process.pid, "SIGSTOP");
    });
    for (const signal of FROM_TERMINAL) {
      this.#on(signal, () => {
        // Sent by kill(1) or a CI runner, not by a terminal: then only we have got it.
        if (!isForeground()) this.#forward(signal);
      });
    }
  }

  /** From now on signals go there. */
  connect(target: SignalTarget): void {
    this.#target = target;
    for (const signal of this.#early.splice(0)) this.#forward(signal);
  }

  close(): void {
    for (const [signal, handler] of this.#handlers) process.removeListener(signal, handler);
  }

  #forward(signal: NodeJS.Signals): void {
    if (this.#target === null) {
      this.#early.push(signal);
      return;
    }
    if (signal === "SIGTERM" && this.#terminated) this.#target.killTree();
    else this.#target.send(signal);
    this.#terminated ||= signal === "SIGTERM";
  }

  #on(signal: NodeJS.Signals, handler: () => void): void {
    process.on(signal, handler);
    this.#handlers.push([signal, handler]);
  }
}

/** 0 for none. */
export function signalNumber(signal: NodeJS.Signals | null): number {
  return signal === null ? 0 : (constants.signals[signal] ?? 0);
}

/** Whether we are in the foreground group of a terminal, to which Ctrl-C is sent as a whole. */
function isForeground(): boolean {
  let stat: string;
  try {
    stat = readFileSync("/proc/self/stat", "latin1");
  } catch {
    return process.stdin.isTTY === true;
  }
  // state ppid pgrp session tty_nr tpgid
  const [, , pgrp, , ttyNr, tpgid] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return ttyNr !== "0" && pgrp === tpgid;
}
