import type { Host } from "../../host/host.ts";
import { parseProcPidMountinfo } from "../../parsers/proc-pid-mountinfo.ts";
import type { Mount } from "../../parsers/proc-pid-mountinfo.ts";
import type { DiskSpace } from "../../snapshot.ts";
import type { Warn } from "../source-warning.ts";

const MOUNTS_FRESH_MS = 10_000;
const SIZES_FRESH_MS = 1000;
/** Asking may take one part in so many of the time. */
const SIZES_SHARE = 1000;

const LOOP_MAJOR = 7;

/** What keeps files on a disk of this machine. */
const LOCAL = /^(?:ext[234]|xfs|btrfs|zfs|bcachefs|f2fs|jfs|reiser(?:fs|4)|nilfs2|vfat|exfat|msdos|ntfs3?|hfs(?:plus)?|ufs|ubifs|jffs2|minix|apfs)$/;
/** A root folder that the container or sandbox has made for us; what answers for it is on this machine. */
const LOCAL_ROOT = /^(?:overlay|overlayfs|aufs|9p|virtiofs|fuse-overlayfs|fuse\.fuse-overlayfs)$/;
/** May never answer: another machine or a program stands behind it. */
const SLOW = /^(?:nfs|cifs|smb|fuse|9p|virtiofs|ceph|lustre|gpfs|beegfs|afs|autofs|glusterfs|orangefs|pvfs2|ocfs2|gfs2|coda|ncpfs|panfs|wekafs|pnfs|davfs|drvfs|prl_fs|vboxsf|vmhgfs)/;
/** Single files that container runtimes bind from the host's disk. */
const RUNTIME_FILES = new Set(["/etc/hosts", "/etc/hostname", "/etc/resolv.conf", "/dev/termination-log", "/run/.containerenv", "/.dockerenv"]);

/**
 * Space on the file systems of this machine's disks, each once.
 *
 * Network and FUSE file systems are neither counted nor asked. They are no disk of this machine, often far larger than
 * its disks and shared with others; and asking one whose server is dead never returns, which no time-out can help since
 * the kernel holds the caller. A mount point that can only be reached through one is not asked either.
 *
 * Several mounts of one device (bind mounts, btrfs subvolumes) are one file system. The data sets of a zfs pool share its
 * free space: what they use adds up, what is free counts once. Loop-mounted images lie in files of another one. A
 * container's overlay counts unless the disk below it is mounted, too, and says the same sizes.
 */
export class FileSystems {
  readonly #host: Host;
  readonly #warn: Warn;
  #mountinfo: string | null | undefined = undefined;
  #groups: MountGroup[] = [];
  #space: DiskSpace | null = null;
  #mountsReadAt = -Infinity;
  #askAgainAt = -Infinity;

  constructor(host: Host, warn: Warn) {
    this.#host = host;
    this.#warn = warn;
  }

  read(): DiskSpace | null {
    const now = this.#host.monotonicMs();
    if (now < this.#askAgainAt) return this.#space;
    if (now - this.#mountsReadAt >= MOUNTS_FRESH_MS) {
      this.#mountsReadAt = now;
      this.#readMounts();
    }
    this.#space = sumSpace(this.#host, this.#groups);
    this.#askAgainAt = now + Math.max(SIZES_FRESH_MS, SIZES_SHARE * (this.#host.monotonicMs() - now));
    return this.#space;
  }

  #readMounts(): void {
    const text = this.#host.readText("/proc/self/mountinfo");
    if (text === this.#mountinfo) return;
    this.#mountinfo = text;
    try {
      this.#groups = text ? groupMounts(parseProcPidMountinfo(text)) : [];
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      this.#groups = [];
      this.#warn({ code: "unparsable_file", message: error.message, hint: null });
    }
  }
}

/** One file system and where it can be asked. */
interface MountGroup {
  /** Shortest first. */
  mountPoints: string[];
  /** A zfs pool: each mount point is a data set of its own. */
  pool: boolean;
  /** Made by a container; may be a view of another group's disk. */
  overlay: boolean;
}

function groupMounts(mounts: readonly Mount[]): MountGroup[] {
  // Of several mounts on one folder the last one hides the others.
  const byPoint = new Map(mounts.map((mount) => [mount.mountPoint, mount]));
  const groups = new Map<string, MountGroup>();
  for (const mount of byPoint.values()) {
    if (!counts(mount) || isBehindSlow(mount, byPoint)) continue;
    const pool = mount.fsType === "zfs";
    const key = pool ? `zfs ${mount.source.split("/")[0]}` : `${mount.major}:${mount.minor}`;
    const group = groups.get(key);
    if (group) group.mountPoints.push(mount.mountPoint);
    else groups.set(key, { mountPoints: [mount.mountPoint], pool, overlay: !LOCAL.test(mount.fsType) });
  }
  for (const group of groups.values()) group.mountPoints.sort((a, b) => a.length - b.length);
  return [...groups.values()].sort((a, b) => Number(a.overlay) - Number(b.overlay));
}

function counts({ fsType, source, major, mountPoint }: Mount): boolean {
  if (mountPoint === "/") return LOCAL.test(fsType) || LOCAL_ROOT.test(fsType);
  if (!LOCAL.test(fsType) || RUNTIME_FILES.has(mountPoint)) return false;
  // Docker's old storage driver keeps its layers in one file, too.
  const isImage = major === LOOP_MAJOR || source.startsWith("/dev/mapper/docker-");
  const isSnapshot = fsType === "zfs" && source.includes("@");
  return !isImage && !isSnapshot;
}

/** Whether the way to the mount point leads through a file system that may never answer. */
function isBehindSlow({ mountPoint }: Mount, byPoint: ReadonlyMap<string, Mount>): boolean {
  for (let path = mountPoint; path !== ""; ) {
    path = path.slice(0, path.lastIndexOf("/"));
    const mount = byPoint.get(path || "/");
    if (mount && SLOW.test(mount.fsType) && !(mount.mountPoint === "/" && LOCAL_ROOT.test(mount.fsType))) return true;
  }
  return false;
}

function sumSpace(host: Host, groups: readonly MountGroup[]): DiskSpace | null {
  const sizes: DiskSpace[] = [];
  for (const group of groups) {
    const size = group.pool ? readPool(host, group.mountPoints) : readFirst(host, group.mountPoints);
    if (size && !(group.overlay && sizes.some((other) => looksSame(size, other)))) sizes.push(size);
  }
  if (sizes.length === 0) return null;
  const sum = { totalBytes: 0, usedBytes: 0, freeBytes: 0 };
  for (const { totalBytes, usedBytes, freeBytes } of sizes) {
    sum.totalBytes += totalBytes;
    sum.usedBytes += usedBytes;
    sum.freeBytes += freeBytes;
  }
  return sum;
}

/** As df does: used is what root cannot have, free is what everybody can. */
function readSpace(host: Host, mountPoint: string): DiskSpace | null {
  const space = host.readFileSystem(mountPoint);
  return space ? { totalBytes: space.totalBytes, usedBytes: space.totalBytes - space.freeBytes, freeBytes: space.availableBytes } : null;
}

function readFirst(host: Host, mountPoints: readonly string[]): DiskSpace | null {
  for (const mountPoint of mountPoints) {
    const space = readSpace(host, mountPoint);
    if (space) return space;
  }
  return null;
}

/** A data set says what it uses itself and what the pool has left. */
function readPool(host: Host, mountPoints: readonly string[]): DiskSpace | null {
  let usedBytes = 0;
  let freeBytes: number | null = null;
  for (const mountPoint of mountPoints) {
    const space = readSpace(host, mountPoint);
    if (!space) continue;
    usedBytes += space.usedBytes;
    // A data set with a quota has less left than the pool.
    freeBytes = Math.max(freeBytes ?? 0, space.freeBytes);
  }
  return freeBytes === null ? null : { totalBytes: usedBytes + freeBytes, usedBytes, freeBytes };
}

/** The same disk asked twice, with somebody writing in between. */
function looksSame(a: DiskSpace, b: DiskSpace): boolean {
  return a.totalBytes === b.totalBytes && Math.abs(a.usedBytes - b.usedBytes) < a.totalBytes / 1000;
}
