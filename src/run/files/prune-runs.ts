import { readFileSync, rmSync, statSync } from "node:fs";
import type { StoredRun } from "./stored-run.ts";

/** A run without an end whose rows are younger than this is taken for one that is still going on. */
const STILL_RUNNING_MS = 2 * 3600 * 1000;

/** Removes kept runs, but none that is still going on. */
export function removeRuns(runs: readonly StoredRun[], nowMs: number): void {
  for (const run of runs) if (!isStillRunning(run, nowMs)) removeRun(run);
}

function removeRun({ csvPath, metaPath }: StoredRun): void {
  // The page that was made of it goes, too.
  for (const path of [csvPath, metaPath, csvPath.replace(/\.csv$/, ".html")]) {
    try {
      rmSync(path, { force: true });
    } catch {
      // Somebody else prunes as well, or it is read-only: it will be tried again after the next run.
    }
  }
}

function isStillRunning({ csvPath, metaPath }: StoredRun, nowMs: number): boolean {
  try {
    return nowMs - statSync(csvPath).mtimeMs < STILL_RUNNING_MS && (JSON.parse(readFileSync(metaPath, "utf8")) as { end?: unknown }).end === null;
  } catch {
    return false;
  }
}
