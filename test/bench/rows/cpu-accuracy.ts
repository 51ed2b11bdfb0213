import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { timeSaid, underTime } from "../../helpers/gnu-time.ts";
import { pathOf } from "../../helpers/needs.ts";
import { findPeers, type Monitor, restrack, restrackWithoutCgroup } from "../peers.ts";
import { ended, newFolder, start } from "../processes.ts";
import type { Line } from "../table.ts";

const PERCENT = 1;
const TWO_TICKS = 0.02;
const PATIENCE_MS = 30_000;

const python = pathOf("python3");
const program = (name: string, ...args: (string | number)[]): string[] => [python, resolve("fixtures/programs", name), ...args.map(String)];

interface Workload {
  what: string;
  job: readonly string[];
  /** Somebody waits for every process, so the kernel adds all of it up; else the job itself says what it has used. */
  waitedFor: boolean;
}

const workloads: readonly Workload[] = [
  { what: "one process", job: program("burn-cpu.py", 3.3), waitedFor: true },
  { what: "three processes of two threads", job: program("burn-cpu-in-threads.py", 3, 1), waitedFor: true },
  { what: "150 short processes one after another", job: ["sh", "-c", `i=0; while [ $i -lt 150 ]; do ${python} -I -S -c ''; i=$((i+1)); done`], waitedFor: true },
  { what: "children of a parent that ignores SIGCHLD", job: program("burn-cpu-ignoring-sigchld.py", 10, 0.25), waitedFor: false },
  { what: "a daemon", job: program("leave-a-daemon.py", 2.2, "stay"), waitedFor: false },
];

export async function cpuAccuracy(): Promise<Line[]> {
  if (!existsSync(python)) return [{ what: "python3 is not installed", figure: "-" }];
  if (!existsSync(pathOf("time"))) return [{ what: "GNU time is not installed", figure: "-" }];
  const lines: Line[] = [];
  for (const workload of workloads) {
    for (const monitor of [restrack, restrackWithoutCgroup, ...findPeers()]) lines.push(await compare(workload, monitor));
  }
  return lines;
}

async function compare({ what, job, waitedFor }: Workload, monitor: Monitor): Promise<Line> {
  const folder = newFolder();
  const truth = join(folder, "truth.txt");
  const line = { what: `${what}: ${monitor.name}`, figure: "-" };
  const witnessed = waitedFor ? underTime(truth, job) : ["sh", "-c", `"$@" > '${truth}'`, "sh", ...job];
  if (!(await ended(start(monitor.measuring(witnessed, folder), folder), PATIENCE_MS))) return { ...line, ratio: "it did not end with the job" };
  const measured = monitor.cpuSeconds(folder);
  if (measured === null) return { ...line, ratio: "it says nothing" };
  const used = waitedFor ? timeSaid(truth).user + timeSaid(truth).system : Number(readFileSync(truth, "utf8"));
  const error = measured - used;
  return {
    ...line,
    figure: measured.toFixed(2),
    ratio: `of ${used.toFixed(2)}: ${error < 0 ? "" : "+"}${((100 * error) / used).toFixed(1)} %`,
    ...(monitor.ours ? budgetOf(error, used, waitedFor || hasOwnCgroup(folder)) : {}),
  };
}

/** Where nobody knows all of it, too little is no fault. */
function budgetOf(error: number, used: number, isKnown: boolean): Partial<Line> {
  const allowed = Math.max((PERCENT / 100) * used, TWO_TICKS) + 1e-9;
  return isKnown ? { budget: `within ${PERCENT} % or 2 ticks`, within: Math.abs(error) <= allowed } : { budget: "sampled: not more than was used", within: error <= allowed };
}

/** In one of the job's own the kernel adds up everybody. */
function hasOwnCgroup(folder: string): boolean {
  const { accounting } = JSON.parse(readFileSync(join(folder, "run.json"), "utf8")) as { accounting: { cpu: string } };
  return accounting.cpu === "cgroup";
}
