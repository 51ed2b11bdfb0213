import { decimalOrNull, wholeOrNull } from "./counted.ts";
import { unlessJunk } from "./unparsable.ts";
import { linesOf } from "./words.ts";

/** null where the text does not tell. */
export interface MemoryPressure {
  memoryBytes: number | null;
  pageBytes: number | null;
  /** How much of the memory is available: free, or given back when somebody asks for it. */
  availablePercent: number | null;
}

/**
 * `memory_pressure -Q` of macOS, and `sysctl kern.memorystatus_level`, with -n or without, which tells the same:
 * ```text
 * The system has 17179869184 (1048576 pages with a page size of 16384).
 * System-wide memory free percentage: 42%
 * kern.memorystatus_level: 42
 * ```
 * Bytes; "free" counts more than free pages. Without -Q there are counts of pages between the two lines.
 * https://keith.github.io/xcode-man-pages/memory_pressure.1.html
 */
export function parseMemoryPressure(text: string): MemoryPressure {
  const pressure: MemoryPressure = { memoryBytes: null, pageBytes: null, availablePercent: null };
  for (const line of linesOf(text)) {
    const short = line.length > 200 ? "" : line.trim();
    const system = /^The system has (\d+) \(\d+ pages with a page size of (\d+)\)/.exec(short);
    if (system !== null) {
      pressure.memoryBytes = wholeOrNull(system[1]);
      pressure.pageBytes = wholeOrNull(system[2]);
    }
    const percent = /^(?:System-wide memory free percentage:\s*([\d.,]+)%|(?:kern\.memorystatus_level\s*[:=]\s*)?(\d+))$/.exec(short);
    if (percent !== null) pressure.availablePercent = percentOrNull(percent[1] ?? percent[2]);
  }
  return unlessJunk(pressure, text, "memory_pressure");
}

function percentOrNull(word: string | undefined): number | null {
  const percent = decimalOrNull(word);
  return percent !== null && percent <= 100 ? percent : null;
}
