import assert from "node:assert/strict";
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { needs, pathOf } from "../helpers/needs.ts";
import { makeFolder, measure, programs } from "../helpers/run-restrack.ts";

const PAGE_BYTES = 4096;
const FILES = 8;
const FILE_BYTES = 3_000_000;
const pagesOf = (bytes: number): number => Math.ceil(bytes / PAGE_BYTES) * PAGE_BYTES;

/** Here, not in /tmp: that may be in memory, and then nothing goes to storage. */
const onDisk = ".build";

for (const options of [[], ["--no-cgroup"]]) {
  const run = ["restrack run", ...options].join(" ");

  test(`${run} counts what writers that live a tenth of a second write`, needs("python3"), async (t) => {
    const folder = makeFolder(t, onDisk);
    const { report } = await measure(t, [pathOf("python3"), join(programs, "write-files.py"), folder, String(FILES), String(FILE_BYTES)], options);
    for (let index = 0; index < FILES; index++) assert.equal(statSync(join(folder, String(index))).size, FILE_BYTES);
    assertWithinAPagePerFile(report.totals.write_bytes, FILES * pagesOf(FILE_BYTES));
    assert.equal(report.accounting.io, "processes");
  });

  test(`${run} counts what readers that live a tenth of a second read`, needs("python3"), async (t) => {
    const folder = makeFolder(t, onDisk);
    const files = Array.from({ length: FILES }, (_, index) => join(folder, String(index)));
    for (const file of files) writeFileSync(file, Buffer.alloc(FILE_BYTES, "x"));
    const { report } = await measure(t, [pathOf("python3"), join(programs, "read-files.py"), ...files], options);
    assertWithinAPagePerFile(report.totals.read_bytes, FILES * pagesOf(FILE_BYTES));
  });

  test(`${run} counts what passes through read(2) and write(2), also where it goes to no disk`, async (t) => {
    const bytes = 50_000_000;
    const { rows, report } = await measure(t, ["sh", "-c", `head -c ${bytes} /dev/zero | cat >/dev/null`], options);
    const chars = rows.reduce((sum, row) => sum + (row["process_write_chars"] ?? NaN), 0);
    // head writes them, and cat writes them again.
    assert.ok(chars >= 2 * bytes && chars < 2 * bytes + 100_000, `${chars} characters written`);
    assert.ok((report.totals.write_bytes ?? NaN) <= PAGE_BYTES);
  });
}

function assertWithinAPagePerFile(measured: number | null, truth: number): void {
  // One page more for what the file system keeps of the folder.
  assert.ok(measured !== null && Math.abs(measured - truth) <= (FILES + 1) * PAGE_BYTES, `${measured} bytes measured, ${truth} bytes were moved`);
}
