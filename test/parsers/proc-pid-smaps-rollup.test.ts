import { test } from "node:test";
import assert from "node:assert/strict";
import { parseProcPidSmaps, parseProcPidSmapsRollup } from "../../src/parsers/proc-pid-smaps-rollup.ts";

const KIB = 1024;

test("parseProcPidSmapsRollup() does not take Pss_Anon or SwapPss for Pss", () => {
  const smaps = parseProcPidSmapsRollup("Pss_Anon: 1 kB\nSwapPss: 2 kB\nRss: 30 kB\nPss: 20 kB\nPrivate_Clean: 4 kB\nPrivate_Dirty: 5 kB\nSwap: 7 kB\n");
  assert.deepEqual(smaps, { rssBytes: 30 * KIB, pssBytes: 20 * KIB, ussBytes: 9 * KIB, swapBytes: 7 * KIB, swapPssBytes: 2 * KIB });
});

test("parseProcPidSmaps() adds up mappings, also of files whose names imitate a line", () => {
  const mapping = (path: string) => `00400000-00401000 r-xp 00000000 fe:00 12                 ${path}\nRss:      8 kB\nPss:      3 kB\nPrivate_Dirty:  2 kB\n`;
  const smaps = parseProcPidSmaps(mapping("/opt/a (b)\\012Pss: 9 kB") + mapping("/opt/Rss: 7 kB") + mapping(""));
  assert.deepEqual(smaps, { rssBytes: 24 * KIB, pssBytes: 9 * KIB, ussBytes: 6 * KIB, swapBytes: 0, swapPssBytes: null });
});

test("parseProcPidSmapsRollup() says null, not 0, of a process without memory of its own", () => {
  assert.equal(parseProcPidSmapsRollup(""), null);
  assert.equal(parseProcPidSmapsRollup("Rss: 12 kB\n"), null);
});
