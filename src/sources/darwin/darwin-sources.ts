import { parseSysctl, parseSysctlValues } from "../../parsers/sysctl.ts";
import { emptySystemSnapshot, type SystemSnapshot } from "../../snapshot.ts";
import { limitsOfOs } from "../os-module/limits.ts";
import { serverInfoOfOs } from "../os-module/server-info.ts";
import { PsTable } from "../posix-ps/ps-table.ts";
import { RUN_ID_VARIABLE } from "../run-id.ts";
import type { ServerInfo, Sources } from "../source.ts";
import { ProcessTable } from "../table/process-table.ts";
import { RoundPoll } from "../table/round-poll.ts";
import type { ToolContext } from "../table/tool.ts";
import { DarwinSystem } from "./darwin-system.ts";
import { Footprints, withFootprints } from "./footprints.ts";

/** ps of macOS counts in hundredths of a second. */
const TICKS_PER_SECOND = 100;
const SERVER_PATIENCE_MS = 2000;

/** macOS: processes by ps and what they hold by top, the machine by its own tools. */
export async function createDarwinSources(context: ToolContext): Promise<Sources> {
  const { host } = context;
  const os = await host.readOs();
  const ps = new PsTable({ ...context, platform: "darwin", runIdVariable: RUN_ID_VARIABLE });
  const footprints = new Footprints(context);
  const machine = new DarwinSystem(context);
  const processes = new ProcessTable({
    ticksPerSecond: TICKS_PER_SECOND,
    // Nobody tells what those used that we have waited for.
    readReapedChildren: () => null,
    carriesRunId: (pid, id) => ps.carriesRunId(pid, id),
  });
  let system: SystemSnapshot = emptySystemSnapshot;
  const poll = new RoundPoll({
    monotonicMs: () => host.monotonicMs(),
    memoryKind: (wanted) => (wanted === "rss" ? null : "footprint"),
    askAll: async (endedPid) => {
      const [rows, memory, snapshot] = await Promise.all([ps.read(), footprints.read(), machine.read()]);
      if (rows) processes.update(withFootprints(rows, memory), endedPid);
      system = snapshot;
      return rows !== null;
    },
  });
  return {
    processes,
    system: {
      read: () => system,
      close: () => {
        ps.close();
        footprints.close();
        machine.close();
      },
    },
    readLimits: () => limitsOfOs(os),
    readServerInfo: () => readServerInfo(context, serverInfoOfOs(os)),
    poll,
  };
}

async function readServerInfo({ host }: ToolContext, known: ServerInfo): Promise<ServerInfo> {
  const run = async (program: string, args: string[]): Promise<string> => (await host.run(program, args, { timeoutMs: SERVER_PATIENCE_MS })).stdout;
  const [version, text] = await Promise.all([run("sw_vers", ["-productVersion"]), run("sysctl", ["hw.model", "machdep.cpu.brand_string", "vm.swapusage"])]);
  const values = parseSysctlValues(text);
  // Of what is no answer, parseSysctl() would say so.
  const { cpuModel, swapTotalBytes } = values.size === 0 ? { cpuModel: null, swapTotalBytes: null } : parseSysctl(text);
  return {
    ...known,
    os: /^\d[\d.]*$/.test(version.trim()) ? `macOS ${version.trim()}` : known.os,
    cpuModel: cpuModel ?? known.cpuModel,
    swapBytes: swapTotalBytes,
    vendor: "Apple Inc.",
    product: values.get("hw.model") ?? null,
  };
}
