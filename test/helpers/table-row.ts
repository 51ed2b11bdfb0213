import type { Host } from "../../src/host/host.ts";
import type { SourceWarning } from "../../src/sources/source-warning.ts";
import type { TableRow } from "../../src/sources/table/process-table.ts";
import type { ToolContext } from "../../src/sources/table/tool.ts";

/** A process of which a test says only what matters. */
export function tableRow(sketch: Partial<TableRow> & { pid: number }): TableRow {
  return {
    ppid: 1,
    startSeconds: 1000,
    comm: "job",
    commandLine: ["job"],
    state: "S",
    userSeconds: 0,
    systemSeconds: 0,
    threads: 1,
    rssBytes: 2 ** 20,
    memoryBytes: null,
    peakRssBytes: null,
    faults: 0,
    io: null,
    ...sketch,
  };
}

/** What tools share, and what they have said. */
export function toolContext(host: Host): ToolContext & { warnings: SourceWarning[]; ended: { count: number } } {
  const warnings: SourceWarning[] = [];
  const ended = { count: 0 };
  return { host, warn: (warning) => warnings.push(warning), onHelperEnded: () => ended.count++, patienceMs: 800, warnings, ended };
}
