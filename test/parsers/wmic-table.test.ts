import { test } from "node:test";
import assert from "node:assert/strict";
import { parseWmicTable } from "../../src/parsers/wmic-table.ts";

const table = (...lines: string[]): unknown[] => parseWmicTable(lines.join("\r\r\n"), "ProcessId").map(Object.values);

test("parseWmicTable() keeps blanks, empty values and what looks like another column", () => {
  assert.deepEqual(
    table(
      "CommandLine           Name         ProcessId  WorkingSetSize  ",
      "a  b   c.exe  99  1   two words    7          4096            ",
      "                                   0          8192            ",
      "x                     y            8                          ",
      "",
    ),
    [["a  b   c.exe  99  1", "two words", "7", "4096"], ["", "", "0", "8192"], ["x", "y", "8", ""]],
  );
});

test("parseWmicTable() reads rows whose trailing blanks are gone, and a command line that begins with one", () => {
  assert.deepEqual(table("Caption  Name       ProcessId  ", "C        two words", "D         indented  5"), [["C", "two words", ""], ["D", "indented", "5"]]);
});

test("parseWmicTable() finds the columns again behind characters that were counted twice or half", () => {
  assert.deepEqual(table("CommandLine  Name   ProcessId  ", "\u65e5\u672c.exe     n.exe  7          ", "\x93\xfa\x96\x7b.exeee     n.exe  8          "), [
    ["日本.exe", "n.exe", "7"],
    ["\x93\xfa\x96\x7b.exeee", "n.exe", "8"],
  ]);
  assert.deepEqual(table("CommandLine  Name   ProcessId  ", "123456789    x      71         ", "1234567  x      72         "), [["123456789", "x", "71"], ["1234567", "x", "72"]]);
});

test("parseWmicTable() does not cut a value in two: both sides of the border are unknown", () => {
  assert.deepEqual(table("CommandLine  Name   ProcessId  ", "a            bbbbbbb71      "), [["a", "", ""]]);
});

test("parseWmicTable() takes only a line of names with the wanted one among them for the header", () => {
  assert.deepEqual(table("Notice:  ProcessId  is  a  number", "Name  Handle", "Name  ProcessId", "a     7", "Name  ProcessId", "b     8"), [["a", "7"], ["b", "8"]]);
  assert.throws(() => parseWmicTable("Node - PC", "ProcessId"), SyntaxError);
});

test("parseWmicTable() reads lines that end with CR alone", () => {
  assert.deepEqual(parseWmicTable("Name  ProcessId  \ra     7          \r\rb     8          \r", "ProcessId"), [{ Name: "a", ProcessId: "7" }, { Name: "b", ProcessId: "8" }]);
});

test("parseWmicTable() reads much garbage in little time", () => {
  const started = performance.now();
  for (const junk of [" ", "a  ", "x\r\n", "\uFFFD", "a  b  c  d  e\n"]) parseWmicTable(`Name  ProcessId\na     7\n${junk.repeat(1e7 / junk.length)}`, "ProcessId");
  assert.throws(() => parseWmicTable(`${"a  ".repeat(3e6)}ProcessId:`, "ProcessId"), SyntaxError);
  assert.ok(performance.now() - started < 20_000);
});

test("parseWmicTable() knows that there may be nothing", () => {
  assert.deepEqual(parseWmicTable("\r\r\nNo Instance(s) Available.\r\r\n", "ProcessId"), []);
});
