/** The values of CIM objects, as ConvertTo-Json and wmic write them: 64-bit numbers are numbers here and strings there. */

export type CimRecord = Readonly<Record<string, unknown>>;

/** By name; case does not matter in WMI, and not every system writes a name as Microsoft documents it. */
export function cimValue(record: CimRecord, property: string): unknown {
  if (property in record) return record[property];
  const wanted = property.toLowerCase();
  const name = Object.keys(record).find((key) => key.toLowerCase() === wanted);
  return name === undefined ? undefined : record[name];
}

/** A number that counts or measures something; null for anything that is none, or less than nothing. */
export function cimNumber(record: CimRecord, property: string): number | null {
  const value = cimValue(record, property);
  const number = typeof value === "string" && /^\d+$/.test(value.trim()) ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) && number >= 0 ? number : null;
}

/** The same in a smaller unit, or a larger one: KiB are bytes times 1024, ticks of 100 ns are seconds by 10^7. */
export function cimScaled(record: CimRecord, property: string, multiply: number, divide = 1): number | null {
  const number = cimNumber(record, property);
  return number === null ? null : (number * multiply) / divide;
}

/** Text as it stands; null when there is nothing but blanks. */
export function cimText(record: CimRecord, property: string): string | null {
  const value = cimValue(record, property);
  return typeof value === "string" && value.trim() !== "" ? value : null;
}

/**
 * ConvertTo-Json writes a list of one as the object alone, and PowerShell 5.1 may wrap a list that it has touched
 * before: {"value": [ … ], "Count": 2}.
 */
export function cimRecords(value: unknown): CimRecord[] {
  if (Array.isArray(value)) return value.filter(isRecord);
  if (!isRecord(value)) return [];
  return Array.isArray(value["value"]) && "Count" in value ? value["value"].filter(isRecord) : [value];
}

export function isRecord(value: unknown): value is CimRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
