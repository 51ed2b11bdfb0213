import { spawnSync } from "node:child_process";
import { closeSync, openSync, writeSync } from "node:fs";
import { columns } from "../../src/frame/columns.ts";
import { formatHeader } from "../../src/frame/csv.ts";

export const MINUTE = 60;
export const DAY = 86_400;
export const WEEK = 7 * DAY;
const ROWS_AT_ONCE = 10_000;

/** One row a second, every column filled. */
export function writeRecording(file: string, seconds: number): void {
  const fd = openSync(file, "w");
  writeSync(fd, formatHeader());
  for (let from = 0; from < seconds; from += ROWS_AT_ONCE) {
    const rows = Array.from({ length: Math.min(ROWS_AT_ONCE, seconds - from) }, (_, index) => row(from + index));
    writeSync(fd, `${rows.join("\n")}\n`);
  }
  closeSync(fd);
}

function row(second: number): string {
  return columns
    .map(({ name }, index) => {
      if (name === "timestamp") return (1_700_000_000 + second).toFixed(3);
      if (name === "process_utime" || name === "process_cpu_usage") return String([0.2, 1, 2.5, 3.9][second % 4]);
      if (name === "process_stime") return "0";
      return String((second * (index + 1)) % 1009);
    })
    .join(",");
}

/** Time and memory of a whole command, cold, the middle of several tries. It measures itself: GNU time may not be there. */
export function measureRestrack(args: readonly string[], tries: number): { seconds: number; memoryMb: number } {
  const script = `process.argv = ["node", "restrack", ...${JSON.stringify(args)}]; process.on("exit", () => process.stderr.write(String(process.resourceUsage().maxRSS))); require("./bin/restrack.js");`;
  const measured = Array.from({ length: tries }, () => {
    const began = performance.now();
    const { stderr } = spawnSync(process.execPath, ["-e", script], { encoding: "utf8", env: { ...process.env, NODE_EXTRA_CA_CERTS: undefined }, maxBuffer: 2 ** 28 });
    return { seconds: (performance.now() - began) / 1000, memoryMb: (Number(stderr.trim().split("\n").at(-1)) * 1024) / 1e6 };
  });
  return measured.sort((a, b) => a.seconds - b.seconds)[tries >> 1]!;
}
