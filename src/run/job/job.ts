import type { Host } from "../../host/host.ts";
import { RUN_ID_VARIABLE } from "../../sources/run-id.ts";
import { type Child, spawnChild } from "./child.ts";
import { RunCgroup } from "./run-cgroup.ts";
import { Signals } from "./signals.ts";
import type { WindowsStart } from "./windows-command.ts";

export interface Job {
  child: Child;
  cgroup: RunCgroup | null;
  signals: Signals;
  /** Of the run that this one is a part of. */
  parentRunId: string | null;
  startMs: number;
  startWallMs: number;
}

/**
 * Starts the command: the handlers for signals first, then its own cgroup, then the process, and nothing else.
 *
 * @throws RestrackError when the command cannot be started
 */
export async function startJob(host: Host, command: readonly string[], files: readonly number[], runId: string, wantCgroup: boolean): Promise<Job> {
  const windows = process.platform === "win32" ? await onWindows(command) : undefined;
  const parentRunId = host.env[RUN_ID_VARIABLE] || null;
  const signals = new Signals();
  const cgroup = wantCgroup ? RunCgroup.enter(host, runId) : null;
  try {
    const startMs = host.monotonicMs();
    const startWallMs = host.wallMs();
    const spawned = spawnChild(command, { [RUN_ID_VARIABLE]: parentRunId === null ? runId : `${parentRunId}/${runId}` }, files, windows);
    cgroup?.leave();
    const child = spawned instanceof Promise ? await spawned : spawned;
    return { child, cgroup, signals, parentRunId, startMs, startWallMs };
  } catch (error) {
    cgroup?.leave();
    cgroup?.remove();
    signals.close();
    if ((error as NodeJS.ErrnoException).code === "EAGAIN") (await import("./run-unmeasured.ts")).runUnmeasured(command);
    throw (await import("./spawn-error.ts")).spawnError(command[0] ?? "", error as NodeJS.ErrnoException);
  }
}

async function onWindows(command: readonly string[]): Promise<WindowsStart> {
  const { thisWindows, windowsCommand } = await import("./windows-command.ts");
  return windowsCommand(command, thisWindows());
}
