import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { columns } from "../../../src/frame/columns.ts";
import { formatHeader } from "../../../src/frame/csv.ts";
import type { Line } from "../table.ts";

const ROWS = 86_400;
const TRIES = 5;
const SECONDS_BUDGET = 0.5;
const MEMORY_BUDGET_MB = 150;

/** A day at one row a second, every column filled; time and memory of the whole command, cold. */
export function recommendADay(): Line[] {
  const folder = mkdtempSync(join(tmpdir(), "restrack-bench-"));
  try {
    const file = join(folder, "day.csv");
    writeFileSync(file, recordedDay());
    const tries = Array.from({ length: TRIES }, () => recommend(file)).sort((a, b) => a.seconds - b.seconds);
    const { seconds, memoryMb } = tries[TRIES >> 1]!;
    return [
      { what: "restrack recommend, seconds", figure: seconds.toFixed(2), ratio: `median of ${TRIES}`, budget: `at most ${SECONDS_BUDGET} s`, within: seconds <= SECONDS_BUDGET },
      { what: "restrack recommend, MB", figure: memoryMb.toFixed(0), ratio: "RSS at its highest", budget: `at most ${MEMORY_BUDGET_MB} MB`, within: memoryMb <= MEMORY_BUDGET_MB },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Measures itself: GNU time may not be there. */
function recommend(file: string): { seconds: number; memoryMb: number } {
  const script = `process.argv = ["node", "restrack", "recommend", ${JSON.stringify(file)}]; process.on("exit", () => process.stderr.write(String(process.resourceUsage().maxRSS))); require("./bin/restrack.js");`;
  const began = performance.now();
  const { stderr } = spawnSync(process.execPath, ["-e", script], { encoding: "utf8", env: { ...process.env, NODE_EXTRA_CA_CERTS: undefined } });
  return { seconds: (performance.now() - began) / 1000, memoryMb: (Number(stderr.trim().split("\n").at(-1)) * 1024) / 1e6 };
}

function recordedDay(): string {
  const lines = Array.from({ length: ROWS }, (_, second) =>
    columns
      .map(({ name }, index) => {
        if (name === "timestamp") return (1_700_000_000 + second).toFixed(3);
        if (name === "process_utime" || name === "process_cpu_usage") return String([0.2, 1, 2.5, 3.9][second % 4]);
        if (name === "process_stime") return "0";
        return String((second * (index + 1)) % 1009);
      })
      .join(","),
  );
  return `${formatHeader()}${lines.join("\n")}\n`;
}
