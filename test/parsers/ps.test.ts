import { test } from "node:test";
import assert from "node:assert/strict";
import { parsePs, parsePsTime } from "../../src/parsers/ps.ts";

test("parsePsTime() reads every dialect of time", () => {
  const clocks = { "0:01.23": 1.23, "0:01,23": 1.23, "7:38.41": 458.41, "12:34.56": 754.56, "1234:56": 74_096, "1032:27.42": 61_947.42, "00:00:05": 5, "26:00:00": 93_600, "1-02:03:04": 93_784, "1-02:03:04.07": 93_784.07, "0:05": 5, "75": 75 };
  for (const [clock, seconds] of Object.entries(clocks)) assert.equal(parsePsTime(clock), seconds, clock);
});

test("parsePsTime() reads the hours and days of BusyBox", () => {
  assert.deepEqual(["59:59", "28h14", "3d05", "120d"].map(parsePsTime), [3599, 101_640, 277_200, 10_368_000]);
});

test("parsePsTime() does not know what is no time", () => {
  for (const word of ["", "-", "?", "x", "0:", ":05", "1-2", "0:01.", "1-", "12h", "2-40:50:53x", "9".repeat(40)]) assert.equal(parsePsTime(word), null, word);
});

test("parsePs() finds columns in any order", () => {
  assert.deepEqual(parsePs("   RSS   TIME STAT  PPID NLWP   PID CMD\n  2048  0:01.50 Ss  1   12  77 /bin/a b\n"), [
    { pid: 77, ppid: 1, cpuSeconds: 1.5, userSeconds: null, systemSeconds: null, rssBytes: 2_097_152, vszBytes: null, user: null, threads: 12, startText: null, state: "Ss", command: "/bin/a b" },
  ]);
});

test("parsePs() takes STIME for the system time beside UTIME, and for the start elsewhere", () => {
  const [mac] = parsePs("  PID     UTIME     STIME COMM\n    5   0:01.25   0:00.50 a\n");
  assert.deepEqual([mac?.userSeconds, mac?.systemSeconds, mac?.cpuSeconds, mac?.startText], [1.25, 0.5, 1.75, null]);
  const [linux] = parsePs("UID          PID    PPID  C STIME TTY          TIME CMD\nroot           5       1  0 Jan05 ?        00:00:02 a\n");
  assert.deepEqual([linux?.userSeconds, linux?.systemSeconds, linux?.cpuSeconds, linux?.startText], [null, null, 2, "Jan05"]);
  const [freebsd] = parsePs("  PID USERTIME SYSTIME     TIME COMMAND\n    5  0:01.25 0:00.50  0:01.75 a\n");
  assert.deepEqual([freebsd?.userSeconds, freebsd?.systemSeconds, freebsd?.cpuSeconds], [1.25, 0.5, 1.75]);
});

test("parsePs() keeps a start of several words in one cell", () => {
  const starts = ["Mon Jan  5 09:12:44 2026", "Mon  5 Jan 09:12:44 2026", "lun. 5 janv. 09:12:44 2026", "Fr 21 Nov 09:12:44 2025", "金 11/21 09:12:44 2025", "Jan 05", "10:11AM", "Sun17", "17Jan26", "09:12:44", "2026"];
  for (const start of starts) assert.deepEqual(parsePs(`PID STARTED COMMAND\n 5 ${start} a  b\n`).map((row) => [row.startText, row.command]), [[start, "a  b"]]);
});

test("parsePs() reads rows without names above them, in the columns it is told", () => {
  const columns = ["pid", "ppid", "time", "lstart", "args"];
  const rows = parsePs("  12     1 00:00:03 Sat Nov 21 01:22:32 2026 node a.js\n  13    12 00:00:00 Sat Nov 21 01:22:33 2026 sh -c PID TIME\n", columns);
  assert.deepEqual(rows.map(({ pid, ppid, cpuSeconds, startText, command }) => [pid, ppid, cpuSeconds, startText, command]), [
    [12, 1, 3, "Sat Nov 21 01:22:32 2026", "node a.js"],
    [13, 12, 0, "Sat Nov 21 01:22:33 2026", "sh -c PID TIME"],
  ]);
  assert.throws(() => parsePs("  12     1 00:00:03 node a.js\n"), SyntaxError);
});

test("parsePs() keeps the names above over those it is told", () => {
  assert.deepEqual(parsePs("PPID PID COMMAND\n 1 5 a\n", ["pid", "ppid", "args"]).map(({ pid, ppid }) => [pid, ppid]), [[5, 1]]);
});

test("parsePs() keeps names with blanks, other alphabets, parentheses and NBSP whole", () => {
  for (const command of ["a b  c", "Größe (x) y", "日本語 ソフト", "a\u00a0b\u3000c", "(node)", "{MainThread} node x.js", "\u{1f600} 1 2 3", "\ufffd\ufffd x"]) {
    assert.deepEqual(parsePs(`  PID COMMAND\n    5 ${command}\n`).map((row) => row.command), [command]);
  }
});

test("parsePs() takes the last of several commands, with all that stands behind it", () => {
  assert.deepEqual(parsePs("PID COMMAND COMMAND\n 5 node /bin/node a b\n").map((row) => row.command), ["/bin/node a b"]);
});

test("parsePs() reads numbers alone", () => {
  assert.deepEqual(parsePs("  PID\n    5\n   17\n").map((row) => [row.pid, row.command]), [[5, null], [17, null]]);
});

test("parsePs() knows that a table may be empty", () => {
  assert.deepEqual(parsePs("  PID  PPID COMMAND\n"), []);
});

test("parsePs() leaves out a row with too few cells behind the command", () => {
  assert.deepEqual(parsePs("PID COMMAND TT VMADDR\n 5 a b u0 fff\n 6 u0\n").map((row) => [row.pid, row.command]), [[5, "a b"]]);
});

test("parsePs() begins anew where the names come again", () => {
  assert.deepEqual(parsePs("  PID  PPID CMD\n    5     1 a\n PPID   PID CMD\n    1     6 b\n").map(({ pid, ppid }) => [pid, ppid]), [[5, 1], [6, 1]]);
});

test("parsePs() leaves out rows whose number is missing, and what stands before the table", () => {
  const text = "ps: warning: something\n\u{feff}\n  PID TTY          TIME CMD\n      ttys000   0:47.81 /bin/x 1 2\n   12 ttys001   0:00.05 a\n   13 ttys002\n";
  assert.deepEqual(parsePs(text).map((row) => row.pid), [12]);
  assert.deepEqual(parsePs("\u{feff}PID TIME CMD\r\n 5 0:01 a\r\n").map((row) => row.command), ["a"]);
});

test("parsePs() leaves out a last row that was cut off before its command", () => {
  assert.deepEqual(parsePs("PID TIME CMD\n 5 0:01.25 a\n 6 0:0").map((row) => row.pid), [5]);
  assert.deepEqual(parsePs("PID TIME CMD\n 5 0:01.25 a\n 6 0:00.10 \n").map((row) => [row.pid, row.command]), [[5, "a"], [6, null]]);
});

test("parsePs() does not know one bad value and reads the others", () => {
  assert.deepEqual(parsePs("PID PPID TIME RSS NLWP STAT CMD\n 5 - ? lots - - a\n"), [
    { pid: 5, ppid: null, cpuSeconds: null, userSeconds: null, systemSeconds: null, rssBytes: null, vszBytes: null, user: null, threads: null, startText: null, state: null, command: "a" },
  ]);
});

test("parsePs() reads the sizes and states of BusyBox", () => {
  const rows = parsePs("PID   RSS  STAT COMMAND\n    5   12m S <  a b\n    6  1.5g S    N b\n    7   820 SW<  [c]\n");
  assert.deepEqual(rows.map(({ rssBytes, state, command }) => [rssBytes, state, command]), [[12 * 2 ** 20, "S <", "a b"], [1.5 * 2 ** 30, "S", "N b"], [820 * 1024, "SW<", "[c]"]]);
});

test("parsePs() reads ten million characters of anything in no time", () => {
  const start = performance.now();
  for (const text of ["PID TIME CMD\n".concat("9 ".repeat(5e6)), " ".repeat(1e7), "1".repeat(1e7), "PID CMD\n5 ".concat("x".repeat(1e7))]) {
    try {
      parsePs(text);
    } catch (error) {
      assert.ok(error instanceof SyntaxError);
    }
  }
  assert.ok(performance.now() - start < 5000);
});

test("parsePs() reads whose a process is and what it has addressed", () => {
  const [first, second] = parsePs("USER         PID    VSZ   RSS COMMAND\nsystemd+     614  16824  7040 a\n  1000       615    12m     - b\n");
  assert.deepEqual([first?.user, first?.vszBytes, second?.user, second?.vszBytes, second?.rssBytes], ["systemd+", 17_227_776, "1000", 12_582_912, null]);
});

test("parsePs() reads what Android calls the name", () => {
  const [row] = parsePs("USER           PID  PPID     VSZ    RSS WCHAN            ADDR S NAME\nu0_a123       5432   614 14567892  20480 do_epoll_wait      0 S com.example.app:remote\n");
  assert.deepEqual([row?.pid, row?.rssBytes, row?.state, row?.command], [5432, 20_971_520, "S", "com.example.app:remote"]);
});
