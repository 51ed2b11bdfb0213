import type { Host, KeptFile } from "../../host/host.ts";
import type { Warn } from "../source-warning.ts";

/**
 * One file that is read and parsed at every tick. It is opened at the first one and stays open.
 *
 * A file that is absent, or fails before it ever told something, is not asked again: a failed system call costs more
 * than all that works. The latter is worth a warning, and so is the first text that cannot be parsed.
 */
export class KeptReading<T> {
  readonly #host: Host;
  readonly #path: string;
  readonly #parse: (text: string) => T | null;
  readonly #warn: Warn | undefined;
  #file: KeptFile | null | undefined = undefined;
  #state: "new" | "working" | "given up" = "new";
  #warned = false;

  /** Without `warn` a failure is silent: for files that many machines have and do not let anybody read. */
  constructor(host: Host, path: string, parse: (text: string) => T | null, warn?: Warn) {
    this.#host = host;
    this.#path = path;
    this.#parse = parse;
    this.#warn = warn;
  }

  read(): T | null {
    if (this.#state === "given up") return null;
    if (this.#state === "new") this.#file = this.#host.keepOpen(this.#path);
    const text = this.#file ? this.#file.readText() : this.#file;
    if (text === null) return this.#fail("unreadable_file", `Cannot read ${this.#path}: the system refuses it`);
    if (text === undefined) return this.#giveUp();
    try {
      const value = this.#parse(text);
      this.#state = "working";
      return value;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return this.#fail("unparsable_file", error.message);
    }
  }

  close(): void {
    this.#giveUp();
  }

  #fail(code: string, message: string): null {
    if (!this.#warned) this.#warn?.({ code, message, hint: null });
    this.#warned = true;
    return this.#state === "working" ? null : this.#giveUp();
  }

  #giveUp(): null {
    this.#state = "given up";
    this.#file?.close();
    this.#file = undefined;
    return null;
  }
}
