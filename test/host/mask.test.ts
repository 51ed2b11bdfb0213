import assert from "node:assert/strict";
import { test } from "node:test";
import { createMask } from "../../src/host/mask.ts";

const ann = { hostname: "atlas.example.org", user: "ann", home: "/data/homes/ann" };
const mask = (text: string) => createMask(ann)(text);

test("createMask() takes out host, user and home folder, as whole words", () => {
  assert.equal(mask("atlas.example.org atlas atlas2 atlases"), "host host atlas2 atlases");
  assert.equal(mask("python /data/homes/ann/train.py --user=ann --plan=annual"), "python /home/user/train.py --user=user --plan=annual");
  assert.equal(mask("/home/bob/x /home/eve/y /home/bob"), "/home/user1/x /home/user2/y /home/user1");
});

test("createMask() leaves names that identify nobody", () => {
  const root = createMask({ hostname: "localhost", user: "root", home: "/root" });
  assert.equal(root("localhost root /root/a"), "localhost root /root/a");
});

test("createMask() gives the same thing the same mask everywhere", () => {
  const same = createMask(ann);
  assert.equal(same("10.1.2.3 10.1.2.4 10.1.2.3"), "192.0.2.1 192.0.2.2 192.0.2.1");
  assert.equal(same("10.1.2.4"), "192.0.2.2");
});

test("createMask() takes out addresses", () => {
  assert.equal(mask("52:54:00:AB:cd:ef enx525400abcdef"), "02:00:00:00:00:01 enx020000000001");
  assert.equal(mask("fe80::5054:ff:feab:cdef and 2a01:4f8:c17:b0f::2"), "2001:db8::1 and 2001:db8::2");
  assert.equal(mask("127.0.0.1 0.0.0.0"), "127.0.0.1 0.0.0.0");
});

test("createMask() takes out ids of machines, disks and containers, and keeps their length", () => {
  assert.equal(mask("UUID=7a96c459-d529-44ae-9f99-90d3798d6426"), "UUID=00000000-0000-4000-8000-000000000001");
  assert.equal(mask("pod7a96c459_d529_44ae_9f99_90d3798d6426.slice"), "pod7a96c459_d529_44ae_9f99_90d3798d6426.slice".replace(/pod.*\./, "pod00000000_0000_4000_8000_000000000001."));
  const id = "4f2a".repeat(16);
  assert.equal(mask(`/docker/${id}/x`), `/docker/${"1".padStart(64, "0")}/x`);
});

test("createMask() takes out servers and options of network file systems", () => {
  assert.equal(
    mask("35 27 0:50 / /mnt/x rw shared:9 - nfs4 filer:/export rw,addr=10.0.0.9,user=bob\n36 27 8:1 / / rw - ext4 /dev/sda1 rw,errors=remount-ro\n"),
    "35 27 0:50 / /mnt/x rw shared:9 - nfs4 server:/share rw\n36 27 8:1 / / rw - ext4 /dev/sda1 rw,errors=remount-ro\n",
  );
});

test("createMask() leaves what only looks like an address", () => {
  for (const text of [
    "0::/\n1:name=systemd:/init.scope\n",
    "30 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n",
    "Linux 6.1.0-18-amd64 5.10.0",
    "SigIgn:\t0000000000001000\nCpus_allowed:\tffffffff,ffffffff,ffffffff,ffffffff,ffffffff\n",
    "eth0: 140706913 4995 0 0",
    "../../devices/pci0000:00/0000:00:03.0/virtio2/net/eth0",
    "7ffd1c5e7000-7ffd1c608000 ---p 00000000 00:00 0 [rollup]",
  ]) {
    assert.equal(mask(text), text);
  }
});
