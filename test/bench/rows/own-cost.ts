import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { cpuSecondsOf, memoryOf } from "../own-usage.ts";
import { findPeers, type Monitor, restrack, restrackWithoutCgroup } from "../peers.ts";
import { ended, familyOf, killAll, newFolder, readOrNothing, start } from "../processes.ts";
import type { Line } from "../table.ts";

const CPU_BUDGET = 0.1;
const MEMORY_BUDGET_MB = 50;
const LARGE_TREE_CPU_BUDGET = 2.5;

/** Every job says its pid when all of it is there. */
const sleepers = (count: number): string => `i=0; while [ $i -lt ${count} ]; do sleep 300 & i=$((i+1)); done; echo $$ > pid; wait`;
const smallTree = sleepers(2);
const busyTree = "echo $$ > pid; i=0; while [ $i -lt 3000 ]; do sleep 0.1; i=$((i+1)); done";
const largeTree = sleepers(999);

/** The least that a Node program can do once a second. */
const bareNode: Monitor = {
  name: "node that only wakes up",
  measuring: ([program, ...args]) => [process.execPath, "-e", `require("child_process").spawn("${program}", ${JSON.stringify(args)}).on("exit", () => process.exit()); setInterval(() => {}, 1000)`],
  cpuSeconds: () => null,
};

interface OwnCost {
  monitor: Monitor;
  /** % of one core. */
  cpu: number;
  megabytes: number;
  grownMegabytes: number;
  /** How long it was watched. */
  seconds: number;
  processes: number;
}

let ofSmallTree: Promise<(OwnCost | string)[]> | null = null;
const costsOfSmallTree = () => (ofSmallTree ??= measureSmallTree());

/** Side by side, as they mostly sleep; but peers start programs, and a machine on which nothing starts is another one. */
async function measureSmallTree(): Promise<(OwnCost | string)[]> {
  const quiet = await Promise.all([bareNode, restrack, restrackWithoutCgroup].map((monitor) => costOf(monitor, smallTree, 10, 20)));
  return [...quiet, ...(await Promise.all(findPeers().map((peer) => costOf(peer, smallTree, 5, 15))))];
}

export async function ownCpu(): Promise<Line[]> {
  return cpuLines(await costsOfSmallTree(), CPU_BUDGET);
}

export async function ownMemory(): Promise<Line[]> {
  const costs = await costsOfSmallTree();
  const bare = costs.find((cost) => typeof cost !== "string" && cost.monitor === bareNode) as OwnCost | undefined;
  return costs.map((cost) => {
    if (typeof cost === "string") return { what: cost, figure: "-" };
    const { monitor, megabytes, grownMegabytes, seconds, processes } = cost;
    const parts = [bare && monitor !== bareNode ? `${(megabytes / bare.megabytes).toFixed(2)} × bare node` : "", processes > 1 ? `${processes} processes, PSS` : "RSS", `${signed(grownMegabytes, 2)} in ${seconds} s`];
    return { what: monitor.name, figure: megabytes.toFixed(1), ratio: parts.filter(Boolean).join(", "), ...budgetOf(monitor, megabytes, MEMORY_BUDGET_MB, "MB") };
  });
}

export async function ownCpuOfBusyTree(): Promise<Line[]> {
  return cpuLines([await costOf(restrack, busyTree, 5, 10)], null);
}

export async function ownCpuOfLargeTree(): Promise<Line[]> {
  // One after the other: each lists all processes, also those of the others.
  const costs = [await costOf(restrack, largeTree, 10, 20)];
  for (const peer of findPeers()) costs.push(await costOf(peer, largeTree, 4, 8));
  return cpuLines(costs, LARGE_TREE_CPU_BUDGET);
}

function cpuLines(costs: readonly (OwnCost | string)[], budget: number | null): Line[] {
  const own = costs.find((cost) => typeof cost !== "string" && cost.monitor === restrack) as OwnCost | undefined;
  return costs.map((cost) => {
    if (typeof cost === "string") return { what: cost, figure: "-" };
    const { monitor, cpu } = cost;
    const ratio = own && !monitor.ours ? { ratio: `${plain(cpu / own.cpu)} × restrack` } : {};
    return { what: monitor.name, figure: cpu.toFixed(3), ...ratio, ...(budget === null ? {} : budgetOf(monitor, cpu, budget, "%")) };
  });
}

function budgetOf(monitor: Monitor, value: number, budget: number, unit: string): Partial<Line> {
  return monitor.ours ? { budget: `at most ${budget} ${unit}`, within: value <= budget } : {};
}

/** What a monitor itself costs while it watches a job; a sentence when the job cannot be started. */
async function costOf(monitor: Monitor, script: string, warmUpSeconds: number, seconds: number): Promise<OwnCost | string> {
  const folder = newFolder();
  const child = start(monitor.measuring(["sh", "-c", `cd ${folder}; ${script}`], folder), folder);
  const job = await pidOfJob(folder);
  if (job === null) return `${monitor.name}: the job could not be started`;
  await pause(warmUpSeconds * 1000);
  const own = ownProcesses(child.pid!, job);
  const before = { cpu: cpuSecondsOf(own), memory: memoryOf(own), ms: performance.now() };
  await pause(seconds * 1000);
  const after = { cpu: cpuSecondsOf(own), memory: memoryOf(own), ms: performance.now() };
  killAll(familyOf(job));
  if (!(await ended(child, 20_000))) return `${monitor.name}: it did not end with the job`;
  return {
    monitor,
    cpu: (100 * (after.cpu - before.cpu)) / ((after.ms - before.ms) / 1000),
    megabytes: after.memory / 1e6,
    seconds,
    grownMegabytes: (after.memory - before.memory) / 1e6,
    processes: own.length,
  };
}

async function pidOfJob(folder: string): Promise<number | null> {
  for (const until = performance.now() + 30_000; performance.now() < until; await pause(20)) {
    const pid = Number(readOrNothing(join(folder, "pid")));
    if (pid > 0) return pid;
  }
  return null;
}

/** The monitor and its helpers, but nothing of the job, nor a shell that only waits for it. */
function ownProcesses(monitor: number, job: number): number[] {
  const ofJob = new Set(familyOf(job));
  return familyOf(monitor).filter((pid) => !ofJob.has(pid) && (pid === monitor || !/^(\/bin\/)?sh\0/.test(readOrNothing(`/proc/${pid}/cmdline`))));
}

const signed = (value: number, decimals: number): string => `${value < 0 ? "" : "+"}${value.toFixed(decimals)}`;

/** Two digits that count. */
const plain = (value: number): string => String(value >= 10 ? Math.round(value) : Number(value.toPrecision(2)));
