import { test } from "node:test";
import assert from "node:assert/strict";
import { parseProcPidAuxv } from "../../src/parsers/proc-pid-auxv.ts";

const pairs: [type: number, value: number][] = [[33, 0xf7f4_0000], [16, 0x178b_fbff], [6, 65536], [17, 250], [3, 0x10034], [0, 0]];

function auxv(wordBytes: 4 | 8, littleEndian: boolean, entries = pairs): string {
  const view = new DataView(new ArrayBuffer(entries.length * 2 * wordBytes));
  entries.flat().forEach((word, i) => (wordBytes === 4 ? view.setUint32(i * 4, word, littleEndian) : view.setBigUint64(i * 8, BigInt(word), littleEndian)));
  return Buffer.from(view.buffer).toString("latin1");
}

test("parseProcPidAuxv() finds out how wide and which way round the words are", () => {
  for (const wordBytes of [4, 8] as const) {
    for (const littleEndian of [true, false]) {
      assert.deepEqual(parseProcPidAuxv(auxv(wordBytes, littleEndian)), { pageBytes: 65536, ticksPerSecond: 250 }, `${wordBytes} ${littleEndian}`);
    }
  }
});

test("parseProcPidAuxv() says null of ticks that are not told, and of bytes that are no vector", () => {
  assert.deepEqual(parseProcPidAuxv(auxv(8, true, [[6, 4096], [0, 0]])), { pageBytes: 4096, ticksPerSecond: null });
  assert.deepEqual(parseProcPidAuxv(auxv(8, true, [[6, 4097], [0, 0]])), { pageBytes: null, ticksPerSecond: null });
  assert.deepEqual(parseProcPidAuxv("a name (with)\nblanks"), { pageBytes: null, ticksPerSecond: null });
});

test("parseProcPidAuxv() reads nothing behind the end mark", () => {
  assert.deepEqual(parseProcPidAuxv(auxv(8, true, [[6, 4096], [0, 0], [17, 100]])), { pageBytes: 4096, ticksPerSecond: null });
});
