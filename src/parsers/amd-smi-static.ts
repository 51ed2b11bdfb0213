import { parseAmdSmiRecords } from "./amd-smi-json.ts";
import { amdText, amdUuid, at } from "./amd-value.ts";

/** Which GPU it is. */
export interface AmdSmiCard {
  index: number;
  name: string | null;
  /** As ROCR_VISIBLE_DEVICES names it. */
  uuid: string | null;
}

/**
 * `amd-smi static --asic --json`: what the GPUs are called.
 *
 * ```text
 * [{"gpu": 0, "asic": {"market_name": "AMD Instinct Z100", "asic_serial": "0x00C0FFEE00000001"}}]
 * ```
 * https://rocm.docs.amd.com/projects/amdsmi/en/latest/how-to/amdsmi-cli-tool.html
 */
export function parseAmdSmiStatic(text: string): AmdSmiCard[] {
  return parseAmdSmiRecords(text, "amd-smi static").map(({ index, record }) => ({ index, name: amdText(at(record, "asic.market_name")) ?? amdText(at(record, "board.product_name")), uuid: amdUuid(at(record, "asic.asic_serial")) }));
}
