import assert from "node:assert/strict";
import { test } from "node:test";
import { gpusTable } from "../../../src/render/html/gpus.ts";
import { exampleReport, unknownGpu } from "../../helpers/report.ts";

test("gpusTable() tells of each GPU, and n/a of what is not known", () => {
  const gpus = [
    { ...unknownGpu, index: 0, name: "Z100", usage_mean: 0.876, process_usage_mean: 0.5, power_mean_watts: 250.4, vram_peak_mib: 10_240, vram_total_mib: 24_576 },
    { ...unknownGpu, index: 1 },
  ];
  const cells = [...gpusTable(exampleReport({ gpus }))!.text.matchAll(/<t[hd][^>]*>([^<]*)(?:<meter|<\/t)/g)].map(([, text]) => text);
  assert.deepEqual(cells.slice(8), ["0", "Z100", "88 %", "", "50 %", "10.0 GiB", "24.0 GiB", "250 W", "1", "n/a", "n/a", "", "n/a", "n/a", "n/a", "n/a"]);
  assert.equal(gpusTable(exampleReport({ gpus: [] })), null);
});
