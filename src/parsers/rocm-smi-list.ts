import { parseRocmSmi, type RocmSmi } from "./rocm-smi-json.ts";
import { refuseJunk } from "./unparsable.ts";

/**
 * `rocm-smi --showuse --showmeminfo vram` and the like without --json: the same names and values, a line for each.
 * ```text
 * GPU[0]          : GPU use (%): 12
 * GPU[0]          : VRAM Total Used Memory (B): 18874368
 * ```
 * Of a name that comes again the first one that tells counts.
 * https://rocm.docs.amd.com/projects/rocm_smi_lib/en/latest/how-to/use-python.html
 */
export function parseRocmSmiList(text: string): RocmSmi {
  const cards: Record<string, Record<string, string>> = {};
  for (const [, index = "", name = "", value = ""] of text.matchAll(/^[ \t]*GPU\[(\d{1,4})\][ \t]*:[ \t]*([^:\n]{1,100}?)[ \t]*:[ \t]*(\S[^\n]*)$/gm)) {
    const card = (cards[`card${index}`] ??= {});
    if (!Object.hasOwn(card, name)) card[name] = value.trimEnd();
  }
  if (Object.keys(cards).length > 0) return parseRocmSmi(JSON.stringify(cards));
  refuseJunk(text, "rocm-smi");
  return { devices: [], processes: [] };
}
