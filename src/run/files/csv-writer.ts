import { closeSync, fstatSync, ftruncateSync, statSync, writeSync } from "node:fs";

/** Rows that could not be written yet are kept up to this size; a day at one row a second has 20 MB. */
const PENDING_LIMIT_BYTES = 4 * 2 ** 20;

/**
 * Writes rows as they come, each with one write, so that every row is on its way to the disk before the next begins.
 * A full disk costs no row: what could not be written is tried again with the next one.
 */
export class CsvWriter {
  readonly path: string;
  /** Why rows are missing in the file, if any are. */
  problem: string | null = null;
  /** Whether the file lacks something still; a disk that was full for a while is no loss. */
  unmended = false;
  /** Rows given up for good. */
  lostRows = 0;

  readonly #fd: number;
  readonly #regular: boolean;
  #pending: string[] = [];
  #pendingBytes = 0;
  /** Bytes that hold whole rows. */
  #length = 0;

  constructor(path: string, fd: number) {
    this.path = path;
    this.#fd = fd;
    this.#regular = fstatSync(fd).isFile();
  }

  write(line: string): void {
    this.#pending.push(line);
    this.#pendingBytes += line.length;
    while (this.#pendingBytes > PENDING_LIMIT_BYTES) {
      this.#pendingBytes -= this.#pending.shift()?.length ?? 0;
      this.lostRows++;
    }
    this.#flush();
  }

  /** Ends the file. One that was deleted meanwhile is written again: its rows are still in our hands. */
  async close(): Promise<void> {
    this.#flush();
    this.lostRows += this.#pending.length;
    if (this.#regular && !this.#isInPlace()) {
      const error = (await import("./restore-file.ts")).restoreFile(this.path, this.#fd, this.#length);
      if (error !== null) this.problem = `it was deleted during the run and could not be written again (${describe(error)})`;
      this.unmended ||= error !== null;
    }
    closeSync(this.#fd);
  }

  #flush(): void {
    while (this.#pending.length > 0) {
      const text = this.#pending.length === 1 ? (this.#pending[0] as string) : this.#pending.join("");
      const bytes = Buffer.from(text, "utf8");
      let written = 0;
      try {
        // At its place, since what was cut off again has moved the descriptor's own.
        while (written < bytes.length) written += writeSync(this.#fd, bytes, written, bytes.length - written, this.#regular ? this.#length + written : null);
      } catch (error) {
        this.problem = describe(error);
        this.unmended = true;
        this.#dropPartialRow();
        return;
      }
      this.#length += bytes.length;
      this.#pending = [];
      this.#pendingBytes = 0;
      this.unmended = false;
    }
  }

  #dropPartialRow(): void {
    if (!this.#regular) return;
    try {
      ftruncateSync(this.#fd, this.#length);
    } catch (error) {
      this.problem = describe(error);
    }
  }

  #isInPlace(): boolean {
    try {
      const there = statSync(this.path);
      const ours = fstatSync(this.#fd);
      return there.ino === ours.ino && there.dev === ours.dev;
    } catch {
      return false;
    }
  }
}

function describe(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === "ENOSPC" ? "no space left on the disk" : code === "EDQUOT" ? "the disk quota is used up" : code === "EIO" ? "input/output error" : (code ?? message);
}
