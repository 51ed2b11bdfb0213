import { test } from "node:test";
import assert from "node:assert/strict";
import { parseProcPidIo } from "../../src/parsers/proc-pid-io.ts";

test("parseProcPidIo() does not take cancelled_write_bytes for write_bytes", () => {
  const io = parseProcPidIo("cancelled_write_bytes: -3072\nwrite_bytes: 6144\n");
  assert.equal(io.writeBytes, 6144);
  assert.equal(io.cancelledWriteBytes, -3072);
  assert.equal(io.readBytes, null);
});

test("parseProcPidIo() keeps counters beyond 2^32 to the byte", () => {
  assert.equal(parseProcPidIo("rchar: 2065431908733\n").rchar, 2_065_431_908_733);
});
