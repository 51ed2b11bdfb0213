import assert from "node:assert/strict";
import { test } from "node:test";
import { FixtureHost } from "../../../src/host/fixture-host.ts";
import { chooseDisks } from "../../../src/sources/linux/disks.ts";

/** A machine whose /sys/block has these devices, each with what it stands on. */
function machine(blocks: Record<string, string[]>): FixtureHost {
  const folders: Record<string, string[]> = { "/sys/block": Object.keys(blocks) };
  for (const [name, slaves] of Object.entries(blocks)) folders[`/sys/block/${name}/slaves`] = slaves;
  return FixtureHost.of({}, { folders });
}

const noSys = FixtureHost.of({});
const chosen = (host: FixtureHost, names: string) => [...chooseDisks(host, names.split(" "))].sort().join(" ");

test("chooseDisks() leaves out partitions, by /sys or by name", () => {
  const host = machine({ sda: [], nvme0n1: [], mmcblk0: [], nbd0: [], vda: [], "cciss!c0d0": [], sr0: [] });
  const names = "sda sda1 sda12 nvme0n1 nvme0n1p1 mmcblk0 mmcblk0p2 nbd0 nbd0p1 vda vda1 cciss/c0d0 cciss/c0d0p1 sr0";
  for (const each of [host, noSys]) assert.equal(chosen(each, names), "cciss/c0d0 mmcblk0 nbd0 nvme0n1 sda sr0 vda");
});

test("chooseDisks() takes an EC2 xvda1 without xvda for a disk", () => {
  assert.equal(chosen(machine({ xvda1: [], xvda2: [] }), "xvda1 xvda2"), "xvda1 xvda2");
  assert.equal(chosen(noSys, "xvda1 xvda2"), "xvda1 xvda2");
  // Also beside a disk that seems to be its parent: /sys/block knows no partitions.
  assert.equal(chosen(machine({ xvda: [], xvda1: [] }), "xvda xvda1"), "xvda xvda1");
});

test("chooseDisks() counts LVM, crypt, md and bcache by the disks below", () => {
  const host = machine({ sda: [], sdb: [], md0: ["sda1", "sdb1"], "dm-0": ["md0"], "dm-1": ["dm-0"], bcache0: ["sdb2"], drbd1: [] });
  const names = "sda sda1 sdb sdb1 sdb2 md0 dm-0 dm-1 bcache0 drbd1";
  assert.equal(chosen(host, names), "sda sdb");
  assert.equal(chosen(noSys, names), "sda sdb");
});

test("chooseDisks() counts the lowest volumes where no disk is to be seen", () => {
  assert.equal(chosen(machine({ "dm-0": ["sda2"], "dm-1": ["dm-0"] }), "dm-0 dm-1"), "dm-0");
  assert.equal(chosen(machine({ md0: ["sda1"], "dm-0": ["sdb1"] }), "md0 dm-0"), "dm-0 md0");
  assert.equal(chosen(noSys, "md0 md0p1 dm-0 dm-1 loop0"), "md0");
  assert.equal(chosen(noSys, "dm-0 dm-10 ram0"), "dm-0 dm-10");
});

test("chooseDisks() never counts files, pools and memory", () => {
  const host = machine({ loop0: [], loop1: [], ram0: [], zram0: [], zd0: [], sda: [] });
  assert.equal(chosen(host, "loop0 loop1 loop1p1 ram0 ram15 zram0 zd0 zd16p1 sda"), "sda");
  assert.equal(chosen(noSys, "loop0 loop1 loop1p1 ram0 zram0"), "");
});

test("chooseDisks() counts network block devices as disks", () => {
  assert.equal(chosen(machine({ rbd0: [], nbd3: [], vda: [] }), "rbd0 rbd0p1 nbd3 vda vda1"), "nbd3 rbd0 vda");
});

test("chooseDisks() counts an NVMe disk with several paths by its paths", () => {
  const host = machine({ nvme0n1: [], nvme0c0n1: [], nvme0c1n1: [], nvme1n1: [], nvme0n2: [] });
  assert.equal(chosen(host, "nvme0c0n1 nvme0c1n1 nvme0n1 nvme0n1p1 nvme0n2 nvme1n1 nvme1n1p1"), "nvme0c0n1 nvme0c1n1 nvme0n2 nvme1n1");
  assert.equal(chosen(noSys, "nvme0c0n1 nvme0n1 nvme0n1p1"), "nvme0c0n1");
});
