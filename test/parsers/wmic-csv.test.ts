import { test } from "node:test";
import assert from "node:assert/strict";
import { toCimProcesses } from "../../src/parsers/cim-processes.ts";
import { parseWmicCsv } from "../../src/parsers/wmic-csv.ts";

const header = "Node,CommandLine,Name,ProcessId,WorkingSetSize";
const read = (...lines: string[]): unknown[] => parseWmicCsv([header, ...lines].join("\r\r\n")).map((row) => [row["CommandLine"], row["Name"], row["ProcessId"], row["WorkingSetSize"]]);

test("parseWmicCsv() knows where a command line with commas ends", () => {
  assert.deepEqual(read("PC,a,b,,c.exe,5,9,a.exe,7,4096"), [["a,b,,c.exe,5,9", "a.exe", "7", "4096"]]);
});

test("parseWmicCsv() gives a comma to the column that leaves every figure in its place, to the command line if it may", () => {
  assert.deepEqual(parseWmicCsv("Node,CommandLine,KernelModeTime,Name\nPC,x,1,y,z.exe"), [{ Node: "PC", CommandLine: "x", KernelModeTime: "1", Name: "y,z.exe" }]);
  assert.deepEqual(parseWmicCsv("Node,Caption,CommandLine,ProcessId\nPC,c.exe,x,y,1"), [{ Node: "PC", Caption: "c.exe", CommandLine: "x,y", ProcessId: "1" }]);
});

test("parseWmicCsv() puts a command line of several lines together", () => {
  assert.deepEqual(read("PC,,Idle,0,1", 'PC,node -e "a,b', "c,d", "PCs", 'e",node.exe,7,4096', "PC,x,x.exe,8,1"), [
    ["", "Idle", "0", "1"],
    ['node -e "a,b\nc,d\nPCs\ne"', "node.exe", "7", "4096"],
    ["x", "x.exe", "8", "1"],
  ]);
});

test("parseWmicCsv() takes a warning behind a row for no part of it", () => {
  assert.deepEqual(read("PC,,Idle,0,1", "PC,a,a.exe,7,4096", "ERROR: 5, denied", header, "PC,b,b.exe,8,4096"), [["", "Idle", "0", "1"], ["a", "a.exe", "7", "4096"], ["b", "b.exe", "8", "4096"]]);
});

test("parseWmicCsv() blanks a figure that is none and keeps the others", () => {
  assert.deepEqual(read("PC,a,a.exe,7,N/A", "PC,b,c,b.exe,-,4096"), [["a", "a.exe", "7", ""], ["b,c", "b.exe", "", "4096"]]);
});

test("parseWmicCsv() leaves out a row that is cut", () => {
  assert.deepEqual(read("PC,a,a.exe,7,4096", "PC,b,b.e"), [["a", "a.exe", "7", "4096"]]);
});

test("parseWmicCsv() finds columns by name, so toCimProcesses() does not mind their order", () => {
  const rows = parseWmicCsv("\r\r\nNode,WorkingSetSize,ProcessId,KernelModeTime,Name\r\r\nPC,4096,7,5000000,a b.exe\r\r\n");
  assert.deepEqual(toCimProcesses(rows).map(({ pid, name, systemSeconds, workingSetBytes }) => [pid, name, systemSeconds, workingSetBytes]), [[7, "a b.exe", 0.5, 4096]]);
});

test("parseWmicCsv() reads much garbage in little time", () => {
  const started = performance.now();
  for (const junk of [",", "PC,a\r\n", "x\r\n", "\uFFFD", "PC,1,2,3,4,5,6,7,8\n"]) parseWmicCsv(`${header}\nPC,a,a.exe,7,4096\n${junk.repeat(1e7 / junk.length)}`);
  assert.ok(performance.now() - started < 20_000);
});

test("parseWmicCsv() puts a command line of several lines together also in the first row", () => {
  assert.deepEqual(read('PC,python -c "import a', 'print(1,2)",python.exe,7,4096', "PC,x,x.exe,8,1"), [['python -c "import a\nprint(1,2)"', "python.exe", "7", "4096"], ["x", "x.exe", "8", "1"]]);
});

test("parseWmicCsv() knows that there may be nothing", () => {
  assert.deepEqual(parseWmicCsv("No Instance(s) Available.\r\r\n"), []);
});
