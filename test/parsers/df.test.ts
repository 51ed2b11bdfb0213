import { test } from "node:test";
import assert from "node:assert/strict";
import { groupDfContainers, parseDf, sumDfContainers } from "../../src/parsers/df.ts";

const mac = "Filesystem 1024-blocks Used Available Capacity iused ifree %iused  Mounted on\n";

test("parseDf() keeps blanks in devices and mount points", () => {
  const [map, disk] = parseDf(`${mac}map auto_home 0 0 0 100% 0 0 100% /System/Volumes/Data/home\n/dev/disk5s1 100 40 60 40% 1 2 0% /Volumes/My 2 Disks\n`);
  assert.deepEqual([map?.device, map?.mountPoint], ["map auto_home", "/System/Volumes/Data/home"]);
  assert.deepEqual(disk, { device: "/dev/disk5s1", totalBytes: 102_400, usedBytes: 40_960, availableBytes: 61_440, mountPoint: "/Volumes/My 2 Disks" });
});

test("parseDf() reads headings in other languages and of other block sizes", () => {
  assert.equal(parseDf("Файловая система   1024-блоков Использовано Доступно Вместимость Cмонтирована в\n/dev/sdc 100 40 60 40% /m\n")[0]?.totalBytes, 102_400);
  assert.equal(parseDf("Filesystem 512-blocks Used Avail Capacity  Mounted on\n/dev/ada0p2 100 40 60 40% /\n")[0]?.totalBytes, 51_200);
  assert.equal(parseDf("Filesystem 1K-blocks Used Available Use% Mounted on\n/dev/sda 100 40 60 40% /\n")[0]?.totalBytes, 102_400);
});

test("parseDf() reads - as unknown and less than nothing as nothing", () => {
  assert.deepEqual(parseDf(`${mac}/dev/a 100 - -5 103% /\n`).map((volume) => [volume.usedBytes, volume.availableBytes]), [[null, 0]]);
});

test("parseDf() passes by warnings and rows that were cut off", () => {
  assert.deepEqual(parseDf(`df: /mnt: Stale file handle\n${mac}/dev/a 100 40 60 40% 1 2 0% /\n/dev/b 100 40`).map((volume) => volume.device), ["/dev/a"]);
});

test("groupDfContainers() counts the volumes of one APFS container once", () => {
  const volumes = parseDf(`${mac}/dev/disk3s1s1 1000 10 400 3% 1 2 0% /\n/dev/disk3s6 1000 90 400 19% 1 2 0% /vm\n/dev/disk3s5 1000 450 401 53% 1 2 0% /data\n`);
  assert.deepEqual(groupDfContainers(volumes), [{ device: "/dev/disk3", totalBytes: 1_024_000, usedBytes: 614_400, availableBytes: 409_600, mountPoints: ["/", "/vm", "/data"] }]);
});

test("groupDfContainers() keeps partitions of one disk apart, and counts a device that is mounted twice once", () => {
  const containers = groupDfContainers(parseDf(`${mac}/dev/disk5s1 1000 600 400 60% /a\n/dev/disk5s2 1000 200 800 20% /b\n/dev/disk5s3 900 500 400 56% /c\n/dev/sda1 1000 100 800 12% /\n/dev/sda1 1000 100 800 12% /bind\n`));
  assert.deepEqual(containers.map(({ device, usedBytes, mountPoints }) => [device, usedBytes, mountPoints]), [
    ["/dev/disk5", 614_400, ["/a"]],
    ["/dev/disk5s2", 204_800, ["/b"]],
    ["/dev/disk5s3", 512_000, ["/c"]],
    ["/dev/sda1", 102_400, ["/", "/bind"]],
  ]);
});

test("groupDfContainers() keeps file systems that only share a name apart", () => {
  const containers = groupDfContainers(parseDf(`${mac}tmpfs 100 40 60 40% /a\ntmpfs 100 40 60 40% /b\n`));
  assert.deepEqual(containers.map(({ mountPoints }) => mountPoints), [["/a"], ["/b"]]);
});

test("sumDfContainers() adds disks only", () => {
  const sum = sumDfContainers(parseDf(`${mac}/dev/disk3s1 1000 10 400 3% /\n/dev/disk3s5 1000 590 400 53% /data\ndevfs 7 7 0 100% /dev\n//me@nas/x 5000 1 4999 1% /x\n/dev/disk6s1 - - - - /y\n`));
  assert.deepEqual(sum, { totalBytes: 1_024_000, usedBytes: 614_400, availableBytes: 409_600 });
});

test("parseDf() reads sizes with letters, of macOS, GNU and BusyBox", () => {
  const mac = parseDf("Filesystem       Size   Used  Avail Capacity iused ifree %iused  Mounted on\n/dev/disk3s1s1  460Gi   10Gi  1.5Ti     5%    404k  2.1G    0%   /\nmap auto_home      0Bi    0Bi    0Bi   100%       0     0     -   /System/Volumes/Data/home\n");
  assert.deepEqual(mac.map(({ totalBytes, availableBytes, mountPoint }) => [totalBytes, availableBytes, mountPoint]), [[460 * 2 ** 30, 1.5 * 2 ** 40, "/"], [0, 0, "/System/Volumes/Data/home"]]);
  const [gnu] = parseDf("Filesystem      Size  Used Avail Use% Mounted on\n/dev/vda1        59G  9.5M     0 100% /my disk\n");
  assert.deepEqual([gnu?.totalBytes, gnu?.usedBytes, gnu?.availableBytes, gnu?.mountPoint], [59 * 2 ** 30, 9_961_472, 0, "/my disk"]);
  assert.deepEqual(parseDf("Filesystem 1B-blocks Used Available Use% Mounted on\n/dev/vda1 4096 1024 3072 25% /\n").map(({ totalBytes }) => totalBytes), [4096]);
});
