import assert from "node:assert/strict";
import { test } from "node:test";
import { RestrackError } from "../../src/errors.ts";
import { columns } from "../../src/frame/columns.ts";
import { type Frame, parseCsv } from "../../src/frame/frame.ts";
import { CsvReader } from "../../src/frame/read-csv.ts";

const names = columns.map(({ name }) => name);
const first32 = names.slice(0, 32);

/** A line of 0s with some fields set. */
const line = (fields: Record<string, string>, of = names) => of.map((name) => fields[name] ?? "0").join(",");
const header = (of = names) => of.map((name) => `"${name}"`).join(",");
const row1 = line({ timestamp: "1700000001.000", process_cpu_usage: "1.5" });
const row2 = line({ timestamp: "1700000002.000", process_cpu_usage: "" });

function failure(text: string): { message: string; hint: string | undefined } {
  try {
    parseCsv(text, "x.csv");
  } catch (error) {
    assert.ok(error instanceof RestrackError, String(error));
    assert.equal(error.code, "ERR_INPUT");
    return { message: error.message, hint: error.hint };
  }
  return assert.fail("it was read");
}

test("parseCsv() reads rows, and null where a field is empty", () => {
  const frame = parseCsv(`${header()}\n${row1}\n${row2}\n`);
  assert.equal(frame.length, 2);
  assert.deepEqual(frame.column("process_cpu_usage"), [1.5, null]);
  assert.deepEqual(frame.column("timestamp"), [1_700_000_001, 1_700_000_002]);
  assert.deepEqual(frame.warnings, []);
  assert.equal(frame.row(1)["process_cpu_usage"], null);
  assert.equal(frame.row(0)["process_cpu_usage"], 1.5);
  assert.throws(() => frame.values("cpu"), /Cannot find column "cpu"/);
});

test("parseCsv() reads any order of columns, columns it does not know, and leaves out what is not there", () => {
  const order = ["site", ...first32.toReversed()];
  const frame = parseCsv(`${header(order)}\n${line({ site: '"a, ""b"""', timestamp: "5.5", process_pid: "42" }, order)}\n`);
  assert.equal(frame.row(0)["process_pid"], 42);
  assert.equal(frame.row(0)["timestamp"], 5.5);
  assert.equal(frame.row(0)["process_threads"], null);
});

test("parseCsv() reads CRLF, a BOM, no quotes, only quotes, and blank lines at the end", () => {
  const same = (frame: Frame) => assert.deepEqual(frame.column("process_cpu_usage"), [1.5, null]);
  same(parseCsv(`${header()}\r\n${row1}\r\n${row2}\r\n`));
  same(parseCsv(`\uFEFF${header()}\n${row1}\n${row2}\n\n\r\n`));
  same(parseCsv(`${names.join(",")}\n${row1}\n${row2}\n`));
  same(parseCsv(`${header()}\n${row1.replace(/[^,]+/g, '"$&"')}\n${row2}\n`));
});

test("CsvReader reads pieces of any size", () => {
  const text = `\uFEFF${header()}\r\n${row1}\r\n${row2}\r\n`;
  for (const size of [1, 2, 7, 64, 1000]) {
    const seen: number[] = [];
    const reader = new CsvReader("x", (row) => seen.push(row[0]!));
    for (let at = 0; at < text.length; at += size) reader.push(text.slice(at, at + size));
    reader.end();
    assert.deepEqual(seen, [1_700_000_001, 1_700_000_002], `${size} at a time`);
    assert.equal(reader.rows, 2);
  }
});

test("parseCsv() reads every way to write a decimal number, and the nearest double", () => {
  const values = ["0", "-1.5", "007", "1e-05", "1.25E+3", "0.1", "123456789012345", "12345678901234.5", "0.1234567890123456789", "9007199254740993", "1736900000.123", "33.333333333333336", "4503599627370496.5"];
  const frame = parseCsv(`${header()}\n${values.map((value) => line({ process_memory_mib: value })).join("\n")}\n`);
  assert.deepEqual(frame.column("process_memory_mib"), values.map(Number));
});

test("parseCsv() takes nothing else for a number, and names line and column", () => {
  for (const wrong of ["x", " 1", "1 ", "0x10", "NaN", "nan", "Infinity", "1e999", "--1", "1.2.3", "1.", ".5", "-", "-.5", "+1", "1,5".replace(",", ";"), "None", "1_000", "٣"]) {
    assert.deepEqual(failure(`${header()}\n${row1}\n${line({ process_utime: wrong })}\n${row2}\n`), {
      message: `Cannot read "x.csv": "${wrong}" in line 3, column "process_utime", is not a number`,
      hint: "an unknown value is written as nothing at all",
    });
  }
});

test("parseCsv() leaves out a last line that is cut, with a warning", () => {
  for (const cut of [row2.slice(0, 20), "1", row2.split(",").slice(0, -1).join(","), `${row2.slice(0, -1)}1.`, row2.slice(0, row2.lastIndexOf(","))]) {
    const frame = parseCsv(`${header()}\n${row1}\n${cut}`, "x.csv");
    assert.equal(frame.length, 1, cut);
    assert.deepEqual(frame.warnings, ['Line 3 of "x.csv" is cut off and was left out']);
  }
  assert.equal(parseCsv(`${header()}\n${row1}\n${row2}`).length, 2, "a whole line without a line end is kept");
});

test("parseCsv() names the line that is not whole when it is not the last", () => {
  assert.match(failure(`${header()}\n${row1}\n${row2},5\n`).message, /^Cannot read "x.csv": line 3 has 47 fields, the header has 46$/);
  assert.match(failure(`${header()}\n1,2\n${row2}\n`).message, /line 2 has 2 fields, the header has 46/);
  assert.match(failure(`${header()}\n${row1}\n\n${row2}\n`).message, /line 3 is empty/);
  assert.match(failure(`${header()}\n${row1}\n"${row2}\n`).message, /a quote of line 3 is not closed/);
  assert.match(failure(`${header()}\n${row1.replace(/^[^,]+/, '"$&"')},7\n`).message, /line 2 has 47 fields/);
  assert.match(failure(`${header()}\n${line({ timestamp: "" })}\n`).message, /line 2 has no timestamp/);
  assert.match(failure(`${header()}\n"","${row1}\n`).message, /a quote of line 2 is not closed/);
});

test("CsvReader takes a file without columns of GPUs, whose values are then unknown", () => {
  const some = names.filter((name) => !name.includes("_gpu_"));
  const frame = parseCsv(`${header(some)}\n${line({}, some)}\n`);
  assert.ok(Number.isNaN(frame.values("process_gpu_usage")[0]));
  assert.equal(frame.length, 1);
});

test("parseCsv() says what else a file is when it is no recorded run", () => {
  assert.match(failure("").message, /^Cannot read "x.csv": it is empty$/);
  assert.match(failure(`${header()}\n`).message, /it has a header and no rows/);
  assert.match(failure(header()).message, /it has a header and no rows/);
  assert.match(failure(`${header()}\n${row1.slice(0, 9)}`).message, /it has a header and no rows/);
  assert.match(failure("time,cpu\n1,2\n").hint!, /begins with "timestamp","system_processes"/);
  assert.match(failure('"timestamp","pid","children","utime"\n1,2,3,4\n').hint!, /process metrics; write get_combined_metrics/);
  assert.match(failure('"timestamp","processes","utime"\n1,2,3\n').hint!, /system metrics; write get_combined_metrics/);
  assert.match(failure(`${names.join(";")}\n`).hint!, /separated by commas/);
  assert.match(failure(`\x89PNG\r\n\x1a\n${"\0".repeat(2 ** 21)}`).message, /line 1 is not the header/);
  assert.match(failure("\0".repeat(2 ** 21)).message, /line 1 does not end/);
  const without = names.filter((name) => name !== "process_utime");
  assert.match(failure(`${header(without)}\n`).message, /line 1 has no column "process_utime"/);
  assert.match(failure(`${header([...names, "timestamp"])}\n`).message, /line 1 has the column "timestamp" twice/);
});

test("RowCollector keeps more rows than it first has room for", () => {
  const rows = Array.from({ length: 3000 }, (_, index) => line({ timestamp: String(index) }));
  const frame = parseCsv(`${header()}\n${rows.join("\n")}\n`);
  assert.equal(frame.length, 3000);
  assert.equal(frame.values("timestamp")[2999], 2999);
  assert.equal(frame.values("timestamp")[1500], 1500);
});
