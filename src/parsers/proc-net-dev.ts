import { decimalsFrom } from "./decimal.ts";
import { refuseJunk } from "./unparsable.ts";
import { decodeUtf8 } from "./utf8.ts";

/** Counted up since the interface was made. */
export interface NetDevRow {
  name: string;
  receivedBytes: number;
  receivedPackets: number;
  sentBytes: number;
  sentPackets: number;
}

/**
 * ```text
 *  face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
 *   eth0: 140706913    4995    0    0    0     0          0         0   313657    3783    0    0    0     0       0          0
 * eth0:1:1406913    4995    0    0    0     0          0         0   313657    3783    0    0    0     0       0          0
 * ```
 * Bytes. The name ends at the last colon of its row, and the first number may be glued to it. Rows of another shape
 * are left out. https://man7.org/linux/man-pages/man5/proc_pid_net.5.html
 */
export function parseProcNetDev(text: string): NetDevRow[] {
  const rows: NetDevRow[] = [];
  let sentColumn = 8;
  let hasHeader = false;
  for (let start = 0, end = 0; start < text.length; start = end + 1) {
    end = text.indexOf("\n", start);
    if (end === -1) end = text.length;
    const bar = text.indexOf("|", start);
    if (bar !== -1 && bar < end) {
      sentColumn = countReceiveColumns(text.slice(bar, end)) ?? sentColumn;
      hasHeader = true;
      continue;
    }
    const row = readRow(text.slice(start, end), sentColumn);
    if (row !== null) rows.push(row);
  }
  if (rows.length === 0 && !hasHeader) refuseJunk(text, "/proc/net/dev");
  return rows;
}

/** Words between the bars, where the columns are named; null in the line above, "Inter-|   Receive | Transmit". */
function countReceiveColumns(header: string): number | null {
  const receive = header.slice(1, header.lastIndexOf("|")).trim();
  return receive.startsWith("bytes") ? receive.split(/\s+/).length : null;
}

function readRow(line: string, sentColumn: number): NetDevRow | null {
  const colon = line.lastIndexOf(":");
  const name = line.slice(0, Math.max(colon, 0)).trim();
  const numbers = decimalsFrom(line, colon + 1, sentColumn + 2);
  if (name === "" || numbers.length < sentColumn + 2) return null;
  return {
    name: decodeUtf8(name),
    receivedBytes: numbers[0] as number,
    receivedPackets: numbers[1] as number,
    sentBytes: numbers[sentColumn] as number,
    sentPackets: numbers[sentColumn + 1] as number,
  };
}
