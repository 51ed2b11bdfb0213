import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DAY, measureRestrack, MINUTE, WEEK, writeRecording } from "../recordings.ts";
import type { Line } from "../table.ts";

interface Recording {
  name: string;
  rows: number;
  /** null: there is no budget. */
  secondsBudget: number | null;
  memoryBudgetMb: number | null;
  pageBudgetKb: number;
  tries: number;
}

const recordings: readonly Recording[] = [
  { name: "a minute", rows: MINUTE, secondsBudget: null, memoryBudgetMb: null, pageBudgetKb: 250, tries: 5 },
  { name: "a day", rows: DAY, secondsBudget: 1.5, memoryBudgetMb: 200, pageBudgetKb: 2000, tries: 3 },
  { name: "a week", rows: WEEK, secondsBudget: 6, memoryBudgetMb: 250, pageBudgetKb: 3000, tries: 3 },
];
const CHROMIUM = "/usr/bin/chromium";
const DRAWN_BUDGET_SECONDS = 1;

/** Time and memory of the whole command, cold; how large the page is, and how long a browser takes until its charts are drawn. */
export async function drawRecordings(): Promise<Line[]> {
  const folder = mkdtempSync(join(tmpdir(), "restrack-bench-"));
  try {
    const lines: Line[] = [];
    for (const { name, rows, secondsBudget, memoryBudgetMb, pageBudgetKb, tries } of recordings) {
      const file = join(folder, "run.csv");
      const page = join(folder, "run.html");
      writeRecording(file, rows);
      const { seconds, memoryMb } = measureRestrack(["report", file, "-o", page], tries);
      const pageKb = statSync(page).size / 1000;
      lines.push(
        { what: `${name}, seconds`, figure: seconds.toFixed(2), ratio: `median of ${tries}`, ...judged(seconds, secondsBudget, "s") },
        { what: `${name}, MB`, figure: memoryMb.toFixed(0), ratio: "RSS at its highest", ...judged(memoryMb, memoryBudgetMb, "MB") },
        { what: `${name}, KB of HTML`, figure: pageKb.toFixed(0), ...judged(pageKb, pageBudgetKb, "KB") },
      );
      const drawnSeconds = await secondsUntilDrawn(page);
      if (drawnSeconds !== null) lines.push({ what: `${name}, seconds until drawn in Chromium`, figure: drawnSeconds.toFixed(2), ...judged(drawnSeconds, rows <= DAY ? DRAWN_BUDGET_SECONDS : null, "s") });
    }
    return lines;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function judged(figure: number, budget: number | null, unit: string): Pick<Line, "budget" | "within"> {
  return budget === null ? {} : { budget: `at most ${budget} ${unit}`, within: figure <= budget };
}

/** null: there is no Chromium. */
async function secondsUntilDrawn(page: string): Promise<number | null> {
  if (statSync(CHROMIUM, { throwIfNoEntry: false }) === undefined) return null;
  const { chromium } = await import("playwright-core");
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  try {
    const tab = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    await tab.goto(`file://${page}`);
    await tab.waitForFunction('document.documentElement.dataset.drawn === "yes"');
    // As the browser counts it, from the beginning of the navigation.
    return Number(await tab.evaluate("performance.getEntriesByName('drawn')[0].startTime")) / 1000;
  } finally {
    await browser.close();
  }
}
