import { RestrackError } from "../errors.ts";
import type { Sample } from "../sample/sample.ts";
import type { MemoryKind } from "./run-options.ts";
import { trackCommand, type TrackedRun } from "./track.ts";

/** What `restrack run` takes on its command line. Everything may be left out. */
export interface TrackOptions {
  /** File for the rows, one a second; its meta file stands beside it. May hold {name}, {datetime}, {host}, {pid}, {rank}. */
  csv?: string;
  /** File for the report. */
  json?: string;
  /** File for the page, drawn when the command has ended. */
  html?: string;
  /** Seconds between rows, 0.05 to 3600. Default 1. */
  interval?: number;
  name?: string;
  tags?: Record<string, string>;
  nodeId?: string;
  /** What memory means: shared pages divided among their users (pss, the default), counted in each (rss) or not at all (uss). */
  memory?: MemoryKind;
  /** Seconds after which the command is ended. */
  timeout?: number;
  /** Seconds to stay for descendants that outlive the command. Default 0; Infinity waits for the last one. */
  waitChildren?: number;
  /** Rules such as "memory_peak > 4GiB": exitCode is 3 when one holds and the command itself has succeeded. */
  failIf?: string[];
  /** Which of the machine's GPUs count: all, or by number. Left out, those that CUDA_VISIBLE_DEVICES shows. */
  gpus?: "all" | readonly number[];
  /** Measure the whole machine, too. Default true. */
  system?: boolean;
  /** Keep a copy in the user's state folder. Default false. */
  save?: boolean;
  /** Use a cgroup of the command's own where one can be had. Default true. */
  cgroup?: boolean;
  /** Called with every row as it is known. What it throws becomes a warning of the report. */
  onSample?: (sample: Sample) => void;
}

/**
 * Starts a command with this process's own stdin, stdout and stderr, and measures its whole process tree until it ends.
 *
 * While it runs, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2 and SIGCONT that this process gets are passed on to the command. Children
 * that this process starts by itself meanwhile must not end before the command does: their CPU time would count with it.
 *
 * @param command the program and its arguments; no shell reads them
 * @returns the report (times in seconds, sizes as their names say) and the exit code that `restrack run` would give
 * @throws RestrackError ERR_USAGE, ERR_OUTPUT, ERR_NOT_FOUND, ERR_NOT_EXECUTABLE, ERR_SPAWN, all before the command has started
 *
 * @example
 * const { report, exitCode } = await track(["make", "-j8"], { interval: 0.5, csv: "build.csv" });
 * if (exitCode === 0) console.log(`peak ${report.peaks.memory_mib} MiB`);
 */
export async function track(command: readonly string[], options: TrackOptions = {}): Promise<TrackedRun> {
  if (!Array.isArray(command) || command.length === 0 || command.some((argument) => typeof argument !== "string")) {
    throw new RestrackError("ERR_USAGE", "Cannot track: the command must be an array of strings with at least one", { hint: 'track(["python", "train.py"])' });
  }
  const { interval = 1, timeout = null, waitChildren = 0 } = options;
  if (!(interval >= 0.05 && interval <= 3600)) {
    throw new RestrackError("ERR_USAGE", `Cannot use ${interval} as interval: it must be a number of seconds from 0.05 to 3600`, { hint: "interval: 1" });
  }
  return trackCommand(
    {
      command,
      csv: options.csv ?? null,
      json: options.json ?? null,
      html: options.html ?? null,
      open: false,
      intervalSeconds: interval,
      name: options.name ?? null,
      tags: options.tags ?? {},
      nodeId: options.nodeId ?? null,
      format: "text",
      quiet: true,
      progress: false,
      memory: options.memory ?? "pss",
      timeoutSeconds: timeout,
      waitChildrenSeconds: waitChildren,
      failIf: (options.failIf ?? []).map((text) => ({ text, source: "failIf" })),
      gpu: true,
      gpus: options.gpus ?? null,
      system: options.system ?? true,
      discovery: true,
      save: options.save ?? false,
      cgroup: options.cgroup ?? true,
    },
    { onSample: options.onSample, embedded: true },
  );
}
