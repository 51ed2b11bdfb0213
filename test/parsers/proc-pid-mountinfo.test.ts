import { test } from "node:test";
import assert from "node:assert/strict";
import { parseProcPidMountinfo } from "../../src/parsers/proc-pid-mountinfo.ts";

test("parseProcPidMountinfo() skips any number of optional fields", () => {
  for (const optional of ["", "shared:1 ", "master:1 shared:7 propagate_from:2 unbindable "]) {
    const [mount] = parseProcPidMountinfo(`27 1 254:0 / / rw ${optional}- ext4 /dev/vda rw,discard\n`);
    assert.deepEqual(mount, { mountId: 27, parentId: 1, major: 254, minor: 0, root: "/", mountPoint: "/", options: ["rw"], fsType: "ext4", source: "/dev/vda", superOptions: ["rw", "discard"] });
  }
});

test("parseProcPidMountinfo() decodes blanks, newlines and UTF-8 of a mount point", () => {
  const latin1 = Buffer.from("41 1 0:38 / /mnt/a\\040(b)\\012\\134\\043ü rw - tmpfs none rw\n").toString("latin1");
  assert.equal(parseProcPidMountinfo(latin1)[0]?.mountPoint, "/mnt/a (b)\n\\#ü");
});

test("parseProcPidMountinfo() reads an empty source, and options that are missing or hold blanks", () => {
  const last = (text: string) => parseProcPidMountinfo(`5 1 0:53 / /x rw - ${text}\n`).map(({ source, superOptions }) => [source, superOptions])[0];
  assert.deepEqual(last("tmpfs  rw,size=1k"), ["", ["rw", "size=1k"]]);
  assert.deepEqual(last("tmpfs rw,size=1k"), ["", ["rw", "size=1k"]]);
  assert.deepEqual(last("ext4 /dev/sda1 "), ["/dev/sda1", []]);
  assert.deepEqual(last("cifs //nas/My\\040Share rw,unc=\\\\nas\\My Share,vers=3"), ["//nas/My Share", ["rw", "unc=\\\\nas\\My Share", "vers=3"]]);
});

test("parseProcPidMountinfo() leaves a row that was cut out and reads the others", () => {
  assert.deepEqual(parseProcPidMountinfo("27 1 254:0 / / rw - ext4 /dev/vda rw\n28 27 0:5 / /dev rw,nosu").map((mount) => mount.mountId), [27]);
});
