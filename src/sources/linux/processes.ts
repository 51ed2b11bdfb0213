import type { Host, KeptFile } from "../../host/host.ts";
import { environHasRunId } from "../../parsers/proc-pid-environ.ts";
import { parseProcPidAuxv } from "../../parsers/proc-pid-auxv.ts";
import { parseProcPidCmdline } from "../../parsers/proc-pid-cmdline.ts";
import { parseProcPidIo } from "../../parsers/proc-pid-io.ts";
import { parseProcPidSmaps, parseProcPidSmapsRollup } from "../../parsers/proc-pid-smaps-rollup.ts";
import { parseProcPidStat } from "../../parsers/proc-pid-stat.ts";
import { parseSigIgn, parseVmHwmBytes } from "../../parsers/proc-pid-status.ts";
import { RUN_ID_VARIABLE } from "../run-id.ts";
import type { ProcessHandle, ProcessIo, ProcessMemory, ProcessSource, ProcessStat, ProcessStatus, ReapedChildren } from "../source.ts";

/** Of the descriptors that we may open, so many are for /proc/PID/stat files; processes beyond are opened for each reading. */
const KEPT_SHARE = 0.5;
const KEPT_LIMIT = 5000;

/** Up to so many, /proc/PID/io is kept open as well. */
const SMALL_TREE_FILES = 100;

const SIGCHLD_BIT = 1n << 16n;

/** The process table of /proc. */
export function createLinuxProcessSource(host: Host, ownThreadsIdle = false): ProcessSource {
  const auxv = parseProcPidAuxv(host.readText("/proc/self/auxv") ?? "");
  // Nearly every Linux has these two; 100 ticks are what the kernel shows to programs on all of them but a few old ones.
  const pageBytes = auxv.pageBytes ?? 4096;
  const ticksPerSecond = auxv.ticksPerSecond ?? 100;
  const loadavg = host.keepOpen("/proc/loadavg");
  const keptFiles = new KeptFiles(host);
  return {
    ticksPerSecond,
    listPids: () => listPids(host),
    // The last field of /proc/loadavg: given to a process or to a thread.
    readLastPid: () => {
      const text = loadavg?.readText();
      return text ? Number(text.slice(text.lastIndexOf(" ") + 1)) || null : null;
    },
    readProcessCount: () => host.countLinks("/proc") ?? null,
    open: (pid) => LinuxProcess.open(host, pid, pageBytes, keptFiles),
    carriesRunId: (pid, id) => environHasRunId(host.readText(`/proc/${pid}/environ`) ?? "", RUN_ID_VARIABLE, id),
    readReapedChildren: () => readReapedChildren(host, pageBytes, ownThreadsIdle),
    close: () => loadavg?.close(),
  };
}

/** One process. Its stat file stays open, so that it never answers for a later process of the same pid. */
class LinuxProcess implements ProcessHandle {
  readonly pid: number;
  readonly #host: Host;
  readonly #pageBytes: number;
  readonly #keptFiles: KeptFiles;
  #stat: KeptFile | null;
  #io: KeptFile | null = null;
  #hasRollup = true;

  private constructor(host: Host, pid: number, pageBytes: number, keptFiles: KeptFiles, stat: KeptFile | null) {
    this.pid = pid;
    this.#host = host;
    this.#pageBytes = pageBytes;
    this.#keptFiles = keptFiles;
    this.#stat = stat;
  }

  static open(host: Host, pid: number, pageBytes: number, keptFiles: KeptFiles): LinuxProcess | null | undefined {
    const stat = keptFiles.hasRoom() ? keptFiles.open(`/proc/${pid}/stat`) : undefined;
    if (stat) return new LinuxProcess(host, pid, pageBytes, keptFiles, stat);
    return keptFiles.hasRoom() ? stat : new LinuxProcess(host, pid, pageBytes, keptFiles, null);
  }

  readStat(): ProcessStat | null | undefined {
    const text = this.#stat ? this.#stat.readText() : this.#read("stat");
    if (text) return parseProcPidStat(text, this.#pageBytes);
    // A process that has gone may read as an empty file.
    return text === null ? null : undefined;
  }

  readIo(): ProcessIo | null | undefined {
    if (this.#io) return readProcessIo(this.#io.readText());
    const text = this.#read("io");
    // Opening costs more than reading. In a small tree there are descriptors to spare.
    if (text && this.#stat && this.#keptFiles.hasPlenty()) this.#io = this.#keptFiles.open(`/proc/${this.pid}/io`) ?? null;
    return readProcessIo(text);
  }

  readStatus(): ProcessStatus | null | undefined {
    return readProcessStatus(this.#read("status"));
  }

  readMemory(): ProcessMemory | null | undefined {
    if (this.#hasRollup) {
      const text = this.#read("smaps_rollup");
      if (text) return parseProcPidSmapsRollup(text);
      if (text === null) return null;
      // A process that is just ending has no memory any more; kernels before 4.14 have only the long form.
      if (text === "") return undefined;
      this.#hasRollup = false;
    }
    const text = this.#read("smaps");
    return text ? parseProcPidSmaps(text) : text === null ? null : undefined;
  }

  readCommandLine(): string[] | null | undefined {
    const text = this.#read("cmdline");
    return typeof text === "string" ? parseProcPidCmdline(text) : text;
  }

  close(): void {
    if (this.#stat) this.#keptFiles.close(this.#stat);
    if (this.#io) this.#keptFiles.close(this.#io);
    this.#stat = this.#io = null;
  }

  #read(file: string): string | null | undefined {
    return this.#host.readText(`/proc/${this.pid}/${file}`);
  }
}

/** Counts descriptors: the user's limit is for what comes after us, too. */
class KeptFiles {
  readonly #host: Host;
  #count = 0;
  #limit = 200;
  #limitKnown = false;

  constructor(host: Host) {
    this.#host = host;
  }

  hasRoom(): boolean {
    if (this.#count === this.#limit && !this.#limitKnown) {
      this.#limitKnown = true;
      this.#limit = Math.max(this.#limit, Math.min(KEPT_LIMIT, Math.floor(readOpenFilesLimit(this.#host) * KEPT_SHARE)));
    }
    return this.#count < this.#limit;
  }

  hasPlenty(): boolean {
    return this.#count < SMALL_TREE_FILES;
  }

  open(path: string): KeptFile | null | undefined {
    const file = this.#host.keepOpen(path);
    if (file) this.#count++;
    return file;
  }

  close(file: KeptFile): void {
    file.close();
    this.#count--;
  }
}

function readOpenFilesLimit(host: Host): number {
  const [, soft] = /^Max open files\s+(\d+)/m.exec(host.readText("/proc/self/limits") ?? "") ?? [];
  return soft === undefined ? 0 : Number(soft);
}

function listPids(host: Host): number[] | null {
  const names = host.listFolder("/proc");
  if (!names) return null;
  const pids: number[] = [];
  for (const name of names) {
    const first = name.charCodeAt(0);
    if (first >= 48 && first <= 57) pids.push(Number(name));
  }
  return pids;
}

function readProcessIo(text: string | null | undefined): ProcessIo | null | undefined {
  if (!text) return text === undefined ? undefined : null;
  const { rchar, wchar, readBytes, writeBytes } = parseProcPidIo(text);
  if (readBytes === null || writeBytes === null) return null;
  return { rchar: rchar ?? 0, wchar: wchar ?? 0, readBytes, writeBytes };
}

function readProcessStatus(text: string | null | undefined): ProcessStatus | null | undefined {
  if (!text) return text === undefined ? undefined : null;
  const sigIgn = parseSigIgn(text);
  return { peakRssBytes: parseVmHwmBytes(text), ignoresSigchld: sigIgn !== null && (sigIgn & SIGCHLD_BIT) !== 0n };
}

/**
 * The kernel adds what a waited-for child used to the times and to the I/O of the one who waited. Times are told
 * apart in /proc/self/stat; I/O is not, but /proc/self/io counts us with our children and /proc/self/task/TID/io
 * each of our threads alone, so the difference is our children.
 */
function readReapedChildren(host: Host, pageBytes: number, ownThreadsIdle: boolean): ReapedChildren | null {
  const text = host.readText("/proc/self/stat");
  if (!text) return null;
  const { cutime, cstime, cminflt, cmajflt } = parseProcPidStat(text, pageBytes);
  const faults = cminflt + cmajflt;
  // No page fault, no child: then there is no I/O either, and a dozen files need not be read.
  return { cutime, cstime, faults, io: faults === 0 ? { rchar: 0, wchar: 0, readBytes: 0, writeBytes: 0 } : readReapedIo(host, ownThreadsIdle) };
}

function readReapedIo(host: Host, ownThreadsIdle: boolean): ProcessIo | null {
  const threads = ownThreadsIdle ? [String(host.pid)] : host.listFolder("/proc/self/task");
  // Ourselves first: what we do until the whole is read then counts a byte too much, never too little.
  const main = String(host.pid);
  const mainText = host.readText(`/proc/self/task/${main}/io`);
  const whole = host.readText("/proc/self/io");
  const own = readProcessIo(mainText);
  const io = readProcessIo(whole);
  if (!threads || !mainText || !own || !io) return null;
  // The first reading was itself read, by us, before the second.
  own.rchar += mainText.length;
  for (const thread of threads) {
    const part = thread === main ? own : readProcessIo(host.readText(`/proc/self/task/${thread}/io`));
    if (!part) return null;
    io.rchar -= part.rchar;
    io.wchar -= part.wchar;
    io.readBytes -= part.readBytes;
    io.writeBytes -= part.writeBytes;
  }
  return io;
}
