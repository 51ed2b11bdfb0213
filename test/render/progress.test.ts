import assert from "node:assert/strict";
import { test } from "node:test";
import { renderProgress } from "../../src/render/progress.ts";
import { displayWidth } from "../../src/render/visible.ts";
import { sampleOf } from "../helpers/sample.ts";

const sample = sampleOf({ elapsedSeconds: 124.3, durationSeconds: 2 }, {}, { cpuCores: 3.118, memoryBytes: 4.1 * 2 ** 30, children: 8, readBytes: 24_800_000, writeBytes: 0 });

test("renderProgress() says what the job does now and what it came to", () => {
  assert.equal(
    renderProgress(sample, { cpuSeconds: 386.2, memoryPeakBytes: 6.3 * 2 ** 30 }, 200),
    "2 min 04.3 s  CPU 3.12 (386.2 s)  memory 4.1 GiB (peak 6.3 GiB)  9 processes  12.4 MB/s read  0.0 kB/s written",
  );
  assert.equal(renderProgress(sampleOf({ elapsedSeconds: 0.5 }, {}, { children: 0 }), { cpuSeconds: null, memoryPeakBytes: null }, 80), "0.500 s  1 process");
});

test("renderProgress() never fills the line, so that no terminal wraps it", () => {
  for (const width of [120, 80, 40, 10, 2, 1, 0]) {
    const line = renderProgress(sample, { cpuSeconds: 386.2, memoryPeakBytes: 6.3 * 2 ** 30 }, width);
    assert.ok(displayWidth(line) <= Math.max(1, width - 1) && !line.includes("\n"), `${width}: ${line}`);
  }
});
