import type { CimProcess } from "../../parsers/cim-processes.ts";
import { livingParent } from "../../parsers/stale-parent.ts";
import { parseWindowsCommandLine } from "../../parsers/windows-command-line.ts";
import type { TableRow } from "../table/process-table.ts";

/**
 * A pid of a parent that is gone may be another process's by now: then there is no parent. `ended` are processes that we have held and
 * that have ended, with their times in the end: they are told of once more, as ended ones.
 */
export function toTableRows(processes: readonly CimProcess[], ended: readonly CimProcess[] | null, before: readonly TableRow[]): TableRow[] {
  const byPid = new Map(processes.map((row) => [row.pid, row]));
  const rows = new Map(processes.map((row) => [row.pid, toRow(row, livingParent(row, byPid)?.pid ?? 0)]));
  const lastOf = new Map(before.map((row) => [row.pid, row]));
  for (const { pid, userSeconds, systemSeconds } of ended ?? []) {
    const last = lastOf.get(pid);
    const now = rows.get(pid);
    // It may still have lived when it was told of; or its pid is another one's already.
    if (last === undefined || (now !== undefined && now.startSeconds !== last.startSeconds)) continue;
    rows.set(pid, { ...last, state: "Z", userSeconds: Math.max(userSeconds ?? 0, last.userSeconds ?? 0), systemSeconds: Math.max(systemSeconds ?? 0, last.systemSeconds), rssBytes: 0, memoryBytes: null });
  }
  return [...rows.values()];
}

function toRow({ pid, name, commandLine, createdSeconds, userSeconds, systemSeconds, workingSetBytes, peakWorkingSetBytes, privateBytes, readBytes, writeBytes, threads, pageFaults }: CimProcess, ppid: number): TableRow {
  const comm = (name ?? "").replace(/\.exe$/i, "");
  return {
    pid,
    ppid,
    startSeconds: createdSeconds,
    comm,
    commandLine: commandLine === null ? [] : parseWindowsCommandLine(commandLine),
    state: "S",
    userSeconds,
    systemSeconds: systemSeconds ?? 0,
    threads: threads ?? 0,
    rssBytes: workingSetBytes ?? 0,
    // Private, and in memory: at most this.
    memoryBytes: privateBytes === null || workingSetBytes === null ? null : Math.min(privateBytes, workingSetBytes),
    peakRssBytes: peakWorkingSetBytes,
    faults: pageFaults ?? 0,
    // Files, pipes and devices together: what of it went to a disk, Windows does not tell.
    io: readBytes === null || writeBytes === null ? null : { rchar: readBytes, wchar: writeBytes, readBytes, writeBytes },
  };
}
