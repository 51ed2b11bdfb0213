import { emptySystemSnapshot, type SystemSnapshot } from "../../snapshot.ts";
import { BsdSystem } from "../bsd/bsd-system.ts";
import { isBsd } from "../bsd/is-bsd.ts";
import { readBsdInfo } from "../bsd/server-info.ts";
import { RUN_ID_VARIABLE } from "../run-id.ts";
import { limitsOfOs } from "../os-module/limits.ts";
import { serverInfoOfOs } from "../os-module/server-info.ts";
import type { Sources } from "../source.ts";
import { ProcessTable } from "../table/process-table.ts";
import { RoundPoll } from "../table/round-poll.ts";
import type { ToolContext } from "../table/tool.ts";
import { PsTable } from "./ps-table.ts";
import { UnixSystem } from "./unix-system.ts";

export interface PsSourcesOptions extends ToolContext {
  platform: string;
  /** What /proc tells of the machine, where there is one. */
  linux: Sources | null;
}

/** ps counts in hundredths of a second, where it does not count in whole ones. */
const TICKS_PER_SECOND = 100;

/** Any system with a ps: processes by that, the machine by what Node and df tell, and a BSD's own tools. */
export async function createPsSources({ platform, linux, ...context }: PsSourcesOptions): Promise<Sources> {
  const { host } = context;
  const os = await host.readOs();
  const ps = new PsTable({ ...context, platform, runIdVariable: RUN_ID_VARIABLE });
  const bsd = isBsd(platform) ? new BsdSystem(context, platform) : null;
  const unix = linux ? null : (bsd ?? new UnixSystem(context));
  const processes = new ProcessTable({
    ticksPerSecond: linux?.processes.ticksPerSecond ?? TICKS_PER_SECOND,
    readReapedChildren: () => linux?.processes.readReapedChildren() ?? null,
    carriesRunId: (pid, id) => ps.carriesRunId(pid, id),
  });
  let system: SystemSnapshot = emptySystemSnapshot;
  const poll = new RoundPoll({
    monotonicMs: () => host.monotonicMs(),
    // A page that several share counts in each: ps does not tell them apart.
    memoryKind: () => "rss",
    askAll: async (endedPid) => {
      const [rows, machine] = await Promise.all([ps.read(endedPid !== null), unix?.read() ?? null]);
      if (rows) processes.update(rows, endedPid);
      if (machine) system = machine;
      return rows !== null || machine !== null;
    },
  });
  return {
    processes,
    system: {
      read: () => linux?.system.read() ?? system,
      close: () => {
        ps.close();
        unix?.close();
        linux?.system.close();
        linux?.processes.close();
      },
    },
    readLimits: () => linux?.readLimits() ?? limitsOfOs(os),
    readServerInfo: async () => linux?.readServerInfo() ?? (bsd ? readBsdInfo(host, await bsd.readSwap(), serverInfoOfOs(os)) : serverInfoOfOs(os)),
    poll,
  };
}
