/**
 * The only door to the machine. Everything to the right of host/ asks a Host and never node:fs,
 * so that a recorded folder of files can stand in for any machine.
 *
 * Reads are synchronous: a sampling loop reads a few dozen small files of /proc, and a synchronous read into
 * one reused buffer is many times cheaper and steadier than the thread pool.
 *
 * No read throws. `undefined` means "not there" (ENOENT, ESRCH: a process may vanish between two reads),
 * `null` means "there, but this machine does not tell us" (EACCES, EPERM, EIO, ...).
 */
export interface Host {
  /** This process's own pid, as files under /proc name it. */
  readonly pid: number;
  readonly env: Readonly<Record<string, string | undefined>>;

  /** The whole text of a small file, one byte one character (latin1), cut at 1 MiB. */
  readText(path: string): string | null | undefined;

  /**
   * A file that is read again and again: it stays open and is read from its start each time. Asks only for the handle;
   * a kept /proc/PID file of a process that ended reads as undefined.
   */
  keepOpen(path: string): KeptFile | null | undefined;

  /** The names in a folder, unsorted. */
  listFolder(path: string): string[] | null | undefined;

  /** How many links a folder has; of /proc this is a fixed number and one for each process. */
  countLinks(path: string): number | null | undefined;

  /** Where a symbolic link points to. */
  readLink(path: string): string | null | undefined;

  /** Sizes of the file system that holds `path`. Blocks for as long as the file system does: local ones only. */
  readFileSystem(path: string): FileSystemSpace | null | undefined;

  /** Runs a program to its end, without a shell. Never rejects; a program that is not there has `missing: true`. */
  run(program: string, args: readonly string[], options: RunOptions): Promise<ProgramResult>;

  /** What Node itself tells of every machine. */
  readOs(): Promise<OsFigures>;

  /** Milliseconds on a clock that never jumps. */
  monotonicMs(): number;

  /** Calls back once after so many milliseconds. What it returns calls it off. */
  after(ms: number, call: () => void): () => void;

  /** Unix time in milliseconds. May jump when somebody sets the clock. */
  wallMs(): number;
}

export interface KeptFile {
  /** The whole text now; undefined when what it described is gone, null when it cannot be read. */
  readText(): string | null | undefined;
  close(): void;
}

/** As node:os tells it. */
export interface OsFigures {
  /** "Darwin", "Windows_NT", "FreeBSD" … and its release. */
  type: string;
  release: string;
  version: string;
  hostname: string;
  /** "arm64", "x86_64". */
  machine: string;
  cpuModel: string | null;
  /** Counted up since boot, of all CPUs together. */
  cpu: { user: number; nice: number; sys: number; irq: number; idle: number };
  cpus: number;
  /** That this process may use. */
  usableCpus: number;
  totalBytes: number;
  freeBytes: number;
  /** null on Windows, which has none. */
  load1: number | null;
}

export interface FileSystemSpace {
  totalBytes: number;
  /** Free for root. */
  freeBytes: number;
  /** Free for everybody. */
  availableBytes: number;
}

export interface RunOptions {
  /** 0: none. */
  timeoutMs: number;
  /** Output beyond this is cut off. Default 1 MiB. */
  maxBytes?: number;
  /** latin1: one byte one character. Default utf8. */
  encoding?: "utf8" | "latin1";
  /** What of its output may be kept where it is recorded: command lines and environments of others may hold secrets. */
  recordAs?: (stdout: string) => string;
  /** Ends it before its time. */
  signal?: AbortSignal;
  /** Nobody waits for it: it keeps no process alive. Without a timeoutMs (0), which would. */
  inBackground?: boolean;
}

export interface ProgramResult {
  /** null when it was killed or never ran. */
  exitCode: number | null;
  stdout: string;
  stderr: string;
  timedOut: boolean;
  missing: boolean;
}
