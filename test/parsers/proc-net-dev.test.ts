import { test } from "node:test";
import assert from "node:assert/strict";
import { parseProcNetDev } from "../../src/parsers/proc-net-dev.ts";

const header = "Inter-|   Receive                          |  Transmit\n face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n";

test("parseProcNetDev() splits a name from the number glued to it", () => {
  assert.deepEqual(parseProcNetDev(`${header}  eth0:1234 5 0 0 0 0 0 0 678 9 0 0 0 0 0 0\n`), [
    { name: "eth0", receivedBytes: 1234, receivedPackets: 5, sentBytes: 678, sentPackets: 9 },
  ]);
});

test("parseProcNetDev() keeps colons, blanks and parentheses in a name", () => {
  for (const name of ["eth0:1", "wg (office)", "br-0a1b2c"]) {
    assert.deepEqual(parseProcNetDev(`${name}: 1 2 0 0 0 0 0 0 3 4 0 0 0 0 0 0`).map((row) => [row.name, row.receivedBytes, row.sentBytes]), [[name, 1, 3]]);
  }
});

test("parseProcNetDev() finds the sent bytes by the header", () => {
  const older = " face |bytes    packets errs drop fifo frame|bytes    packets errs drop fifo colls\n";
  assert.equal(parseProcNetDev(`${older}eth0: 1 2 3 4 5 6 77 8 9 10 11 12\n`)[0]?.sentBytes, 77);
});

test("parseProcNetDev() gives no rows for a header alone, and leaves a broken row out", () => {
  assert.deepEqual(parseProcNetDev(header), []);
  assert.deepEqual(parseProcNetDev(`${header}eth0: 1 2 3\neth\n1: 1\nlo: 1 2 0 0 0 0 0 0 3 4 0 0 0 0 0 0\n`).map((row) => row.name), ["lo"]);
});
