const MIB = 2 ** 20;
const units: Readonly<Record<string, number>> = { b: 1, kb: 2 ** 10, kib: 2 ** 10, mb: MIB, mib: MIB, gb: 2 ** 30, gib: 2 ** 30, tb: 2 ** 40, tib: 2 ** 40, "%": 0.01, w: 1, mw: 0.001, uw: 1e-6, c: 1 };
/** What the driver has no value for is all ones, in as many bits as the field has. */
const PLACEHOLDERS: ReadonlySet<number> = new Set([0xffff, 0xffffffff, 2 ** 64]);

/**
 * A quantity as AMD's tools write it: 45, "45", "45 W" or {"value": 45, "unit": "W"}; a number without a unit is in `unit`. MB are MiB.
 * Everything else ("N/A", "N/A (Secondary die)", an error in words) is unknown.
 *
 * @returns bytes for sizes, 0..1 for percent, watts, degrees Celsius; null: unknown
 */
export function amdValue(value: unknown, unit: string): number | null {
  if (isRecord(value)) return amdValue(value["value"], typeof value["unit"] === "string" ? value["unit"] : unit);
  // Some languages write 3,5 for 3.5.
  const [, digits, ownUnit] = typeof value === "number" ? [, String(value), ""] : typeof value === "string" ? (/^\s*(\d{1,20}(?:[.,]\d{1,9})?)\s*°?([A-Za-z%]*)\s*$/.exec(value) ?? []) : [];
  if (digits === undefined) return null;
  const number = Number(digits.replace(",", "."));
  const factor = units[(ownUnit || unit).replace("°", "").trim().toLowerCase()];
  if (factor === undefined || !Number.isFinite(number) || number < 0 || PLACEHOLDERS.has(number)) return null;
  // 57 * 0.01 is a little more than 0.57.
  return factor < 1 ? number / Math.round(1 / factor) : number * factor;
}

/** The first of these keys, dots between those of nested records, of which the value is known. */
export function firstAmdValue(record: AmdRecord, keys: readonly string[], unit: string): number | null {
  for (const key of keys) {
    const value = amdValue(at(record, key), unit);
    if (value !== null) return value;
  }
  return null;
}

/** What stands under keys with dots between them. */
export function at(record: AmdRecord, key: string): unknown {
  return key.split(".").reduce<unknown>((value, part) => (isRecord(value) ? value[part] : undefined), record);
}

/** Text that says something. */
export function amdText(value: unknown): string | null {
  const text = typeof value === "string" ? value.trim() : "";
  return text === "" || /^(?:N\/A|None|Unknown|Not supported)\b/i.test(text) ? null : text;
}

/** As ROCR_VISIBLE_DEVICES names a GPU: "GPU-" and 16 digits. */
export function amdUuid(serial: unknown): string | null {
  const digits = /^(?:0x)?([0-9a-f]{1,16})$/i.exec(amdText(serial) ?? "")?.[1];
  return digits === undefined || /^(?:0+|f+)$/i.test(digits) ? null : `GPU-${digits.toLowerCase().padStart(16, "0")}`;
}

export type AmdRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is AmdRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
