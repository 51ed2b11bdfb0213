import { test } from "node:test";
import assert from "node:assert/strict";
import { parseIostat } from "../../src/parsers/iostat.ts";

const totals = "              disk0               disk4 \n    KB/t xfrs   MB     KB/t xfrs   MB \n";

test("parseIostat() counts the numbers, however wide they are", () => {
  const disks = parseIostat(`${totals}   26.66 5919493 154124.50   133.54  89 11.25 \n`);
  assert.deepEqual(disks.map(({ name, transfers, bytes }) => [name, transfers, bytes]), [["disk0", 5_919_493, 154_124.5 * 2 ** 20], ["disk4", 89, 11.25 * 2 ** 20]]);
});

test("parseIostat() takes totals from the first row and rates from the last", () => {
  assert.equal(parseIostat(`${totals}1.00 10 5.00 1.00 10 5.00\n1.00 1 1.00 1.00 1 1.00\n`)[0]?.transfers, 10);
  const rates = parseIostat("   disk0 \n  KB/t tps  MB/s \n 8.00 10 5.00\n 4.00 1 1.00\n");
  assert.deepEqual(rates, [{ name: "disk0", bytesPerTransfer: 4096, transfers: null, bytes: null, transfersPerSecond: 1, bytesPerSecond: 2 ** 20 }]);
});

test("parseIostat() passes by terminals and processors", () => {
  const text = "      tty           disk0       cpu     load average\n tin tout    KB/t xfrs   MB  us sy id   1m   5m   15m\n   7   70   20.00  30 0.50   1  2 97  1.10 1.20 1.30\n";
  assert.deepEqual(parseIostat(text).map(({ name, transfers, bytes }) => [name, transfers, bytes]), [["disk0", 30, 2 ** 19]]);
});

test("parseIostat() knows transfers where blocks were asked for, and no disk at all where there is none", () => {
  assert.deepEqual(parseIostat("   disk0 \n blk xfr msps \n 800 40  1.5\n").map(({ transfers, bytes }) => [transfers, bytes]), [[40, null]]);
  assert.deepEqual(parseIostat("warning: x\n\n  KB/t xfrs   MB \n"), []);
});

test("parseIostat() leaves out a row that was cut off or is broken", () => {
  assert.deepEqual(parseIostat(`${totals}   26.66 5919493 154124.50   133.54  89`), []);
  assert.deepEqual(parseIostat(`${totals}   26.66 5919493 - 133.54  89 1.00\n`), []);
});
