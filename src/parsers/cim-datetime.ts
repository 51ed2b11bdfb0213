/**
 * ```text
 * "/Date(1700000000123)/"                                    ConvertTo-Json of Windows PowerShell 5.1
 * {"value": "/Date(1700000000123)/", "DateTime": "…"}        the same of a decorated date; DateTime is in the user's language
 * "2023-11-14T23:13:20.1234567+01:00"                        ConvertTo-Json of PowerShell 6 and newer
 * "20231114231320.123456+060"                                WMI itself, and wmic: local time, minutes from UTC
 * ```
 * Unix seconds. null for anything else, also for a time without its offset, and for 1601, which means "never".
 * https://learn.microsoft.com/en-us/windows/win32/wmisdk/cim-datetime
 */
export function parseCimDatetime(value: unknown): number | null {
  if (typeof value === "string") return fromJsonDate(value) ?? fromFields(CIM.exec(value)) ?? fromFields(ISO.exec(value));
  if (typeof value !== "object" || value === null || !("value" in value)) return null;
  return typeof value.value === "string" ? parseCimDatetime(value.value) : null;
}

const CIM = /^\s*(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\.(\d{6}|\*{6})([+-]\d{3})\s*$/;
const ISO = /^\s*(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(Z|[+-]\d\d:?\d\d)\s*$/;

/** The offset that may stand behind the milliseconds says where it was written, not another instant. */
function fromJsonDate(text: string): number | null {
  const milliseconds = /^\s*\/Date\((-?\d{1,16})(?:[+-]\d{4})?\)\/\s*$/.exec(text)?.[1];
  return milliseconds === undefined ? null : unlessNever(Number(milliseconds) / 1000);
}

function fromFields(fields: RegExpExecArray | null): number | null {
  if (fields === null) return null;
  const [year, month, day, hour, minute, second] = fields.slice(1, 7).map(Number) as [number, number, number, number, number, number];
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60) return null;
  const fraction = Number(`0.${(fields[7] ?? "0").replace(/\*/g, "0")}`);
  return unlessNever(Date.UTC(year, month - 1, day, hour, minute, second) / 1000 - offsetSeconds(fields[8] ?? "Z") + fraction);
}

function offsetSeconds(offset: string): number {
  if (offset === "Z") return 0;
  const digits = offset.slice(1).replace(":", "");
  const minutes = digits.length === 3 ? Number(digits) : Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return (offset.startsWith("-") ? -60 : 60) * minutes;
}

const FIRST_OF_1602 = Date.UTC(1602, 0, 1) / 1000;

function unlessNever(seconds: number): number | null {
  return seconds < FIRST_OF_1602 ? null : seconds;
}
