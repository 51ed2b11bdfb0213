import { refuseJunk } from "./unparsable.ts";

/** What the group read from and wrote to one device. */
export interface CgroupIoStatRow {
  major: number;
  minor: number;
  readBytes: number;
  writeBytes: number;
  discardBytes: number;
  reads: number;
  writes: number;
}

/**
 * ```text
 * 254:0 rbytes=7310270464 wbytes=12048138240 rios=291004 wios=230517 dbytes=0 dios=0
 * 7:1 7:0 8:0 rbytes=4096 wbytes=0 rios=1 wios=0 dbytes=0 dios=0
 * ```
 * Bytes. A device that was not used may stand there without values, and without an end of line: zeros.
 * A device-mapper device and the disk below it both have a row.
 * https://docs.kernel.org/admin-guide/cgroup-v2.html (io.stat)
 */
export function parseCgroupIoStat(text: string): CgroupIoStatRow[] {
  const rows: CgroupIoStatRow[] = [];
  for (const [word] of text.matchAll(/\S+/g)) {
    const device = /^(\d+):(\d+)$/.exec(word);
    if (device) rows.push({ major: Number(device[1]), minor: Number(device[2]), readBytes: 0, writeBytes: 0, discardBytes: 0, reads: 0, writes: 0 });
    else setValue(rows.at(-1), word);
  }
  if (rows.length === 0) refuseJunk(text, "io.stat");
  return rows;
}

const fields: Readonly<Record<string, Exclude<keyof CgroupIoStatRow, "major" | "minor">>> = {
  rbytes: "readBytes",
  wbytes: "writeBytes",
  dbytes: "discardBytes",
  rios: "reads",
  wios: "writes",
};

function setValue(row: CgroupIoStatRow | undefined, word: string): void {
  const [, key = "", digits] = /^(\w+)=(\d+)$/.exec(word) ?? [];
  const field = fields[key];
  if (row && field) row[field] = Number(digits);
}
