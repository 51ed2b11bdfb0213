import { test } from "node:test";
import assert from "node:assert/strict";
import { parseSysctl, parseSysctlValues } from "../../src/parsers/sysctl.ts";

test("parseSysctl() reads one bad value as unknown and the others as they are", () => {
  const sysctl = parseSysctl("sysctl: unknown oid 'hw.foo'\nhw.memsize: lots\nhw.ncpu: 8\nvm.swapusage: total = x  used = 512.00M\nkern.memorystatus_level: 101\n");
  assert.deepEqual([sysctl.memoryBytes, sysctl.cpus, sysctl.swapTotalBytes, sysctl.swapUsedBytes, sysctl.availablePercent], [null, 8, null, 512 * 2 ** 20, null]);
});

test("parseSysctl() reads what sysctl -n prints of the swap", () => {
  const { swapTotalBytes, swapUsedBytes, swapFreeBytes } = parseSysctl("total = 3072.00M  used = 0.00M  free = 3072.00M  (encrypted)\n");
  assert.deepEqual([swapTotalBytes, swapUsedBytes, swapFreeBytes], [3072 * 2 ** 20, 0, 3072 * 2 ** 20]);
});

test("parseSysctl() takes the memory of a Mac before that of a BSD, which old Macs cut at 2 GiB", () => {
  assert.equal(parseSysctl("hw.physmem: 2147483648\nhw.memsize: 17179869184\n").memoryBytes, 17_179_869_184);
  assert.equal(parseSysctl("hw.physmem: 2147483648\n").memoryBytes, 2_147_483_648);
});

test("parseSysctl() reads the load in other languages, and the boot time with or without braces", () => {
  assert.deepEqual(Object.values(parseSysctl("vm.loadavg: { 1,52 2,10 2,33 }\n")).filter((value) => value !== null), [1.52, 2.1, 2.33]);
  assert.equal(parseSysctl("kern.boottime: { sec = 1770020103, usec = 1 } Mon Feb  2\n").bootUnixSeconds, 1_770_020_103);
  assert.equal(parseSysctl("kern.boottime=1770020103\n").bootUnixSeconds, 1_770_020_103);
});

test("parseSysctlValues() reads names with a colon and with an equals sign", () => {
  const values = parseSysctlValues("hw.ncpu: 8\nhw.model=Intel(R): x = y\nkern.ostype = NetBSD\nkern.nisdomainname: \nkern.version: one\n    two: three\nhw.ncpu: 9\n");
  assert.deepEqual(Object.fromEntries(values), { "hw.ncpu": "8", "hw.model": "Intel(R): x = y", "kern.ostype": "NetBSD", "kern.nisdomainname": "", "kern.version": "one" });
});
