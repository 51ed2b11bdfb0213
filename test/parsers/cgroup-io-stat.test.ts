import { test } from "node:test";
import assert from "node:assert/strict";
import { parseCgroupIoStat } from "../../src/parsers/cgroup-io-stat.ts";

test("parseCgroupIoStat() gives values to the device in front of them, on whichever line", () => {
  const rows = parseCgroupIoStat("7:1 7:0 8:0 rbytes=4096 wbytes=512 rios=1 wios=2 dbytes=3 dios=4\n7:2");
  assert.deepEqual(rows.map((row) => [row.major, row.minor, row.readBytes]), [[7, 1, 0], [7, 0, 0], [8, 0, 4096], [7, 2, 0]]);
  assert.deepEqual(rows[2], { major: 8, minor: 0, readBytes: 4096, writeBytes: 512, discardBytes: 3, reads: 1, writes: 2 });
});

test("parseCgroupIoStat() leaves values alone that it does not know", () => {
  assert.equal(parseCgroupIoStat("8:0 cost.usage=9 constructor=1 rbytes=5 (x) use_delay=0\n")[0]?.readBytes, 5);
});
