import { toCimProcesses, type CimProcess } from "../../parsers/cim-processes.ts";
import { toCimVolumes, type CimVolume } from "../../parsers/cim-system.ts";
import { decodeWmic } from "../../parsers/wmic-bytes.ts";
import { parseWmicCsv } from "../../parsers/wmic-csv.ts";
import { parseWmicTable } from "../../parsers/wmic-table.ts";
import type { WmicRow } from "../../parsers/wmic-bytes.ts";
import { Tool, type ToolContext } from "../table/tool.ts";
import { wmicProcessProperties } from "./powershell-script.ts";

/** What a wmic knows that refuses the rest: one unknown property makes it refuse all. */
const fewProperties = ["CommandLine", "Name", "ParentProcessId", "ProcessId", "ThreadCount", "WorkingSetSize"];
const VOLUMES_EVERY_MS = 10_000;
/** Where the region's formats are not English, many a wmic does not find its own csv.xsl. */
const CSV = "/format:csv";

/** wmic, where there is no PowerShell: gone from Windows 11 24H2. One process a round. */
export class Wmic {
  readonly #context: ToolContext;
  /** The best first. */
  readonly #ways: readonly (readonly string[])[] = [
    [wmicProcessProperties.join(","), CSV],
    [wmicProcessProperties.join(",")],
    [fewProperties.join(",")],
  ];
  #way = 0;
  #processes: Tool<CimProcess[]>;
  readonly #volumes: Tool<CimVolume[]>;
  #hasAnswered = false;

  constructor(context: ToolContext) {
    this.#context = context;
    this.#processes = this.#toolOf(this.#ways[0]!);
    this.#volumes = new Tool({ ...context, warn: () => undefined, program: "wmic", args: ["logicaldisk", "get", "DeviceID,DriveType,FreeSpace,Size"], everyMs: VOLUMES_EVERY_MS, encoding: "latin1", parse: (text) => toCimVolumes(rowsOf(text, "DeviceID")) });
  }

  /** No way of asking it has ever been answered. */
  get isUnusable(): boolean {
    return this.#way === this.#ways.length;
  }

  async readProcesses(): Promise<CimProcess[] | null> {
    while (!this.isUnusable) {
      const processes = await this.#processes.read();
      if (processes !== null || this.#hasAnswered) {
        this.#hasAnswered = true;
        return processes;
      }
      // Slow is not refused.
      if (this.#processes.isRunning) return null;
      this.#way++;
      if (!this.isUnusable) this.#processes = this.#toolOf(this.#ways[this.#way]!);
    }
    return null;
  }

  readVolumes(): Promise<CimVolume[] | null> {
    return this.#volumes.read();
  }

  close(): void {
    this.#processes.close();
    this.#volumes.close();
  }

  #toolOf(what: readonly string[]): Tool<CimProcess[]> {
    // Whoever has no wmic is told so once, by the source.
    const parse = (text: string): CimProcess[] | null => {
      const processes = toCimProcesses(rowsOf(text, "ProcessId"));
      return processes.length === 0 ? null : processes;
    };
    return new Tool({ ...this.#context, warn: () => undefined, program: "wmic", args: ["process", "get", ...what], encoding: "latin1", parse, recordAs: () => "" });
  }
}

/** Wine's takes no notice of the format. */
function rowsOf(text: string, property: string): WmicRow[] {
  const decoded = decodeWmic(Uint8Array.from(text, (character) => character.charCodeAt(0)));
  return /^\s*Node,/m.test(decoded) ? parseWmicCsv(decoded) : parseWmicTable(decoded, property);
}
