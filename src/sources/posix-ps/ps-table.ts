import { parseLstart } from "../../parsers/lstart.ts";
import { parsePs, type PsRow } from "../../parsers/ps.ts";
import { parsePsEnviron } from "../../parsers/ps-environ.ts";
import type { TableRow } from "../table/process-table.ts";
import { Tool, type ToolContext } from "../table/tool.ts";
import type { Warn } from "../source-warning.ts";
import { psDialects, type PsDialect } from "./dialects.ts";
import { splitCommand } from "./split-command.ts";

export interface PsTableOptions extends ToolContext {
  platform: string;
  /** The variable that tells to which run a process belongs. */
  runIdVariable: string;
}

/** So many environments are asked for at once: a command line has its limits. */
const MOST_ENVIRONS = 100;

/** The process table by ps, in the best dialect that this machine's ps understands. */
export class PsTable {
  readonly #options: PsTableOptions;
  readonly #dialects: readonly PsDialect[];
  /** The dialect that is spoken; whether it has been understood once: told of ourselves, and whose child we are. */
  #at = 0;
  #isUnderstood = false;
  #hasSaidMissing = false;
  #tool: Tool<PsRow[]> | null = null;
  readonly #closing = new AbortController();
  /** Processes whose environment was asked for, or need not be; and the run ids found in it. */
  #known: ReadonlyMap<number, readonly string[]> = new Map();

  constructor(options: PsTableOptions) {
    this.#options = options;
    this.#dialects = psDialects(options.platform);
  }

  /** null: no answer in time. `anew`: to none that was asked before. */
  async read(anew = false): Promise<TableRow[] | null> {
    const rows = await this.#ask(anew);
    if (rows === null) return null;
    await this.#askEnvirons(rows);
    return rows.map(toTableRow);
  }

  carriesRunId(pid: number, id: string): boolean {
    return this.#known.get(pid)?.includes(id) ?? false;
  }

  close(): void {
    this.#closing.abort();
    this.#tool?.close();
  }

  async #ask(anew: boolean): Promise<PsRow[] | null> {
    for (;;) {
      const dialect = this.#dialects[this.#at]!;
      const isLast = this.#at === this.#dialects.length - 1;
      this.#tool ??= this.#toolOf(dialect, () => (this.#isUnderstood || isLast ? this.#options.warn : () => undefined));
      const rows = await this.#tool.read(anew);
      this.#isUnderstood ||= rows !== null;
      // One that is only slow may be understood yet.
      if (this.#isUnderstood || isLast || this.#tool.isRunning || this.#tool.isMissing) return this.#orSayMissing(rows);
      this.#tool.close();
      this.#tool = null;
      this.#at++;
    }
  }

  #orSayMissing(rows: PsRow[] | null): PsRow[] | null {
    if (this.#tool?.isMissing && !this.#hasSaidMissing) {
      this.#hasSaidMissing = true;
      this.#options.warn({ code: "no_process_figures", message: "There is no ps here to tell of processes: figures are of the whole machine only", hint: "Debian and Ubuntu have it in the package procps" });
    }
    return rows;
  }

  #toolOf({ args }: PsDialect, warnNow: () => Warn): Tool<PsRow[]> {
    const { host, patienceMs, onHelperEnded } = this.#options;
    // Some ps leave out a column that they do not know, and print the others.
    const asksTime = args.some((columns) => columns.includes("time"));
    const parse = (text: string): PsRow[] | null => {
      const rows = parsePs(text);
      return rows.some(({ pid, ppid, cpuSeconds }) => pid === host.pid && ppid !== null && (cpuSeconds !== null || !asksTime)) ? rows.filter((row) => !isIdle(row)) : null;
    };
    return new Tool({ host, program: "ps", args, parse, warn: (warning) => warnNow()(warning), onHelperEnded, patienceMs, recordAs: cutCommands });
  }

  /**
   * A process whose parent has ended has fallen to another one (where we are process 1, to us): whose it was, only its
   * environment tells. It is asked for once, when the process is first seen, unless it descends from us as it is. So do
   * the programs that we ask, new ones each time.
   */
  async #askEnvirons(rows: readonly PsRow[]): Promise<void> {
    const { host, runIdVariable } = this.#options;
    const parents = new Map(rows.map(({ pid, ppid }) => [pid, ppid]));
    const known = new Map<number, readonly string[]>();
    const unknown: number[] = [];
    const isFirst = this.#known.size === 0;
    const ownStart = startOf(rows.find(({ pid }) => pid === host.pid));
    for (const row of rows) {
      const { pid } = row;
      const before = this.#known.get(pid);
      if (before) known.set(pid, before);
      // What ran before the job is none of it.
      else if (isOlder(row, ownStart, isFirst)) known.set(pid, []);
      else if (row.ppid === host.pid ? host.pid === 1 : !descendsFrom(pid, host.pid, parents)) unknown.push(pid);
    }
    const { environ } = this.#dialects[this.#at]!;
    const asked = unknown.slice(0, MOST_ENVIRONS);
    if (environ && asked.length > 0) {
      const { stdout } = await host.run("ps", environ(asked), { timeoutMs: this.#options.patienceMs, maxBytes: 2 ** 24, signal: this.#closing.signal, recordAs: () => "" });
      this.#options.onHelperEnded();
      const found = parsePsEnviron(stdout, runIdVariable);
      for (const pid of asked) known.set(pid, found.get(pid) ?? []);
    }
    this.#known = known;
  }
}

/** Without the arguments of programs. */
function cutCommands(table: string): string {
  const at = /^.*\bCOMMAND/m.exec(table)?.[0].lastIndexOf("COMMAND") ?? Infinity;
  return table.replace(/^.*$/gm, (line) => line.slice(0, at) + (/^\s*\S*/.exec(line.slice(at))?.[0] ?? ""));
}

/** FreeBSD counts there what the processors did not do. */
const isIdle = ({ ppid, command }: PsRow): boolean => ppid === 0 && command === "[idle]";

const startOf = (row: PsRow | undefined): number | null => (row?.startText == null ? null : parseLstart(row.startText));

/** Where nobody tells when a process began: what is there at the first look. */
function isOlder(row: PsRow, ownStart: number | null, isFirst: boolean): boolean {
  const start = startOf(row);
  return start === null || ownStart === null ? isFirst : start < ownStart;
}

function descendsFrom(pid: number, ancestor: number, parents: ReadonlyMap<number, number | null>): boolean {
  let at: number | null | undefined = pid;
  for (let steps = parents.size; at && steps > 0; steps--) {
    if (at === ancestor) return true;
    at = parents.get(at);
  }
  return false;
}

function toTableRow(row: PsRow): TableRow {
  const { pid, ppid, cpuSeconds, userSeconds, systemSeconds, rssBytes, threads, state, command } = row;
  const { comm, words } = splitCommand(command ?? "");
  return {
    pid,
    ppid: ppid ?? 0,
    startSeconds: startOf(row),
    comm,
    commandLine: words,
    state: state?.[0] ?? "?",
    // Most ps tell only the sum of both.
    userSeconds: userSeconds !== null && systemSeconds !== null ? userSeconds : cpuSeconds,
    systemSeconds: userSeconds !== null && systemSeconds !== null ? systemSeconds : 0,
    threads: threads ?? 0,
    rssBytes: rssBytes ?? 0,
    memoryBytes: null,
    peakRssBytes: null,
    faults: 0,
    io: null,
  };
}
