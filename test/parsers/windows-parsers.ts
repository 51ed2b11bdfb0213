import { parseCimProcesses } from "../../src/parsers/cim-processes.ts";
import { parseCimSystem } from "../../src/parsers/cim-system.ts";
import { parseGetCounter } from "../../src/parsers/get-counter.ts";
import { parseGetProcess } from "../../src/parsers/get-process.ts";
import { parsePowerShellLines } from "../../src/parsers/powershell-lines.ts";
import { parseTasklist } from "../../src/parsers/tasklist.ts";
import { parseTypeperf } from "../../src/parsers/typeperf.ts";
import { parseWmicCsv } from "../../src/parsers/wmic-csv.ts";
import { parseWmicTable } from "../../src/parsers/wmic-table.ts";
import { parseWmicValues } from "../../src/parsers/wmic-value.ts";
import type { ParserUnderTest } from "./linux-parsers.ts";

/** By the folder of fixtures/parsers that holds its pairs. */
export const windowsParsers: Readonly<Record<string, ParserUnderTest>> = {
  "cim-process": { parse: parseCimProcesses, nothing: [], broken: '[{"ProcessId":"many"}]' },
  "cim-system": { parse: parseCimSystem, nothing: { memory: null, processors: null, disks: null, networks: null, volumes: null }, broken: '{"Win32_OperatingSystem":' },
  "get-counter": { parse: parseGetCounter, nothing: [], broken: '[{"CookedValue":12.5}]', utf8: true },
  "get-process": { parse: parseGetProcess, nothing: [], broken: '[{"Id":"many"}]', utf8: true },
  "powershell-lines": { parse: parsePowerShellLines, nothing: [], broken: null },
  tasklist: { parse: parseTasklist, nothing: [], broken: "node.exe 4216 Console", utf8: true },
  typeperf: { parse: parseTypeperf, nothing: { counters: [], samples: [] }, broken: '"11/21/2025 09:12:44.603","12.345678"', utf8: true },
  "wmic-csv": { parse: parseWmicCsv, nothing: [], broken: "Node;Name;ProcessId" },
  "wmic-table": { parse: (text) => parseWmicTable(text, "ProcessId"), nothing: [], broken: "Name ProcessId: 4" },
  "wmic-value": { parse: parseWmicValues, nothing: [], broken: "TotalVisibleMemorySize 16651264" },
};
