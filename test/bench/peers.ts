import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** A program that starts a job and measures it. */
export interface Monitor {
  name: string;
  /** Whose figures have a budget. */
  ours?: true;
  /** The command line that measures a job at an interval of a second, and writes what it says into the folder. */
  measuring(job: readonly string[], folder: string): string[];
  /** CPU seconds as it says; null when it says nothing. */
  cpuSeconds(folder: string): number | null;
}

export interface Peer extends Monitor {
  /** Of the Python distribution. */
  version: string;
}

const python = process.env["RESTRACK_BENCH_PYTHON"] ?? "python3";
const inPython = (code: string, ...args: string[]): string[] => [python, "-c", code, ...args];

const restrackWith = (name: string, ...options: string[]): Monitor => ({
  name,
  ours: true,
  measuring: (job, folder) => [process.execPath, resolve("bin/restrack.js"), "run", "--quiet", "--no-save", "--csv", join(folder, "run.csv"), "--json", join(folder, "run.json"), ...options, "--", ...job],
  cpuSeconds: (folder) => {
    const { totals } = JSON.parse(readFileSync(join(folder, "run.json"), "utf8")) as { totals: Record<string, number> };
    return totals["cpu_user_seconds"]! + totals["cpu_system_seconds"]!;
  },
});

export const restrack = restrackWith("restrack run");
export const restrackWithoutCgroup = restrackWith("restrack run --no-cgroup", "--no-cgroup");

const monitors: Record<string, Monitor> = {
  psrecord: {
    name: "psrecord",
    measuring: (job, folder) => inPython("from psrecord.main import main; main()", job.map(quote).join(" "), "--interval", "1", "--include-children", "--log-format", "csv", "--log", join(folder, "psrecord.csv")),
    /** Each percentage is that of the time since the one before. */
    cpuSeconds: (folder) => {
      let before = 0;
      let sum = 0;
      for (const line of readFileSync(join(folder, "psrecord.csv"), "utf8").trim().split("\n").slice(1)) {
        const [elapsed, , percent] = line.split(",").map(Number);
        sum += (percent! / 100) * (elapsed! - before);
        before = elapsed!;
      }
      return sum;
    },
  },
  "con-duct": {
    name: "con-duct",
    measuring: (job, folder) => inPython("from con_duct.cli import main; main()", "run", "--quiet", "--output-prefix", join(folder, "con-duct_"), "--sample-interval", "1", "--report-interval", "60", ...job),
    cpuSeconds: (folder) => {
      const { execution_summary: said } = JSON.parse(readFileSync(join(folder, "con-duct_info.json"), "utf8")) as { execution_summary: Record<string, number | null> };
      return said["average_pcpu"] == null ? null : (said["average_pcpu"] / 100) * said["wall_clock_time"]!;
    },
  },
  "resource-tracker": {
    name: "resource-tracker",
    measuring: (job, folder) => [python, resolve("test/bench/track-with-resource-tracker.py"), join(folder, "cpu-seconds.txt"), ...job],
    cpuSeconds: (folder) => Number(readFileSync(join(folder, "cpu-seconds.txt"), "utf8")),
  },
};

let found: Peer[] | null = null;

/** Those that Python has installed: RESTRACK_BENCH_PYTHON names another python3 than that in PATH. */
export function findPeers(): Peer[] {
  return (found ??= Object.entries(monitors).flatMap(([name, monitor]) => {
    const { status, stdout } = spawnSync(python, ["-c", `import importlib.metadata; print(importlib.metadata.version("${name}"))`], { encoding: "utf8" });
    return status === 0 ? [{ ...monitor, version: stdout.trim() }] : [];
  }));
}

export function describePeers(peers: readonly Peer[]): string {
  const missing = Object.keys(monitors).filter((name) => peers.every((peer) => peer.name !== name));
  const there = peers.map(({ name, version }) => `${name} ${version}`);
  return `Peers: ${[...there, ...missing.map((name) => `${name} is not installed`)].join(", ")}`;
}

const quote = (word: string): string => (/^[\w./=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);
