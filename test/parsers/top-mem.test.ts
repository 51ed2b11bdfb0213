import { test } from "node:test";
import assert from "node:assert/strict";
import { parseTopMem } from "../../src/parsers/top-mem.ts";

const footprints = (text: string) => parseTopMem(text).processes.map(({ pid, footprintBytes }) => [pid, footprintBytes]);

test("parseTopMem() reads footprints that grew, shrank and stayed", () => {
  assert.deepEqual(footprints("PID    MEM\n1      12M+\n2      3456K-\n3      1.2G\n4*     0B\n5      N/A\n"), [[1, 12 * 2 ** 20], [2, 3456 * 1024], [3, 1_288_490_189], [4, 0], [5, null]]);
});

test("parseTopMem() takes the last of several samples", () => {
  assert.deepEqual(footprints("PID MEM\n1 10M\n2 10M\n\nPID MEM\n1 20M\n"), [[1, 20 * 2 ** 20]]);
});

test("parseTopMem() finds MEM behind a command with blanks, and before it", () => {
  assert.deepEqual(footprints("PID    COMMAND          %CPU MEM   #TH STATE\n9      Google Chrome He 0.0  5M    3/1 running\n"), [[9, 5 * 2 ** 20]]);
  assert.deepEqual(footprints("MEM   PID  COMMAND\n5M    9    a b c\n"), [[9, 5 * 2 ** 20]]);
});

test("parseTopMem() reads what was free before there was a compressor", () => {
  const top = parseTopMem("PhysMem: 1024M wired, 2048M active, 512M inactive, 4096M used, 100M free.\n");
  assert.deepEqual([top.usedBytes, top.wiredBytes, top.unusedBytes], [2 ** 32, 2 ** 30, 100 * 2 ** 20]);
});

test("parseTopMem() reads what disks have moved", () => {
  const top = parseTopMem("Disks: 4200/12G read, 900/3584M written.\n");
  assert.deepEqual([top.diskReadBytes, top.diskWriteBytes], [12 * 2 ** 30, 3584 * 2 ** 20]);
});

test("parseTopMem() leaves out a row that was cut off", () => {
  assert.deepEqual(footprints("PID    MEM\n1      12M\n2"), [[1, 12 * 2 ** 20]]);
});

test("parseTopMem() reads the memory of the machine from today's line and the old one", () => {
  const today = parseTopMem("PhysMem: 18G used (2763M wired), 14G unused\n");
  assert.deepEqual([today.usedBytes, today.wiredBytes, today.compressorBytes, today.unusedBytes], [18 * 2 ** 30, 2763 * 2 ** 20, null, 14 * 2 ** 30]);
  const processor = parseTopMem("CPU usage: 19.86% user, 21.33% sys, x% idle \nVM: 1T vsize, 2M framework vsize, 410100(12) swapins, 810200(0) swapouts.\n");
  assert.deepEqual([processor.userPercent, processor.systemPercent, processor.idlePercent, processor.swapins, processor.swapouts], [19.86, 21.33, null, 410_100, 810_200]);
});

test("parseTopMem() reads the processors behind the load, where top writes both in one line", () => {
  const { userPercent, systemPercent, idlePercent } = parseTopMem("Load Avg: 1.25, 1.50, 1.75  CPU usage: 2.50% user, 4.75% sys, 92.75% idle\n");
  assert.deepEqual([userPercent, systemPercent, idlePercent], [2.5, 4.75, 92.75]);
});
