import type { Host } from "../../host/host.ts";

/**
 * Which of the devices in /proc/diskstats to add up so that each byte counts once: a device counts unless what it
 * stands on is listed too.
 *
 * - A partition stands on its disk. /sys/block lists whole devices only, so what stands there is none, whatever its name
 *   (xvda1 on EC2 comes without an xvda). Without /sys the name tells: sda1 by sda, nvme0n1p1 by nvme0n1.
 * - Device-mapper (LVM, crypt, multipath), md, bcache, drbd and PowerPath stand on other devices: /sys/block/NAME/slaves.
 *   They count only where no plain disk is to be seen, as in some containers, and then the lowest of them.
 * - An NVMe disk with several paths stands on its paths (nvme0n1 on nvme0c0n1): those have counters on every kernel, the
 *   disk over them only since Linux 6.2.
 * - loop devices and zvols stand on files or pools on disks; ram and zram are memory. They never count.
 * - rbd and nbd are disks over the network: their bytes are on no other disk of this machine.
 */
export function chooseDisks(host: Host, names: readonly string[]): Set<string> {
  const listed = new Set(names);
  const whole = new Set(host.listFolder("/sys/block"));
  const devices = names.filter((name) => !/^(?:loop|z?ram|zd)\d/.test(name) && (whole.has(name) || !isPartition(name, listed)));
  const lowest = devices.filter((name) => !standsOn(host, name, names).some((below) => listed.has(below)));
  const disks = lowest.filter((name) => !/^(?:dm-|md|bcache|drbd|emcpower)/.test(name));
  if (disks.length > 0) return new Set(disks);
  // Without /sys every md and dm device looks lowest; volumes usually lie on RAIDs, not the other way round.
  const raids = lowest.filter((name) => name.startsWith("md"));
  return new Set(whole.size === 0 && raids.length > 0 ? raids : lowest);
}

/** sda1 beside sda, nvme0n1p1 beside nvme0n1, cciss/c0d0p1 beside cciss/c0d0. */
function isPartition(name: string, listed: ReadonlySet<string>): boolean {
  const stem = name.replace(/\d+$/, "");
  return stem !== name && listed.has(/\dp$/.test(stem) ? stem.slice(0, -1) : stem);
}

function standsOn(host: Host, name: string, names: readonly string[]): string[] {
  const slaves = host.listFolder(`/sys/block/${name.replaceAll("/", "!")}/slaves`) ?? [];
  if (!name.startsWith("nvme")) return slaves;
  return names.filter((other) => /^nvme\d+c\d+n\d+$/.test(other) && other.replace(/c\d+/, "") === name);
}
