import { refuseJunk } from "./unparsable.ts";

/** What the group read from and wrote to one device. */
export interface Cgroup1BlkioRow {
  major: number;
  minor: number;
  readBytes: number;
  writeBytes: number;
  discardBytes: number;
}

/**
 * ```text
 * 253:1 Read 610304
 * 253:1 Write 147456
 * Total 757760
 * ```
 * Bytes; the lines Sync, Async and Total count the same ones again. blkio.throttle.io_service_bytes and
 * blkio.io_service_bytes. https://docs.kernel.org/admin-guide/cgroup-v1/blkio-controller.html
 */
export function parseCgroup1Blkio(text: string): Cgroup1BlkioRow[] {
  const rows = new Map<string, Cgroup1BlkioRow>();
  for (const [, device = "", major, minor, kind = "", bytes] of text.matchAll(/^[ \t]*((\d+):(\d+))[ \t]+(\w+)[ \t]+(\d+)\s*$/gm)) {
    const row = rows.get(device) ?? { major: Number(major), minor: Number(minor), readBytes: 0, writeBytes: 0, discardBytes: 0 };
    rows.set(device, row);
    if (kind === "Read") row.readBytes = Number(bytes);
    else if (kind === "Write") row.writeBytes = Number(bytes);
    else if (kind === "Discard") row.discardBytes = Number(bytes);
  }
  if (rows.size === 0 && !/^\s*Total\s+\d/.test(text)) refuseJunk(text, "blkio.io_service_bytes");
  return [...rows.values()];
}
