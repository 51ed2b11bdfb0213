import { test } from "node:test";
import assert from "node:assert/strict";
import { parseIostatX } from "../../src/parsers/iostat-x.ts";

const header = "                        extended device statistics  \ndevice           r/i         w/i         kr/i         kw/i qlen   tsvc_t/i      sb/i  \n";
const ada0 = "ada0         40210.0     90877.0    1203345.5    4410022.0    0      310.4     122.9 \n";

test("parseIostatX() reads what went over a disk since boot", () => {
  assert.deepEqual(parseIostatX(header + ada0), [{ name: "ada0", reads: 40_210, writes: 90_877, readBytes: 1_232_225_792, writeBytes: 4_515_862_528 }]);
});

test("parseIostatX() leaves alone what terminals and processors stand behind", () => {
  const [first, second] = parseIostatX(`      cpu\n us ni sy in id\n  3  0  1  0 96\n${header.trimEnd()}  tin  tout \n${ada0.trimEnd()}    0   12\nda1              1.0         2.0          3.0          4.0    0        0.0       0.0 \n`);
  assert.deepEqual([first?.name, first?.reads, second?.name, second?.writeBytes], ["ada0", 40_210, "da1", 4096]);
});

test("parseIostatX() leaves out a row that was cut off, and what a later table adds", () => {
  for (const cut of [7, 12, 30]) assert.deepEqual(parseIostatX(header + ada0.slice(0, -cut)), [], ada0.slice(0, -cut));
  assert.equal(parseIostatX(header + ada0 + header + ada0).length, 1);
});

test("parseIostatX() takes no rates for totals", () => {
  assert.throws(() => parseIostatX("                        extended device statistics  \ndevice       r/s     w/s     kr/s     kw/s  ms/r  ms/w  ms/o  ms/t qlen  %b  \nada0           1       2     10.0     20.0     0     0     0     0    0   1 \n"), SyntaxError);
});
