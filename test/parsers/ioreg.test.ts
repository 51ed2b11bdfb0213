import assert from "node:assert/strict";
import { test } from "node:test";
import { parseIoregAccelerators } from "../../src/parsers/ioreg-accelerator.ts";
import { parseIoreg } from "../../src/parsers/ioreg.ts";

/** As JSON tells it: without what the objects are made of. */
const properties = (text: string): unknown => JSON.parse(JSON.stringify(parseIoreg(text).map((object) => object.properties), (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value)));

const values: [written: string, read: unknown][] = [
  ['"x"', "x"],
  ['""', ""],
  ['"a {b} = (c), "d", e"', 'a {b} = (c), "d", e'],
  ["7", 7],
  ["-7", -7],
  ["0x10", 16],
  ["1.5", 1.5],
  ["18446744073709551615", "18446744073709551615n"],
  ["Yes", true],
  ["No", false],
  ["<00ff>", "<00ff>"],
  ["<>", "<>"],
  ['<"Z1 Graphics">', "Z1 Graphics"],
  ["()", []],
  ['(1,"b",Yes)', [1, "b", true]],
  ["{}", {}],
  ['{"a"=1,"b {c}"="d, e","f"={"g"=(1,{"h"=No})}}', { a: 1, "b {c}": "d, e", f: { g: [1, { h: false }] } }],
  ['{"a" = 1, "b" = 2}', { a: 1, b: 2 }],
  ['{"__proto__"=1,"constructor"=2}', JSON.parse('{"__proto__":1,"constructor":2}')],
];
for (const [written, read] of values) {
  test(`parseIoreg() reads the property ${written}`, () => assert.deepEqual(properties(`+-o Z  <class Z, id 0x1>\n  | {\n  |   "p" = ${written}\n  | }\n`), [{ p: read }]));
}

for (const broken of ['{"a"=1', '{"a"=', '"open', "(1,2", "<00", "{1=2}", "Perhaps", "", "(".repeat(100_000), '{"a"='.repeat(100_000)]) {
  test(`parseIoreg() leaves out the property ${broken.slice(0, 20)}, and nothing else`, () => assert.deepEqual(properties(`+-o Z  <class Z, id 0x1>\n{\n"before" = 1\n"p" = ${broken}\n"after" = 2\n}\n`), [{ before: 1, after: 2 }]));
}

test("parseIoreg() tells objects apart, wherever they stand", () => {
  const text = '+-o Root  <class IORoot, id 0x1, retain 3>\n  | {\n  |   "a" = 1\n  | }\n  | \n  +-o APPLE Z1 Media@1  <class IOMedia, id 0x2>\n  | | {\n  | |   "b" = 2\n  | | }\n  +-o Plain\n';
  assert.deepEqual(parseIoreg(text).map(({ name, className }) => [name, className]), [["Root", "IORoot"], ["APPLE Z1 Media@1", "IOMedia"], ["Plain", null]]);
  assert.deepEqual(properties(text), [{ a: 1 }, { b: 2 }, {}]);
});

test("parseIoreg() reads 10 MB, and refuses as much junk", () => {
  const text = `+-o Z  <class Z, id 0x1>\n${'"p" = {"Bytes (Read)"=8192,"a"="b"}\n'.repeat(290_000)}`;
  assert.ok(text.length > 1e7);
  assert.deepEqual(properties(text), [{ p: { "Bytes (Read)": 8192, a: "b" } }]);
  assert.throws(() => parseIoreg("\ufffd".repeat(1e7)), SyntaxError);
  assert.throws(() => parseIoreg('"'.repeat(1e6)), SyntaxError);
});

const usage = (statistics: string): unknown => parseIoregAccelerators(`"PerformanceStatistics" = {${statistics}}`)[0];

const dialects: [statistics: string, usage: number | null, bytes: number | null][] = [
  ['"Device Utilization %"=88,"Renderer Utilization %"=1,"GPU Activity(%)"=2', 0.88, null],
  ['"GPU Activity(%)"=35', 0.35, null],
  ['"Device Utilization %"=120', 1, null],
  ['"Renderer Utilization %"=5,"Tiler Utilization %"=5', null, null],
  ['"In use system memory (driver)"=0,"In use system memory"=4096,"Alloc system memory"=9999', null, 4096],
  ['"vramUsedBytes"=8192,"In use system memory"=4096', null, 8192],
  ['"inUseVidMemoryBytes"=77', null, 77],
  ['"Alloc system memory"=9999', null, null],
  ['"Device Utilization %"="busy","vramUsedBytes"=-1', null, null],
];
for (const [statistics, expectedUsage, bytes] of dialects) {
  test(`parseIoregAccelerators() reads {${statistics}}`, () => {
    assert.deepEqual(usage(statistics), { name: null, usage: expectedUsage, memoryBytes: bytes, memoryTotalBytes: null, powerWatts: null, temperatureCelsius: null });
  });
}
