import { sizeOrNull, wholeOrNull } from "./counted.ts";
import { refuseJunk } from "./unparsable.ts";
import { linesOf, skipGap, findGap, skipGapBack } from "./words.ts";

/** null where df prints "-". */
export interface DfSpace {
  totalBytes: number | null;
  /** By this volume alone. */
  usedBytes: number | null;
  /** To everybody: less than total - used where some is kept for root, and where volumes share a container. */
  availableBytes: number | null;
}

export interface DfVolume extends DfSpace {
  /** "/dev/disk3s5", "map auto_home", "devfs". */
  device: string;
  mountPoint: string;
}

/** Space that volumes share: an APFS container; or a file system of its own. */
export interface DfContainer extends DfSpace {
  /** "/dev/disk3" for what is on a disk of a Mac, else the device. */
  device: string;
  mountPoints: string[];
}

/**
 * ```text
 * Filesystem     1024-blocks      Used Available Capacity iused      ifree %iused  Mounted on      macOS, df -k
 * /dev/disk3s5     482797652 378277460  76757888    84% 9110854  767578880    1%   /System/Volumes/Data
 * Filesystem 1024-blocks     Used    Avail Capacity  Mounted on                                    df -kP
 * /dev/sdc     250000384 190000128 40000256      83% /media/My Games
 * ```
 * Blocks of the size in the heading, 512 bytes without -k; of -h, which names none, sizes with a letter, powers of 1024. Devices and mount points may hold blanks, and headings are
 * translated: what stands before the percentage is found from there, and only iused, ifree and %iused by their names.
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/df.html, https://keith.github.io/xcode-man-pages/df.1.html
 */
export function parseDf(text: string): DfVolume[] {
  const volumes: DfVolume[] = [];
  let blockBytes: number | null = null;
  let wrapped = "";
  for (const line of linesOf(text)) {
    blockBytes ??= readBlockBytes(line);
    const row = readRow(line, blockBytes) ?? (wrapped === "" ? null : readRow(`${wrapped} ${line}`, blockBytes));
    if (row !== null) volumes.push(row);
    // BusyBox and old GNU break the line behind a long device.
    wrapped = row === null && line.length < 1024 && !/\s/.test(line.trim()) ? line.trim() : "";
  }
  if (blockBytes === null && volumes.length === 0) refuseJunk(text, "df");
  return volumes;
}

/**
 * Volumes of one APFS container print its total and what is available of it, each of them: they are told by the disk
 * and these two, and their used bytes are what is not available. Partitions of one disk differ in them.
 */
export function groupDfContainers(volumes: readonly DfVolume[]): DfContainer[] {
  const containers: DfContainer[] = [];
  for (const volume of volumes) {
    const disk = /^\/dev\/disk\d+(?=s\d)/.exec(volume.device)?.[0];
    // Of the devices without a slash many may have one name: tmpfs.
    const isOf = (container: DfContainer): boolean => (container.device === disk ? sharesSpace(container, volume) : container.device === volume.device && volume.device.startsWith("/"));
    const found = containers.find(isOf);
    if (found !== undefined) {
      found.mountPoints.push(volume.mountPoint);
    } else {
      const isFirst = !containers.some(({ device }) => device === disk);
      containers.push({ ...spaceOf(volume, disk), device: (isFirst ? disk : undefined) ?? volume.device, mountPoints: [volume.mountPoint] });
    }
  }
  return containers;
}

/** The sum over containers on disks, each counted once: not over devfs, automount maps and what the network holds. */
export function sumDfContainers(volumes: readonly DfVolume[]): DfSpace {
  const disks = groupDfContainers(volumes).filter(({ device }) => device.startsWith("/dev/"));
  const sum = (key: keyof DfSpace): number | null => disks.reduce<number | null>((total, { [key]: bytes }) => (bytes === null ? total : (total ?? 0) + bytes), null);
  return { totalBytes: sum("totalBytes"), usedBytes: sum("usedBytes"), availableBytes: sum("availableBytes") };
}

/** "1024-blocks", "1K-blocks", "1B-blocks", "512-blocks", and the same in other languages. */
function readBlockBytes(line: string): number | null {
  if (line.length > 1024) return null;
  const match = /(?:^|\s)(\d{1,9})([BKkMG]?)-\p{L}/u.exec(line);
  if (match === null || match[1] === "0") return null;
  return Number(match[1]) * ({ "": 1, B: 1, K: 1024, k: 1024, M: 1024 ** 2, G: 1024 ** 3 }[match[2] ?? ""] ?? 1);
}

function readRow(line: string, blockBytes: number | null): DfVolume | null {
  const cells = line.length > 16_384 ? [] : cellsOf(line);
  // Device, total, used, available, percentage, mount point: the device is at least one word, and so is the mount point.
  for (let at = 4; at < cells.length - 1; at++) {
    const [total, used, available, percent] = cells.slice(at - 3, at + 1).map(({ word }) => word) as [string, string, string, string];
    if (!/^(?:\d+%|-)$/.test(percent) || ![total, used, available].every((word) => (blockBytes === null ? /^(?:-?\d+(?:[.,]\d+)?[BKMGTPE]i?|0|-)$/ : /^(?:-?\d+|-)$/).test(word))) continue;
    const mountAt = hasInodes(cells, at) ? at + 4 : at + 1;
    const bytes = (word: string): number | null => {
      const counted = word.replace(/^-(?=\d).*$/, "0");
      if (blockBytes === null) return sizeOrNull(counted.replace(/i$/, ""));
      const blocks = wholeOrNull(counted);
      return blocks === null ? null : blocks * blockBytes;
    };
    return {
      device: line.slice(cells[0]?.start, cells[at - 4]?.end),
      totalBytes: bytes(total),
      usedBytes: bytes(used),
      // Below zero where root has filled what is kept for it.
      availableBytes: bytes(available),
      mountPoint: line.slice(cells[mountAt]?.start, skipGapBack(line, line.length)),
    };
  }
  return null;
}

/** iused, ifree and %iused stand before the mount point, which begins with a slash. */
function hasInodes(cells: readonly Cell[], percent: number): boolean {
  const [iused, ifree, iusedPercent, mountPoint] = cells.slice(percent + 1, percent + 5).map(({ word }) => word);
  return mountPoint !== undefined && [iused, ifree].every((word) => /^(?:\d+(?:\.\d+)?[kKMGTP]?|-)$/.test(word ?? "")) && /^(?:\d+%|-)$/.test(iusedPercent ?? "");
}

interface Cell {
  word: string;
  start: number;
  end: number;
}

function cellsOf(line: string): Cell[] {
  const cells: Cell[] = [];
  for (let start = skipGap(line, 0); start < line.length; ) {
    const end = findGap(line, start);
    cells.push({ word: line.slice(start, end), start, end });
    start = skipGap(line, end);
  }
  return cells;
}

/** A little may have been written between one volume and the next. */
function sharesSpace(container: DfSpace, volume: DfSpace): boolean {
  if (volume.totalBytes === null || volume.availableBytes === null || container.availableBytes === null) return false;
  return container.totalBytes === volume.totalBytes && Math.abs(container.availableBytes - volume.availableBytes) <= volume.totalBytes / 1000;
}

function spaceOf({ totalBytes, usedBytes, availableBytes }: DfSpace, disk: string | undefined): DfSpace {
  if (disk === undefined || totalBytes === null || availableBytes === null) return { totalBytes, usedBytes, availableBytes };
  return { totalBytes, usedBytes: totalBytes - availableBytes, availableBytes };
}
