import { RestrackError } from "../errors.ts";
import { NodeHost } from "../host/node-host.ts";
import { labelOf } from "../sample/programs.ts";
import { buildReport, type KnownOfRun } from "../report/build-report.ts";
import { tellWarnings } from "../report/warning-drafts.ts";
import type { Sample } from "../sample/sample.ts";
import { warningDraftsOf, knownOfMeasurement } from "./known-of-run.ts";
import type { Sources } from "../sources/source.ts";
import { openSources } from "./open-sources.ts";
import { RunFiles } from "./files/run-files.ts";
import type { AttachOptions } from "./run-options.ts";
import { loadVerdict, SHORTEST_JUDGED_SECONDS, type TrackedRun } from "./track.ts";

/**
 * Measures a process that runs already, and its descendants, until it ends or `stopped` resolves. What they used before is
 * not counted. Nothing is sent to them.
 *
 * @throws RestrackError ERR_PID, ERR_OUTPUT
 */
export async function trackPid(options: AttachOptions, stopped: Promise<unknown>, onSample: (sample: Sample) => void = () => undefined): Promise<TrackedRun> {
  const host = new NodeHost();
  const { pid } = options;
  const verdictOf = await loadVerdict(options.failIf);
  const sources = await openSources(host, options.intervalSeconds, false);
  await sources.sources.poll?.ask();
  refuseUnfit(pid, host, sources.sources);
  const target = sources.sources.processes.open(pid);
  const command = target?.readCommandLine() ?? [];
  const comm = target?.readStat()?.comm ?? String(pid);
  target?.close();
  const files = await RunFiles.create(host, options, command[0] ?? comm);
  const startMs = host.monotonicMs();
  const startWallMs = host.wallMs();
  const recording = files.begin(startWallMs);
  const measurement = new sources.Measurement(host, sources, {
    pid,
    runId: null,
    intervalSeconds: options.intervalSeconds,
    memoryKind: options.memory,
    system: options.system,
    attached: true,
    exactGroup: null,
    startMs,
    startWallMs,
    onSample: (sample) => {
      recording.add(sample);
      onSample(sample);
    },
  });
  await measurement.readSurroundings();
  const known: KnownOfRun = {
    name: files.name,
    command: command.length > 0 ? command : [labelOf([], comm)],
    cwd: host.readLink(`/proc/${pid}/cwd`) ?? null,
    start: new Date(startWallMs).toISOString(),
    interval_seconds: options.intervalSeconds,
    tags: { ...options.tags },
    node_id: options.nodeId,
    run_id: files.runId,
    memory_kind: options.memory,
  };
  files.writeStart(buildReport(recording.aggregate, known, files.name));
  await measurement.watchHardware(options);
  if (options.discovery) void measurement.discoverCloud();
  await Promise.race([measurement.rootGone(), stopped]);
  await measurement.lastRow();
  measurement.stop();
  const found = [...(await files.endRows()), ...warningDraftsOf(measurement, recording.aggregate.rows, options.intervalSeconds, options.memory)];
  const report = buildReport(recording.aggregate, { ...known, ...knownOfMeasurement(measurement, host.wallMs()), warnings: await tellWarnings(found) }, files.name);
  if (measurement.elapsedSeconds >= SHORTEST_JUDGED_SECONDS && (!options.quiet || options.json !== null || files.pagePath !== null)) {
    await (await import("./recommendation.ts")).recommendAtEnd(report, recording.aggregate.trace);
  }
  const { exitCode, failures } = verdictOf(report, 0);
  report.warnings.push(...(await files.writeEnd(report)));
  return { report, exitCode, failures, page: files.pagePath };
}

function refuseUnfit(pid: number, host: NodeHost, { processes }: Sources): void {
  const cannot = (state: string, hint: string) => new RestrackError("ERR_PID", `Cannot attach to ${pid}: ${state}`, { hint });
  if (pid === host.pid) throw cannot("that is restrack itself", "give the pid of another process");
  try {
    // Sends nothing: it only asks whether we may.
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") throw cannot("there is no such process", process.platform === "win32" ? "find it with: tasklist" : "find it with: pgrep -af NAME");
    throw cannot("it belongs to another user", "run restrack as that user, or as root");
  }
  const handle = processes.open(pid);
  if (!handle?.readStat()) throw cannot("it cannot be read", "is /proc mounted with hidepid?");
  handle.close();
}
