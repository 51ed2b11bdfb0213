import assert from "node:assert/strict";
import { test } from "node:test";
import { FixtureHost } from "../../../src/host/fixture-host.ts";
import { FileSystems } from "../../../src/sources/linux/file-systems.ts";
import type { SourceWarning } from "../../../src/sources/source-warning.ts";
import { noWarnings } from "../../helpers/no-warnings.ts";

const GB = 1e9;

/** Sizes in GB: total, free for root, free for everybody. */
type Sizes = Record<string, [total: number, free: number, available: number]>;

/** Mounts as "MAJOR:MINOR ROOT MOUNTPOINT TYPE SOURCE". */
function machine(mounts: readonly string[], sizes: Sizes): FixtureHost {
  const lines = mounts.map((mount, index) => {
    const [device, root, point, type, source] = mount.split(" ");
    return `${index + 20} 1 ${device} ${root} ${point} rw,relatime shared:${index} - ${type} ${source} rw`;
  });
  const host = FixtureHost.of({ "/proc/self/mountinfo": `${lines.join("\n")}\n` });
  for (const [path, [total, free, available]] of Object.entries(sizes)) {
    host.setFileSystem(path, { totalBytes: total * GB, freeBytes: free * GB, availableBytes: available * GB });
  }
  return host;
}

/** [total, used, free] in GB. */
function read(host: FixtureHost): number[] | null {
  const space = new FileSystems(host, noWarnings).read();
  return space && [space.totalBytes / GB, space.usedBytes / GB, space.freeBytes / GB];
}

test("FileSystems counts as df does, and no memory, kernel or image file systems", () => {
  const host = machine(
    [
      "0:21 / /proc proc proc",
      "0:22 / /sys sysfs sysfs",
      "0:5 / /dev devtmpfs udev",
      "8:2 / / ext4 /dev/sda2",
      "8:1 / /boot/efi vfat /dev/sda1",
      "0:24 / /run tmpfs tmpfs",
      "7:3 / /snap/core/1 squashfs /dev/loop3",
      "7:4 / /mnt/image ext4 /dev/loop4",
      "253:9 / /var/lib/docker/devicemapper/mnt/9f ext4 /dev/mapper/docker-8:2-131-9f",
      "11:0 / /media/cdrom iso9660 /dev/sr0",
      "0:52 / /var/lib/docker/overlay2/9f/merged overlay overlay",
      "8:17 / /data\\040two xfs /dev/sdb1",
    ],
    { "/": [100, 60, 55], "/boot/efi": [1, 0.5, 0.5], "/data two": [1000, 300, 300], "/run": [8, 8, 8], "/snap/core/1": [1, 0, 0], "/mnt/image": [5, 5, 5], "/var/lib/docker/devicemapper/mnt/9f": [10, 9, 9] },
  );
  assert.deepEqual(read(host), [1101, 40 + 0.5 + 700, 355.5]);
  assert.equal(host.countReads("/var/lib/docker/overlay2/9f/merged"), 0);
});

test("FileSystems counts bind mounts and btrfs subvolumes once", () => {
  const host = machine(
    [
      "0:30 /root / btrfs /dev/nvme0n1p3",
      "0:30 /home /home btrfs /dev/nvme0n1p3",
      "8:17 /srv/data /var/lib/jobs xfs /dev/sdb1",
      "8:17 / /srv xfs /dev/sdb1",
    ],
    { "/": [500, 200, 190], "/home": [500, 200, 190], "/srv": [50, 20, 20], "/var/lib/jobs": [5, 2, 2] },
  );
  assert.deepEqual(read(host), [550, 330, 210]);
});

test("FileSystems asks another mount point of the same device when one does not answer", () => {
  const host = machine(["8:2 / /a ext4 /dev/sda2", "8:2 / /bb ext4 /dev/sda2"], { "/bb": [10, 4, 4] });
  host.makeUnreadable("/a");
  assert.deepEqual(read(host), [10, 6, 4]);
});

test("FileSystems adds up what a pool's data sets use and counts its free space once", () => {
  const host = machine(
    [
      "0:40 / / zfs rpool/ROOT/debian",
      "0:41 / /home zfs rpool/home",
      "0:42 / /home/.zfs/snapshot/a zfs rpool/home@a",
      "0:43 / /tank zfs tank",
    ],
    { "/": [110, 100, 100], "/home": [130, 100, 100], "/tank": [1000, 900, 900], "/home/.zfs/snapshot/a": [120, 100, 100] },
  );
  assert.deepEqual(read(host), [140 + 1000, 40 + 100, 1000]);
});

test("FileSystems never asks network and FUSE file systems, nor anything behind one", () => {
  const host = machine(
    [
      "8:2 / / ext4 /dev/sda2",
      "0:50 / /home nfs4 filer:/home",
      "0:51 / /net autofs /etc/auto.net",
      "0:52 / /lustre lustre 10.0.0.1@o2ib:/scratch",
      "0:53 / /mnt/s3 fuse.s3fs s3fs",
      "0:54 / /mnt/c 9p drvfs",
      "8:33 / /home/ann/disk ext4 /dev/sdc1",
      "8:1 / /mnt/usb fuseblk /dev/sdd1",
    ],
    { "/": [100, 50, 50], "/home": [9e6, 1, 1], "/home/ann/disk": [10, 5, 5], "/mnt/usb": [10, 5, 5], "/net": [0, 0, 0], "/lustre": [9e6, 1, 1], "/mnt/s3": [9e6, 1, 1], "/mnt/c": [200, 1, 1] },
  );
  assert.deepEqual(read(host), [100, 50, 50]);
  for (const path of ["/home", "/net", "/lustre", "/mnt/s3", "/mnt/c", "/home/ann/disk", "/mnt/usb"]) assert.equal(host.countReads(path), 0, path);
});

test("FileSystems asks nothing when the root folder itself is on the network", () => {
  const host = machine(["0:20 / / nfs boot:/node", "8:1 / /scratch xfs /dev/sda1"], { "/": [100, 50, 50], "/scratch": [10, 5, 5] });
  assert.equal(read(host), null);
  assert.equal(host.countReads("/scratch"), 0);
});

test("FileSystems counts a container's overlay once with the disk it lies on", () => {
  const mounts = [
    "0:400 / / overlay overlay",
    "8:2 /docker/containers/7f/hosts /etc/hosts ext4 /dev/sda2",
    "8:2 /docker/containers/7f/resolv.conf /etc/resolv.conf ext4 /dev/sda2",
  ];
  assert.deepEqual(read(machine(mounts, { "/": [100, 60, 55], "/etc/hosts": [100, 60, 55] })), [100, 40, 55]);
  // An overlay that was given less than its disk.
  assert.deepEqual(read(machine(mounts, { "/": [10, 6, 5], "/etc/hosts": [100, 60, 55] })), [10, 4, 5]);
  // A volume of the same disk, while somebody writes.
  const volume = "8:2 /srv/volume /data ext4 /dev/sda2";
  assert.deepEqual(read(machine([...mounts, volume], { "/": [100, 60, 55], "/data": [100, 59.99, 54.99] })), [100, 100 - 59.99, 54.99]);
  // A volume of another disk.
  const other = "8:17 / /data xfs /dev/sdb1";
  assert.deepEqual(read(machine([...mounts, other], { "/": [100, 60, 55], "/data": [100, 20, 20] })), [200, 120, 75]);
});

test("FileSystems counts the root folder that a sandbox made", () => {
  assert.deepEqual(read(machine(["0:1 / / 9p none"], { "/": [100, 60, 60] })), [100, 40, 60]);
  assert.equal(read(machine(["0:1 / / tmpfs none"], { "/": [100, 60, 60] })), null);
});

test("FileSystems asks for the mount that covers another", () => {
  const host = machine(["8:2 / / ext4 /dev/sda2", "8:1 / /mnt ext4 /dev/sda1", "0:60 / /mnt nfs filer:/x"], { "/": [100, 50, 50], "/mnt": [10, 5, 5] });
  assert.deepEqual(read(host), [100, 50, 50]);
  assert.equal(host.countReads("/mnt"), 0);
});

test("FileSystems looks at the mounts every 10 s and at the sizes every second", () => {
  const host = machine(["8:2 / / ext4 /dev/sda2"], { "/": [100, 50, 50] });
  const fileSystems = new FileSystems(host, noWarnings);
  for (let tick = 0; tick < 99; tick++, host.advance(100)) fileSystems.read();
  assert.deepEqual([host.countReads("/proc/self/mountinfo"), host.countReads("/")], [1, 10]);
  host.setFile("/proc/self/mountinfo", `${host.readText("/proc/self/mountinfo")}90 1 8:17 / /new xfs rw - xfs /dev/sdb1 rw\n`);
  host.setFileSystem("/new", { totalBytes: 7 * GB, freeBytes: 7 * GB, availableBytes: 7 * GB });
  assert.equal(fileSystems.read()?.totalBytes, 100 * GB);
  host.advance(1000);
  assert.equal(fileSystems.read()?.totalBytes, 107 * GB);
});

test("FileSystems asks more seldom where asking is slow", () => {
  const host = machine(["8:2 / / ext4 /dev/sda2"], { "/": [100, 50, 50] });
  let waited = 0;
  const slow = Object.assign(Object.create(host) as FixtureHost, {
    monotonicMs: () => waited,
    readFileSystem: () => {
      waited += 5;
      return { totalBytes: 1, freeBytes: 1, availableBytes: 1 };
    },
    readText: (path: string) => host.readText(path),
  });
  const fileSystems = new FileSystems(slow, noWarnings);
  fileSystems.read();
  waited += 4990;
  fileSystems.read();
  assert.equal(waited, 4995);
  waited += 100;
  fileSystems.read();
  assert.equal(waited, 5100);
});

test("FileSystems is null without mounts, and warns once of those it cannot understand", () => {
  assert.equal(read(FixtureHost.of({})), null);
  assert.equal(read(machine(["8:2 / / ext4 /dev/sda2"], {})), null);
  const warnings: SourceWarning[] = [];
  const host = FixtureHost.of({ "/proc/self/mountinfo": "garbage\n" });
  const fileSystems = new FileSystems(host, (warning) => warnings.push(warning));
  assert.equal(fileSystems.read(), null);
  host.advance(20_000);
  assert.equal(fileSystems.read(), null);
  assert.deepEqual(warnings.map(({ code }) => code), ["unparsable_file"]);
});
