import { wholeOrNull } from "./counted.ts";
import { refuseJunk } from "./unparsable.ts";
import { linesOf, wordsOf } from "./words.ts";

/** Counted up since boot; null where netstat prints "-" or has no such column. */
export interface NetstatIbRow {
  name: string;
  isLoopback: boolean;
  /** A * behind the name says that it is down. */
  isUp: boolean;
  receivedBytes: number | null;
  receivedPackets: number | null;
  sentBytes: number | null;
  sentPackets: number | null;
}

/**
 * ```text
 * Name  Mtu   Network       Address            Ipkts Ierrs     Ibytes    Opkts Oerrs     Obytes  Coll      macOS
 * en0   1500  <Link#4>    a8:66:7f:00:11:22  4200128     0 5100200300  2100064     0  310200100     0
 * en0   1500  192.168.1     192.168.1.20     4200128     - 5100200300  2100064     -  310200100     -
 * utun0 1380  <Link#9>                          2210     0     401220     2301     0     330187     0
 * Name    Mtu Network       Address              Ipkts Ierrs Idrop     Ibytes    Opkts Oerrs     Obytes  Coll   FreeBSD
 * ```
 * Bytes. An interface has a row for itself, <Link#4>, and one for each of its addresses, which counts the same traffic
 * again: only the first is read. It may have no address of its own; then the columns are counted from the right.
 * https://keith.github.io/xcode-man-pages/netstat.1.html, https://man.freebsd.org/netstat(1)
 */
export function parseNetstatIb(text: string): NetstatIbRow[] {
  const rows = new Map<string, NetstatIbRow>();
  let header: string[] | null = null;
  for (const line of linesOf(text)) {
    const words = wordsOf(line, 32);
    if (words[0] === "Name" && words.includes("Ibytes")) {
      header = words;
    } else if (header !== null) {
      const row = readRow(words, header);
      // FreeBSD cuts long names: the number of the link tells them apart.
      if (row !== null) rows.set(`${words[0]} ${words[header.indexOf("Network")]}`, row);
    }
  }
  if (header === null) refuseJunk(text, "netstat -ib");
  return [...rows.values()];
}

function readRow(words: readonly string[], header: readonly string[]): NetstatIbRow | null {
  const [word = ""] = words;
  if (!(words[header.indexOf("Network")] ?? "").startsWith("<Link")) return null;
  const missing = header.length - words.length;
  // A number where the address should be: there is none. Anything else, and the row was cut off.
  const hasNoAddress = missing === 1 && /^\d+$/.test(words[header.indexOf("Address")] ?? "");
  if (missing !== 0 && !hasNoAddress) return null;
  const count = (column: string): number | null => {
    const at = header.indexOf(column);
    return at === -1 ? null : wholeOrNull(words[at - missing]);
  };
  const name = word.replace(/\*$/, "");
  return {
    name,
    isLoopback: /^lo\d*$/.test(name),
    isUp: name === word,
    receivedBytes: count("Ibytes"),
    receivedPackets: count("Ipkts"),
    sentBytes: count("Obytes"),
    sentPackets: count("Opkts"),
  };
}
