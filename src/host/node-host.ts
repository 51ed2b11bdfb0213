import { closeSync, openSync, readdirSync, readlinkSync, readSync, statfsSync, statSync } from "node:fs";
import type { FileSystemSpace, Host, KeptFile, OsFigures, ProgramResult, RunOptions } from "./host.ts";

const READ_LIMIT_BYTES = 2 ** 20;
/**
 * A file of /proc that is read again and again is at its end when a read gives less than this: asking again would cost a
 * system call each time. The kernel fills a page with whole lines, and only those of mountinfo are longer than half of one.
 */
const SHORT_READ_BYTES = 2048;

/** What an error of node:fs says about the thing: gone, or there and not for us. */
function absence(error: unknown): null | undefined {
  const code = (error as NodeJS.ErrnoException).code;
  return code === "ENOENT" || code === "ESRCH" || code === "ENOTDIR" ? undefined : null;
}

/** Files that are not there are the rule rather than the exception: their errors are made without a stack, which costs most. */
function open(path: string): number | null | undefined {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return openSync(path, "r");
  } catch (error) {
    return absence(error);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** The machine we run on. */
export class NodeHost implements Host {
  readonly pid = process.pid;
  readonly env = process.env;
  // One buffer for all reads. It grows to the largest file that was ever read, up to the limit.
  #buffer = Buffer.allocUnsafeSlow(16_384);

  readText(path: string): string | null | undefined {
    const fd = open(path);
    if (typeof fd !== "number") return fd;
    const text = this.#readAll(fd);
    closeSync(fd);
    return text;
  }

  keepOpen(path: string): KeptFile | null | undefined {
    const fd = open(path);
    if (typeof fd !== "number") return fd;
    return { readText: () => this.#readAll(fd, SHORT_READ_BYTES), close: () => closeSync(fd) };
  }

  listFolder(path: string): string[] | null | undefined {
    try {
      return readdirSync(path);
    } catch (error) {
      return absence(error);
    }
  }

  countLinks(path: string): number | null | undefined {
    try {
      return statSync(path, { throwIfNoEntry: false })?.nlink;
    } catch (error) {
      return absence(error);
    }
  }

  readLink(path: string): string | null | undefined {
    try {
      return readlinkSync(path);
    } catch (error) {
      return absence(error);
    }
  }

  readFileSystem(path: string): FileSystemSpace | null | undefined {
    try {
      const { bsize, blocks, bfree, bavail } = statfsSync(path);
      return { totalBytes: blocks * bsize, freeBytes: bfree * bsize, availableBytes: bavail * bsize };
    } catch (error) {
      return absence(error);
    }
  }

  async run(program: string, args: readonly string[], options: RunOptions): Promise<ProgramResult> {
    return (await import("./run-program.ts")).runProgram(program, args, options);
  }

  async readOs(): Promise<OsFigures> {
    return (await import("./os-figures.ts")).readOsFigures();
  }

  monotonicMs(): number {
    return performance.now();
  }

  after(ms: number, call: () => void): () => void {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  }

  wallMs(): number {
    return Date.now();
  }

  /** From the start of the file to its end; /proc gives up to a page per read, so ask until it says 0. */
  #readAll(fd: number, shortReadBytes = 0): string | null | undefined {
    let length = 0;
    try {
      for (;;) {
        if (length === this.#buffer.length) {
          if (length >= READ_LIMIT_BYTES) break;
          const larger = Buffer.allocUnsafeSlow(this.#buffer.length * 4);
          this.#buffer.copy(larger);
          this.#buffer = larger;
        }
        const count = readSync(fd, this.#buffer, length, this.#buffer.length - length, length);
        if (count === 0) break;
        length += count;
        if (length < shortReadBytes) break;
      }
    } catch (error) {
      return absence(error);
    }
    return this.#buffer.toString("latin1", 0, length);
  }
}
