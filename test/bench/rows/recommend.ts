import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DAY, measureRestrack, writeRecording } from "../recordings.ts";
import type { Line } from "../table.ts";

const TRIES = 5;
const SECONDS_BUDGET = 0.5;
const MEMORY_BUDGET_MB = 150;

/** A day at one row a second; time and memory of the whole command, cold. */
export function recommendADay(): Line[] {
  const folder = mkdtempSync(join(tmpdir(), "restrack-bench-"));
  try {
    const file = join(folder, "day.csv");
    writeRecording(file, DAY);
    const { seconds, memoryMb } = measureRestrack(["recommend", file], TRIES);
    return [
      { what: "restrack recommend, seconds", figure: seconds.toFixed(2), ratio: `median of ${TRIES}`, budget: `at most ${SECONDS_BUDGET} s`, within: seconds <= SECONDS_BUDGET },
      { what: "restrack recommend, MB", figure: memoryMb.toFixed(0), ratio: "RSS at its highest", budget: `at most ${MEMORY_BUDGET_MB} MB`, within: memoryMb <= MEMORY_BUDGET_MB },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
