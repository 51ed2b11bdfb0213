import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { pathOf } from "../../helpers/needs.ts";
import { findPeers } from "../peers.ts";
import { environment, newFolder } from "../processes.ts";
import { quartilesOf, shuffled } from "../statistics.ts";
import type { Line } from "../table.ts";

/** In each round every command runs once, in random order; the slow peers only in every sixth. */
const ROUNDS = 60;
const PEERS_EVERY = 6;
const BUDGET = 1.25;

/** What stands before a command delays it: its wall time less that of the command alone, against that of an empty Node program. */
export function wallTime(): Line[] {
  const job = ["true"];
  const folder = newFolder();
  const run = [process.execPath, resolve("bin/restrack.js"), "run"];
  const commands: Record<string, { command: string[]; every: number; budget?: number }> = {
    true: { command: job, every: 1 },
    "node -e 0": { command: [process.execPath, "-e", "0"], every: 1 },
    "time true": { command: [pathOf("time"), ...job], every: 1 },
    "restrack run true": { command: [...run, "--", ...job], every: 1, budget: BUDGET },
    "restrack run --no-cgroup true": { command: [...run, "--no-cgroup", "--", ...job], every: 1, budget: BUDGET },
    ...Object.fromEntries(findPeers().map((peer) => [`${peer.name} true`, { command: peer.measuring(job, folder), every: PEERS_EVERY }])),
  };
  const times = new Map<string, number[]>(Object.keys(commands).map((name) => [name, []]));
  // Round 0 only brings everything into memory.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, { command, every }] of shuffled(Object.entries(commands))) {
      if (round % every !== 0) continue;
      const ms = timeOf(command, folder);
      if (ms === null) times.delete(name);
      else if (round > 0) times.get(name)?.push(ms);
    }
  }
  const alone = quartilesOf(times.get("true")!).median;
  const node = quartilesOf(times.get("node -e 0")!).median;
  return [...times].map(([name, values]) => {
    const { lower, median, upper } = quartilesOf(values);
    const ratio = (median - alone) / node;
    const { budget } = commands[name]!;
    return {
      what: name,
      figure: `${median.toFixed(1)} (${lower.toFixed(1)} to ${upper.toFixed(1)})`,
      ratio: name === "true" ? "" : `adds ${(median - alone).toFixed(1)}, ${ratio.toFixed(2)} × node -e 0`,
      ...(budget === undefined ? {} : { budget: `at most ${budget} ×`, within: ratio <= budget }),
    };
  });
}

/** null when it is not installed. */
function timeOf([program = "", ...args]: readonly string[], cwd: string): number | null {
  const begin = performance.now();
  const { error } = spawnSync(program, args, { stdio: "ignore", env: environment(), cwd });
  return error === undefined ? performance.now() - begin : null;
}
