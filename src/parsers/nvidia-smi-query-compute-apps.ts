import { NvidiaSmiCsv } from "./nvidia-smi-csv.ts";

/** A process that computes on a GPU. Under MIG it is told once for each slice that it is on. */
export interface ComputeApp {
  /** As the driver prints it, or null where it was not asked for. */
  timestamp: string | null;
  gpuUuid: string | null;
  pid: number;
  name: string | null;
  /** null: it does not tell, as under WDDM. */
  memoryBytes: number | null;
}

/**
 * `nvidia-smi --query-compute-apps=timestamp,gpu_uuid,pid,used_memory --format=csv -l 1`: the head once, then a line for each process
 * on each GPU, again and again; while there is none, nothing. The lines of one GPU have one timestamp, those of the next one a little later.
 *
 * ```text
 * timestamp, gpu_uuid, pid, used_gpu_memory [MiB]
 * 2026/03/01 08:00:00.125, GPU-00000001-aaaa, 4711, 8164 MiB
 * ```
 * nvidia-smi(1), "--query-compute-apps"
 */
export class NvidiaSmiQueryComputeApps {
  readonly #csv = new NvidiaSmiCsv();
  #rest = "";
  #round: ComputeApp[] = [];

  /** Text as it comes; the rounds in it. The last one may still grow and is then given again. The head alone gives an empty one: nobody computes. */
  push(text: string): ComputeApp[][] {
    const rounds: ComputeApp[][] = [];
    const hadHead = this.#csv.names.length > 0;
    const lines = (this.#rest + text).split(/\r*\n/);
    this.#rest = lines.pop()!.slice(0, LONGEST_LINE);
    let grown = false;
    for (const line of lines) {
      const app = line.length > LONGEST_LINE ? null : computeApp(this.#csv, line);
      if (app === null) continue;
      if (isNext(app, this.#round)) {
        rounds.push(this.#round);
        this.#round = [];
      }
      if (this.#round.length < MOST_APPS) this.#round.push(app);
      grown = true;
    }
    if (grown) rounds.push([...this.#round]);
    else if (!hadHead && this.#csv.names.length > 0) rounds.push([]);
    return rounds;
  }
}

/** So much without a line end is no table; no machine has so many processes on its GPUs. */
const LONGEST_LINE = 2 ** 16;
const MOST_APPS = 10_000;
/** It reads once a second or less often, and all GPUs within a small part of that. */
const ROUND_SECONDS = 0.5;

/** Whether this is of the next reading. On two slices of one GPU a process is told twice at once. */
function isNext(app: ComputeApp, round: readonly ComputeApp[]): boolean {
  const [first] = round;
  if (first === undefined) return false;
  const later = secondsOf(app) - secondsOf(first);
  if (Math.abs(later) >= ROUND_SECONDS) return true;
  return round.some(({ pid, gpuUuid, timestamp }) => pid === app.pid && gpuUuid === app.gpuUuid && (timestamp === null || timestamp !== app.timestamp));
}

/** Of the day; NaN where it is not told. */
function secondsOf({ timestamp }: ComputeApp): number {
  const [, hours, minutes, seconds] = /(\d+):(\d+):([\d.]+)$/.exec(timestamp ?? "") ?? [];
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

/** All lines of a text that is there at once; `names` stands in for the head. */
export function parseNvidiaSmiQueryComputeApps(text: string, names: readonly string[] = []): ComputeApp[] {
  const csv = new NvidiaSmiCsv(names);
  return text.split(/\r*\n/).flatMap((line) => computeApp(csv, line) ?? []);
}

/** null: no line of a process. */
function computeApp(csv: NvidiaSmiCsv, line: string): ComputeApp | null {
  const row = csv.read(line);
  const pid = row?.text("pid") ?? null;
  if (row === null || pid === null || !/^\d{1,10}$/.test(pid)) return null;
  return {
    timestamp: row.text("timestamp"),
    gpuUuid: row.text("gpu_uuid", "uuid"),
    pid: Number(pid),
    name: row.text("process_name", "name"),
    memoryBytes: row.number("MiB", "used_gpu_memory", "used_memory"),
  };
}
