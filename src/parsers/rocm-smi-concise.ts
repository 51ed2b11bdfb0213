import { amdValue } from "./amd-value.ts";
import { refuseJunk } from "./unparsable.ts";
import { linesOf, wordsOf } from "./words.ts";

/** One GPU at one moment. */
export interface RocmSmiConciseRow {
  index: number;
  /** 0..1 */
  usage: number | null;
  /** How full its memory is, 0..1: how large it is, is not told. */
  vramShare: number | null;
  powerWatts: number | null;
  temperatureCelsius: number | null;
}

/**
 * What `rocm-smi` without options prints for people:
 * ```text
 * GPU  Temp   AvgPwr  SCLK     MCLK    Fan     Perf  PwrCap  VRAM%  GPU%                                            up to ROCm 5
 * 0    47.0c  36.5W   1600Mhz  500Mhz  25.10%  auto  225.0W   12%   88%
 * Device  Node  IDs            Temp    Power  Partitions          SCLK    MCLK    Fan  Perf  PwrCap  VRAM%  GPU%    since ROCm 6
 * 0       1     0x1234, 10001  47.0°C  36.5W  N/A, N/A, 0         60Mhz   96Mhz   0%   auto  280.0W 12%     88%
 * ```
 * Cells of the newer one hold blanks: the columns behind them are counted from the right. Of a GPU whose
 * performance level is unknown, or that an error names by its number, the shares say nothing: they are 0 where nothing could be read.
 * https://rocm.docs.amd.com/projects/rocm_smi_lib/en/latest/how-to/use-python.html
 */
export function parseRocmSmiConcise(text: string): RocmSmiConciseRow[] {
  const rows: RocmSmiConciseRow[] = [];
  const broken = new Set(Array.from(text.matchAll(/^\s*ERROR.*?GPU\[(\d{1,4})\]/gm), ([, index]) => Number(index)));
  let names: string[] | null = null;
  for (const line of linesOf(text)) {
    const words = wordsOf(line);
    if (words.includes("SCLK") && words.includes("VRAM%") && words.includes("GPU%")) names = words;
    else if (names !== null && /^\d{1,4}$/.test(words[0] ?? "") && words.length > names.length - names.indexOf("SCLK")) rows.push(toRow(words, names, broken));
  }
  if (names === null) refuseJunk(text, "rocm-smi");
  return rows;
}

function toRow(words: readonly string[], names: readonly string[], broken: ReadonlySet<number>): RocmSmiConciseRow {
  const index = Number(words[0]);
  const fromRight = (name: string): string | undefined => (names.includes(name) ? words[words.length - names.length + names.indexOf(name)] : undefined);
  const share = (name: string): number | null => (broken.has(index) || fromRight("Perf") === "unknown" ? null : amdValue(fromRight(name), "%"));
  // Before the clocks: behind them the power that it may draw stands.
  const left = words.slice(1, words.length - names.length + names.indexOf("SCLK"));
  return {
    index,
    usage: share("GPU%"),
    vramShare: share("VRAM%"),
    powerWatts: amdValue(left.find((word) => /^[\d.]+W$/.test(word)), "W"),
    temperatureCelsius: amdValue(left.find((word) => /^[\d.]+[°_]?[cC]$/.test(word))?.replace("_", ""), "C"),
  };
}
