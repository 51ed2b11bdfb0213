import { wholeOrNull } from "./counted.ts";
import { refuseJunk } from "./unparsable.ts";
import { linesOf, wordsOf } from "./words.ts";

export interface SwapinfoRow {
  device: string;
  totalBytes: number | null;
  usedBytes: number | null;
  availableBytes: number | null;
}

/**
 * ```text
 * Device          1K-blocks     Used    Avail Capacity
 * /dev/ada0p2.eli   2097152        0  2097152     0%
 * /dev/ada1p2.eli   2097152        0  2097152     0%
 * Total             4194304        0  4194304     0%
 * ```
 * Blocks of the size in the heading, 1 KiB with -k. The last row stands only below several others, and is left out.
 * https://man.freebsd.org/swapinfo(8)
 */
export function parseSwapinfo(text: string): SwapinfoRow[] {
  const rows: SwapinfoRow[] = [];
  let header: string[] | null = null;
  let blockBytes = 1024;
  for (const line of linesOf(text)) {
    const words = wordsOf(line, 16);
    if (words[0] === "Device" && words.includes("Used")) {
      header = words;
      blockBytes = words.some((word) => word.startsWith("512-")) ? 512 : 1024;
    } else if (header !== null && words.length === header.length && words[0] !== "Total") {
      const bytes = (column: number): number | null => {
        const blocks = column === -1 ? null : wholeOrNull(words[column]);
        return blocks === null ? null : blocks * blockBytes;
      };
      rows.push({
        device: words[0] as string,
        totalBytes: bytes(header.findIndex((word) => word.endsWith("-blocks"))),
        usedBytes: bytes(header.indexOf("Used")),
        availableBytes: bytes(header.indexOf("Avail")),
      });
    }
  }
  if (header === null) refuseJunk(text, "swapinfo");
  return rows;
}
