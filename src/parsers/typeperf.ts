import { decimalOrNull } from "./counted.ts";
import { quotedCells } from "./quoted-csv.ts";
import { refuseJunk } from "./unparsable.ts";
import { linesOf } from "./words.ts";

export interface Typeperf {
  /** With the machine before them: "\\PC\Processor(_Total)\% Processor Time". */
  counters: string[];
  samples: TypeperfSample[];
}

export interface TypeperfSample {
  /** Local time, as it is printed: month, day, year. */
  time: string;
  /** One for each counter; null where there is none: nothing was counted, or the first of two readings that a rate needs. */
  values: (number | null)[];
}

/**
 * `typeperf "\Processor(_Total)\% Processor Time" -sc 1` of Windows:
 * ```text
 *
 * "(PDH-CSV 4.0)","\\PC\Processor(_Total)\% Processor Time"
 * "11/21/2025 09:12:44.603","12.345678"
 * Exiting, please wait...
 * The command completed successfully.
 * ```
 * What stands around the table is in the user's language. A row of another width was cut off and is left out.
 * https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/typeperf
 */
export function parseTypeperf(text: string): Typeperf {
  const typeperf: Typeperf = { counters: [], samples: [] };
  for (const line of linesOf(text)) {
    if (!line.trimStart().startsWith('"')) continue;
    const [first = "", ...rest] = quotedCells(line.trim());
    if (first.startsWith("(PDH-CSV")) typeperf.counters = rest;
    else if (rest.length === typeperf.counters.length && rest.length > 0 && line.trimEnd().endsWith('"')) typeperf.samples.push({ time: first, values: rest.map(valueOf) });
  }
  if (typeperf.counters.length === 0) refuseJunk(text, "typeperf");
  return typeperf;
}

/** -1 stands for what could not be read, and so does a blank. */
function valueOf(cell: string): number | null {
  return decimalOrNull(cell.trim());
}
