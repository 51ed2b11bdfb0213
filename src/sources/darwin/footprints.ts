import { parseTopMem } from "../../parsers/top-mem.ts";
import type { TableRow } from "../table/process-table.ts";
import { Tool, type ToolContext } from "../table/tool.ts";

/** Of one CPU, top may take so much: it looks at every page of every process. */
const BUDGET = 0.02;
/** When a job begins there is nothing to see yet. */
const FIRST_AFTER_MS = 1000;

/** What each process has made the machine hold, as Activity Monitor shows it: ps is wrong in both directions there. */
export class Footprints {
  readonly #top: Tool<Map<number, number>>;

  constructor(context: ToolContext) {
    this.#top = new Tool({
      ...context,
      // Nobody waits for it: what it tells counts for the next round.
      patienceMs: 0,
      program: "top",
      args: ["-l", "1", "-stats", "pid,mem"],
      firstAfterMs: FIRST_AFTER_MS,
      budget: BUDGET,
      parse: (text) => {
        const rows = parseTopMem(text).processes.flatMap(({ pid, footprintBytes }): [number, number][] => (footprintBytes === null ? [] : [[pid, footprintBytes]]));
        return rows.length === 0 ? null : new Map(rows);
      },
    });
  }

  /** null: top was not asked this time, or has not answered. */
  read(): Promise<ReadonlyMap<number, number> | null> {
    return this.#top.read();
  }

  close(): void {
    this.#top.close();
  }
}

/** A footprint belongs to the resident size of its time: in rounds without one it is left out. */
export function withFootprints(rows: readonly TableRow[], footprints: ReadonlyMap<number, number> | null): TableRow[] {
  return rows.map((row) => ({ ...row, memoryBytes: footprints?.get(row.pid) ?? null }));
}
