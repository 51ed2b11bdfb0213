import { parseCimDatetime } from "./cim-datetime.ts";
import { cimNumber, cimRecords, cimScaled, cimText, cimValue, isRecord, type CimRecord } from "./cim-value.ts";
import { parseJsonInText } from "./json-in-text.ts";
import { refuseJunk } from "./unparsable.ts";

/** null where the property was not chosen, or may not be seen: a process of somebody else. */
export interface GetProcessRow {
  pid: number;
  name: string | null;
  /** User and system time since it began. */
  cpuSeconds: number | null;
  userSeconds: number | null;
  systemSeconds: number | null;
  workingSetBytes: number | null;
  peakWorkingSetBytes: number | null;
  privateBytes: number | null;
  threads: number | null;
  /** Unix seconds. */
  startedSeconds: number | null;
}

/**
 * `Get-Process | Select-Object … | ConvertTo-Json` of PowerShell: one object where there is one.
 * ```text
 * [{"Id":4216,"ProcessName":"node","CPU":2.078125,"WorkingSet64":48103424,"StartTime":"\/Date(1740823200123)\/"}, …]
 * ```
 * CPU is in seconds; spans of time are objects with Ticks of 100 ns. A WS or WorkingSet without 64 has 32 bits and may be too small.
 * https://learn.microsoft.com/en-us/dotnet/api/system.diagnostics.process
 */
export function parseGetProcess(text: string): GetProcessRow[] {
  const value = parseJsonInText(text, source);
  const rows = cimRecords(value).flatMap((record) => {
    const pid = cimNumber(record, "Id");
    return pid === null ? [] : [toRow(pid, record)];
  });
  if (rows.length === 0 && !(value === null || (Array.isArray(value) && value.length === 0))) refuseJunk(text, source);
  return rows;
}

const source = "Get-Process";
const TICKS_PER_SECOND = 1e7;

function toRow(pid: number, record: CimRecord): GetProcessRow {
  const first = (...names: string[]): number | null => names.map((name) => cimNumber(record, name)).find((number) => number !== null) ?? null;
  const threads = cimValue(record, "Threads");
  return {
    pid,
    name: cimText(record, "ProcessName") ?? cimText(record, "Name"),
    cpuSeconds: first("CPU") ?? spanSeconds(record, "TotalProcessorTime"),
    userSeconds: spanSeconds(record, "UserProcessorTime"),
    systemSeconds: spanSeconds(record, "PrivilegedProcessorTime"),
    workingSetBytes: first("WorkingSet64", "WS", "WorkingSet"),
    peakWorkingSetBytes: first("PeakWorkingSet64", "PeakWorkingSet"),
    privateBytes: first("PrivateMemorySize64", "PM", "PrivateMemorySize"),
    threads: Array.isArray(threads) ? threads.length : first("Threads"),
    startedSeconds: parseCimDatetime(cimValue(record, "StartTime")),
  };
}

function spanSeconds(record: CimRecord, name: string): number | null {
  const span = cimValue(record, name);
  return isRecord(span) ? cimScaled(span, "Ticks", 1, TICKS_PER_SECOND) : null;
}
