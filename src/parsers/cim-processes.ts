import { parseCimDatetime } from "./cim-datetime.ts";
import { parseJsonInText } from "./json-in-text.ts";
import { cimNumber, cimRecords, cimScaled, cimText, cimValue, type CimRecord } from "./cim-value.ts";
import { refuseJunk } from "./unparsable.ts";

export interface CimProcess extends CimProcessFigures {
  pid: number;
}

/** null where the property was not asked for, is empty, or is no number. */
export interface CimProcessFigures {
  /** May be a pid that is used by another process by now: see stale-parent.ts. */
  parentPid: number | null;
  name: string | null;
  /** null also for processes of others. */
  commandLine: string | null;
  /** Unix seconds. */
  createdSeconds: number | null;
  /** Of pid 0 these are the idle time of all processors. */
  userSeconds: number | null;
  systemSeconds: number | null;
  workingSetBytes: number | null;
  /** The highest it ever was. */
  peakWorkingSetBytes: number | null;
  /** PrivatePageCount: bytes, though the name says pages. */
  privateBytes: number | null;
  /** Files, pipes, sockets and devices together, cached or not. */
  readBytes: number | null;
  writeBytes: number | null;
  threads: number | null;
  pageFaults: number | null;
}

/**
 * ```text
 * [{"ProcessId":4216,"ParentProcessId":812,"Name":"node.exe","CommandLine":"node build.mjs",
 *   "CreationDate":"\/Date(1740823200123)\/","KernelModeTime":3125000,"UserModeTime":17656250,"WorkingSetSize":48103424,
 *   "PrivatePageCount":31457280,"ReadTransferCount":918230,"WriteTransferCount":4096,"ThreadCount":11}, …]
 * ```
 * Get-CimInstance Win32_Process | Select-Object … | ConvertTo-Json: one object where there is one. Times in 100 ns.
 * https://learn.microsoft.com/en-us/windows/win32/cimwin32prov/win32-process
 */
export function parseCimProcesses(text: string): CimProcess[] {
  const value = parseJsonInText(text, source);
  const processes = toCimProcesses(value);
  const isEmpty = value === null || (Array.isArray(value) && value.length === 0);
  if (processes.length === 0 && !isEmpty) refuseJunk(text, source);
  return processes;
}

/** The same of what was read already: an object, a list of them, or the rows of wmic. What has no pid is left out. */
export function toCimProcesses(value: unknown): CimProcess[] {
  const processes: CimProcess[] = [];
  for (const record of cimRecords(value)) {
    const pid = cimNumber(record, "ProcessId");
    if (pid !== null) processes.push({ pid, ...readCimProcessFigures(record) });
  }
  return processes;
}

export function readCimProcessFigures(record: CimRecord): CimProcessFigures {
  return {
    parentPid: cimNumber(record, "ParentProcessId"),
    name: cimText(record, "Name") ?? cimText(record, "Caption"),
    commandLine: cimText(record, "CommandLine"),
    createdSeconds: parseCimDatetime(cimValue(record, "CreationDate")),
    userSeconds: cimScaled(record, "UserModeTime", 1, TICKS_PER_SECOND),
    systemSeconds: cimScaled(record, "KernelModeTime", 1, TICKS_PER_SECOND),
    workingSetBytes: cimNumber(record, "WorkingSetSize"),
    // KiB, unlike all others.
    peakWorkingSetBytes: cimScaled(record, "PeakWorkingSetSize", 1024),
    privateBytes: cimNumber(record, "PrivatePageCount"),
    readBytes: cimNumber(record, "ReadTransferCount"),
    writeBytes: cimNumber(record, "WriteTransferCount"),
    threads: cimNumber(record, "ThreadCount"),
    pageFaults: cimNumber(record, "PageFaults"),
  };
}

const source = "Win32_Process";
const TICKS_PER_SECOND = 1e7;
