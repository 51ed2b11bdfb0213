import { NodeHost } from "../host/node-host.ts";
import { buildReport, type KnownOfRun } from "../report/build-report.ts";
import { type WarningDraft, tellWarnings } from "../report/warning-drafts.ts";
import type { Report } from "../report/report.ts";
import type { Sample } from "../sample/sample.ts";
import type { ChildEnd } from "./job/child.ts";
import { inheritedFiles } from "./job/inherited-files.ts";
import { startJob, type Job } from "./job/job.ts";
import { warningDraftsOf, knownOfMeasurement } from "./known-of-run.ts";
import type { Measurement } from "./measurement.ts";
import { type OpenSources, openSources } from "./open-sources.ts";
import { RunFiles } from "./files/run-files.ts";
import type { Recording } from "./files/recording.ts";
import type { FailCondition, RunOptions } from "./run-options.ts";
import { signalNumber } from "./job/signals.ts";
import type { Verdict } from "./verdict.ts";

export interface TrackedRun {
  report: Report;
  /** What restrack exits with: the job's own code, 128+n, 124 when --timeout ended it, 3 when a --fail-if condition held. */
  exitCode: number;
  /** Why --fail-if failed a job that succeeded itself. */
  failures: string[];
  /** Where the page is that was asked for. */
  page: string | null;
}

export interface TrackHooks {
  onSample?: ((sample: Sample) => void) | undefined;
  /** In a program that does other things as well. */
  embedded: boolean;
}

const TIMED_OUT = 124;
/** What a shorter run would need, nobody wants to buy, nor to wait for. */
export const SHORTEST_JUDGED_SECONDS = 0.25;

/**
 * Starts a command, measures it until it ends, and writes its files.
 *
 * @throws RestrackError before the command has started; afterwards only defects, which then carry the job's `exitCode`
 */
export async function trackCommand(options: RunOptions, { onSample, embedded }: TrackHooks = { embedded: true }): Promise<TrackedRun> {
  const host = new NodeHost();
  const verdictOf = await loadVerdict(options.failIf);
  // What looks like them elsewhere is another system's, shown by an emulator.
  const isLinux = process.platform === "linux";
  const inherited = isLinux ? inheritedFiles() : [];
  const sources = await openSources(host, options.intervalSeconds, embedded);
  const files = await RunFiles.create(host, options, options.command[0] ?? "");
  let job: Job;
  try {
    job = await startJob(host, options.command, inherited, files.runId, options.cgroup && isLinux);
  } catch (error) {
    files.abandon();
    throw error;
  }
  try {
    return await measureJob(host, sources, options, files, job, verdictOf, { onSample, embedded });
  } catch (error) {
    // A defect of ours. The job knows nothing of it, and its exit code is told all the same.
    const exitCode = exitCodeOf(await job.child.ended, false);
    throw Object.assign(error instanceof Error ? error : new Error(String(error)), { exitCode });
  }
}

async function measureJob(host: NodeHost, sources: OpenSources, options: RunOptions, files: RunFiles, job: Job, verdictOf: Judge, { onSample, embedded }: TrackHooks): Promise<TrackedRun> {
  let recording: Recording;
  const measurement = new sources.Measurement(host, sources, {
    pid: job.child.pid,
    runId: files.runId,
    intervalSeconds: options.intervalSeconds,
    memoryKind: options.memory,
    system: options.system,
    attached: false,
    exactGroup: job.cgroup,
    startMs: job.startMs,
    startWallMs: job.startWallMs,
    onSample: (sample) => {
      recording.add(sample);
      onSample?.(sample);
    },
  });
  recording = files.begin(job.startWallMs);
  job.signals.connect({
    // When the command has ended, what it has left behind is meant.
    send: (signal) => job.child.kill(signal) || measurement.withLiving((pids) => sendAll(pids, signal)),
    killTree: () => killTree(job, measurement),
  });
  const known: KnownOfRun = {
    name: files.name,
    command: [...options.command],
    cwd: currentFolder(),
    start: new Date(job.startWallMs).toISOString(),
    interval_seconds: options.intervalSeconds,
    tags: { ...options.tags },
    node_id: options.nodeId,
    run_id: files.runId,
    parent_run_id: job.parentRunId,
    memory_kind: options.memory,
  };
  let ended = false;
  const surroundings = setTimeout(async () => {
    await measurement.readSurroundings();
    if (!ended) files.writeStart(buildReport(recording.aggregate, known, files.name));
    if (!ended) await measurement.watchHardware(options);
    if (!ended && options.discovery) await measurement.discoverCloud();
  }, 50);

  const timeout = options.timeoutSeconds === null ? null : (await import("./timeout.ts")).watchTimeout(options.timeoutSeconds, job.child, () => killTree(job, measurement));
  const end = await job.child.ended;
  timeout?.stop();
  ended = true;
  clearTimeout(surroundings);
  await measurement.rootEnded();
  if (options.waitChildrenSeconds > 0 && measurement.livingPids().length > 0) {
    await measurement.treeEnded(options.waitChildrenSeconds * 1000);
    await measurement.lastRow();
  }
  // A command of a few milliseconds, of which nobody asked for more than the summary, need not say on which kernel it ran.
  await measurement.readSurroundings(options.csv !== null || options.json !== null || options.format === "json" || files.pagePath !== null || measurement.elapsedSeconds > 0.05);
  const left = measurement.livingPrograms();
  measurement.stop();
  job.signals.close();
  job.cgroup?.remove();

  const found: WarningDraft[] = [
    ...(left.length > 0 ? [(say) => say.leftBehind(left.length, left)] satisfies WarningDraft[] : []),
    ...(await files.endRows()),
    ...warningDraftsOf(measurement, recording.aggregate.rows, options.intervalSeconds, options.memory),
  ];
  const report = buildReport(recording.aggregate, { ...known, ...knownOfMeasurement(measurement, host.wallMs()), exit_code: end.exitCode, signal: end.signal, timed_out: timeout?.fired ?? false, warnings: await tellWarnings(found) }, files.name);
  const isLongEnough = measurement.elapsedSeconds >= SHORTEST_JUDGED_SECONDS || report.warnings.some(({ code }) => code === "oom_kill");
  if (isLongEnough && (embedded || !options.quiet || options.json !== null || files.pagePath !== null)) {
    await (await import("./recommendation.ts")).recommendAtEnd(report, recording.aggregate.trace);
  }
  const { exitCode, failures } = verdictOf(report, exitCodeOf(end, timeout?.fired ?? false));
  report.warnings.push(...(await files.writeEnd(report)));
  return { report, exitCode, failures, page: files.pagePath };
}

/** null: it was deleted meanwhile. */
function currentFolder(): string | null {
  try {
    return process.cwd();
  } catch {
    return null;
  }
}

function exitCodeOf({ exitCode, signal }: ChildEnd, timedOut: boolean): number {
  if (timedOut) return TIMED_OUT;
  return exitCode ?? 128 + signalNumber(signal);
}

type Judge = (report: Report, exitCode: number) => Verdict;

/** What judges the run by its --fail-if conditions; loaded only when there are any. */
export async function loadVerdict(conditions: readonly FailCondition[]): Promise<Judge> {
  if (conditions.length === 0) return (_, exitCode) => ({ exitCode, failures: [] });
  return (await import("./verdict.ts")).judgeBy(conditions);
}

function killTree(job: Job, measurement: Measurement): void {
  measurement.withLiving((pids) => sendAll(pids, "SIGKILL"));
  job.child.kill("SIGKILL");
}

function sendAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended by itself, or is another user's.
    }
  }
}
