import { parseCimProcesses } from "../../src/parsers/cim-processes.ts";
import { parseCimSystem } from "../../src/parsers/cim-system.ts";
import { parsePowerShellLines } from "../../src/parsers/powershell-lines.ts";
import { parseWmicCsv } from "../../src/parsers/wmic-csv.ts";
import { parseWmicTable } from "../../src/parsers/wmic-table.ts";
import { parseWmicValues } from "../../src/parsers/wmic-value.ts";
import type { ParserUnderTest } from "./linux-parsers.ts";

/** By the folder of fixtures/parsers that holds its pairs. */
export const windowsParsers: Readonly<Record<string, ParserUnderTest>> = {
  "cim-process": { parse: parseCimProcesses, nothing: [], broken: '[{"ProcessId":"many"}]' },
  "cim-system": { parse: parseCimSystem, nothing: { memory: null, processors: null, disks: null, networks: null, volumes: null }, broken: '{"Win32_OperatingSystem":' },
  "powershell-lines": { parse: parsePowerShellLines, nothing: [], broken: null },
  "wmic-csv": { parse: parseWmicCsv, nothing: [], broken: "Node;Name;ProcessId" },
  "wmic-table": { parse: (text) => parseWmicTable(text, "ProcessId"), nothing: [], broken: "Name ProcessId: 4" },
  "wmic-value": { parse: parseWmicValues, nothing: [], broken: "TotalVisibleMemorySize 16651264" },
};
