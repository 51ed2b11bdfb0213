import type { OsFigures } from "../../host/host.ts";
import { streamProgram } from "../../host/stream-program.ts";
import type { CimSystem, CimVolume } from "../../parsers/cim-system.ts";
import type { PowerShellAnswer } from "../../parsers/powershell-lines.ts";
import type { DiskSpace, SystemSnapshot } from "../../snapshot.ts";
import { limitsOfOs } from "../os-module/limits.ts";
import { serverInfoOfOs } from "../os-module/server-info.ts";
import { systemOfOs } from "../os-module/system.ts";
import type { Sources } from "../source.ts";
import { ProcessTable, type TableRow } from "../table/process-table.ts";
import { RoundPoll } from "../table/round-poll.ts";
import type { ToolContext } from "../table/tool.ts";
import { PowerShellSession, type PowerShellSessionOptions } from "./powershell-session.ts";
import { toTableRows } from "./windows-table.ts";
import { Wmic } from "./wmic.ts";

export interface WindowsSourcesOptions extends ToolContext {
  stream?: PowerShellSessionOptions["stream"];
}

/** Windows counts in 100 ns. */
const TICKS_PER_SECOND = 1e7;
const SLOW_EVERY_MS = 10_000;
/** Windows PowerShell 5.1 is part of Windows; PowerShell 7 is called by another name. */
const POWERSHELLS = ["powershell.exe", "pwsh.exe"];

/** Windows: one PowerShell for the run; where there is none, wmic; where there is none either, what Node knows of the machine. */
export async function createWindowsSources({ stream = streamProgram, ...context }: WindowsSourcesOptions): Promise<Sources> {
  const { host, warn } = context;
  const os = await host.readOs();
  const sessions = POWERSHELLS.map((program) => new PowerShellSession({ host, program, stream, patienceMs: context.patienceMs }));
  const wmic = new Wmic(context);
  const processes = new ProcessTable({
    ticksPerSecond: TICKS_PER_SECOND,
    readReapedChildren: () => null,
    // Whose it was, a process tells nobody: children of a process that has ended are known only if they were seen before.
    carriesRunId: () => false,
  });
  let rows: readonly TableRow[] = [];
  let system: SystemSnapshot = systemOfWindows(os);
  let slow: { atMs: number; figures: CimSystem } | null = null;
  let hasWarned = false;

  const askPowerShell = async (): Promise<PowerShellAnswer | null | undefined> => {
    for (;;) {
      const session = sessions[0];
      if (session === undefined) return undefined;
      const isSlowDue = slow === null || host.monotonicMs() - slow.atMs >= SLOW_EVERY_MS;
      const answer = await session.ask(isSlowDue, descendantsOf(host.pid, rows));
      if (!session.isUnusable) return answer;
      session.close();
      sessions.shift();
    }
  };

  const askAll = async (endedPid: number | null): Promise<boolean> => {
    const answer = await askPowerShell();
    const told = answer === undefined ? await wmic.readProcesses() : (answer?.processes ?? null);
    const volumes = answer === undefined ? await wmic.readVolumes() : null;
    if (answer?.system?.memory || answer?.system?.volumes) slow = { atMs: host.monotonicMs(), figures: answer.system };
    if (answer === undefined && wmic.isUnusable && !hasWarned) {
      hasWarned = true;
      warn({ code: "no_process_figures", message: "Neither PowerShell nor wmic tells of processes here: figures are of the whole machine only", hint: "what does powershell.exe say to: Get-CimInstance Win32_Process" });
    }
    system = systemWith(systemOfWindows(await host.readOs()), answer?.system ?? null, slow?.figures ?? null, volumes);
    if (told === null) return answer === undefined && wmic.isUnusable;
    rows = toTableRows(told, answer?.ended ?? null, rows);
    // One that was held tells its end itself.
    processes.update(rows, answer?.ended?.some(({ pid }) => pid === endedPid) ? null : endedPid);
    return true;
  };

  return {
    processes,
    system: {
      read: () => system,
      close: () => {
        for (const session of sessions) session.close();
        wmic.close();
      },
    },
    readLimits: () => limitsOfOs(os),
    readServerInfo: async () => ({ ...serverInfoOfOs(os), os: os.version || `${os.type} ${os.release}` }),
    poll: new RoundPoll({
      monotonicMs: () => host.monotonicMs(),
      // Which pages are shared with how many, Windows does not tell; what is private it does.
      memoryKind: (wanted) => (wanted === "rss" ? null : "uss"),
      askAll,
    }),
  };
}

/** Of those that are to be held until they end. */
function descendantsOf(ancestor: number, rows: readonly TableRow[]): number[] {
  const family = new Set([ancestor]);
  for (let size = 0; size !== family.size; ) {
    size = family.size;
    for (const { pid, ppid } of rows) if (family.has(ppid)) family.add(pid);
  }
  family.delete(ancestor);
  return [...family].slice(0, MOST_HELD);
}

const MOST_HELD = 500;

/** Unlike elsewhere, the time of interrupts is contained in that of the system. */
const systemOfWindows = (os: OsFigures): SystemSnapshot => systemOfOs({ ...os, cpu: { ...os.cpu, irq: 0 } });

function systemWith(system: SystemSnapshot, counters: CimSystem | null, slow: CimSystem | null, volumes: readonly CimVolume[] | null): SystemSnapshot {
  const { memory } = system;
  return {
    ...system,
    memory: memory && { ...memory, swapTotalBytes: slow?.memory?.swapTotalBytes ?? null, swapFreeBytes: slow?.memory?.swapFreeBytes ?? null },
    disks: counters?.disks ? new Map(counters.disks.flatMap(({ name, readBytes, writeBytes }) => (readBytes === null || writeBytes === null ? [] : [[name, { readBytes, writeBytes }]]))) : null,
    networks: counters?.networks ? new Map(counters.networks.flatMap(({ name, receivedBytes, sentBytes }) => (receivedBytes === null || sentBytes === null ? [] : [[name, { receivedBytes, sentBytes }]]))) : null,
    diskSpace: diskSpaceOf(slow?.volumes ?? volumes),
  };
}

function diskSpaceOf(volumes: readonly CimVolume[] | null): DiskSpace | null {
  const space = { totalBytes: 0, usedBytes: 0, freeBytes: 0 };
  for (const { totalBytes, freeBytes } of volumes ?? []) {
    if (totalBytes === null || freeBytes === null) continue;
    space.totalBytes += totalBytes;
    space.freeBytes += freeBytes;
    space.usedBytes += totalBytes - freeBytes;
  }
  return space.totalBytes === 0 ? null : space;
}
