import { type AmdRecord, isRecord } from "./amd-value.ts";
import { parseJsonInText } from "./json-in-text.ts";
import { refuseJunk } from "./unparsable.ts";

/** What amd-smi tells of one GPU. */
export interface AmdSmiRecord {
  index: number;
  record: AmdRecord;
}

/**
 * What every `amd-smi … --json` has in common: a list with a record for each GPU, up to ROCm 6 by itself, since then as
 * {"gpu_data": […]}; of a single GPU sometimes the record alone. Warnings may stand before it.
 */
export function parseAmdSmiRecords(text: string, source: string): AmdSmiRecord[] {
  const json = parseJsonInText(text, source);
  if (json === null) return [];
  const list = isRecord(json) && "gpu_data" in json ? json["gpu_data"] : json;
  const records = (Array.isArray(list) ? list : [list]).filter(isRecord).map((record, position) => ({ index: indexOf(record["gpu"], position), record }));
  if (records.length > 0 && records.every(({ record }) => !("gpu" in record))) refuseJunk(text, source);
  return records;
}

function indexOf(gpu: unknown, position: number): number {
  const index = typeof gpu === "number" || (typeof gpu === "string" && /^\d+$/.test(gpu)) ? Number(gpu) : position;
  return Number.isInteger(index) && index >= 0 ? index : position;
}
