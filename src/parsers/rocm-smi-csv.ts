import { parseRocmSmi, type RocmSmi } from "./rocm-smi-json.ts";
import { refuseJunk } from "./unparsable.ts";
import { linesOf } from "./words.ts";

/**
 * `rocm-smi … --csv`: the same names and values as with --json, a line for each card.
 * ```text
 * WARNING: AMD GPU device(s) is/are in a low-power state. Check power control/runtime_status
 *
 * device,GPU use (%),VRAM Total Memory (B),VRAM Total Used Memory (B)
 * card0,12,17179869184,18874368
 * ```
 * rocm-smi takes commas out of the values. Behind an empty line a table of the system's own values may follow.
 * https://rocm.docs.amd.com/projects/rocm_smi_lib/en/latest/how-to/use-python.html
 */
export function parseRocmSmiCsv(text: string): RocmSmi {
  const cards: Record<string, Record<string, string>> = {};
  let names: string[] | null = null;
  for (const line of linesOf(text)) {
    const [first = "", ...cells] = line.trim().split(",");
    if (first === "device") names = cells;
    else if (names !== null && /^card\d{1,4}$/i.test(first) && cells.length === names.length) cards[first] = { ...cards[first], ...Object.fromEntries(names.map((name, column) => [name, cells[column] as string])) };
  }
  if (names === null) refuseJunk(text, "rocm-smi CSV");
  if (Object.keys(cards).length === 0) return { devices: [], processes: [] };
  return parseRocmSmi(JSON.stringify(cards));
}
