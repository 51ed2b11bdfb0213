import { parseCimDatetime } from "./cim-datetime.ts";
import { cimRecords, cimText, cimValue, isRecord, type CimRecord } from "./cim-value.ts";
import { parseJsonInText } from "./json-in-text.ts";
import { refuseJunk } from "./unparsable.ts";

/** One counter at one moment. */
export interface CounterSample {
  /** With the machine before it, in small letters: "\\pc\processor(_total)\% processor time". */
  path: string;
  /** null where it could not be read. */
  value: number | null;
  /** Unix seconds. */
  timeSeconds: number | null;
}

/**
 * `(Get-Counter).CounterSamples | ConvertTo-Json` of PowerShell, and `Get-Counter | ConvertTo-Json`, which has them inside:
 * ```text
 * {"Timestamp":"\/Date(1740823200123)\/","CounterSamples":[{"Path":"\\\\pc\\processor(_total)\\% processor time","CookedValue":12.5,"Status":0}]}
 * ```
 * https://learn.microsoft.com/en-us/powershell/module/microsoft.powershell.diagnostics/get-counter
 */
export function parseGetCounter(text: string): CounterSample[] {
  const value = parseJsonInText(text, source);
  const samples = cimRecords(value).flatMap((record) => {
    const inside = cimValue(record, "CounterSamples");
    return inside === undefined ? toSample(record, null) : cimRecords(inside).flatMap((sample) => toSample(sample, cimValue(record, "Timestamp")));
  });
  if (samples.length === 0 && value !== null) refuseJunk(text, source);
  return samples;
}

const source = "Get-Counter";

function toSample(record: CimRecord, timestamp: unknown): CounterSample[] {
  const path = cimText(record, "Path");
  if (path === null) return [];
  const value = cimValue(record, "CookedValue");
  const status = cimValue(record, "Status");
  // 0 and 1: valid data, and new data.
  const isValid = status === undefined || status === 0 || status === 1 || isRecord(status);
  return [{ path, value: typeof value === "number" && isValid ? value : null, timeSeconds: parseCimDatetime(cimValue(record, "Timestamp") ?? timestamp) }];
}
