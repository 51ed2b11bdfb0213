import { parseAmdSmiMetric } from "../../src/parsers/amd-smi-metric.ts";
import { parseAmdSmiProcesses } from "../../src/parsers/amd-smi-processes.ts";
import { parseAmdSmiStatic } from "../../src/parsers/amd-smi-static.ts";
import { parseIoregAccelerators } from "../../src/parsers/ioreg-accelerator.ts";
import { parseIoreg } from "../../src/parsers/ioreg.ts";
import { parseMacmon } from "../../src/parsers/macmon.ts";
import { parseNvtop } from "../../src/parsers/nvtop.ts";
import { parsePowermetrics } from "../../src/parsers/powermetrics.ts";
import { parsePpDpm } from "../../src/parsers/pp-dpm.ts";
import { parseRocmSmiConcise } from "../../src/parsers/rocm-smi-concise.ts";
import { parseRocmSmiCsv } from "../../src/parsers/rocm-smi-csv.ts";
import { parseRocmSmiList } from "../../src/parsers/rocm-smi-list.ts";
import { parseRocmSmi } from "../../src/parsers/rocm-smi-json.ts";
import type { ParserUnderTest } from "./linux-parsers.ts";

/** What the tools of AMD and Apple print; by the folder of fixtures/parsers that holds its pairs. */
export const gpuParsers: Readonly<Record<string, ParserUnderTest>> = {
  "amd-smi-metric": { parse: parseAmdSmiMetric, nothing: [], broken: '[{"gpu": 0, "usage": {"gfx_activity":', utf8: true },
  "amd-smi-process": { parse: parseAmdSmiProcesses, nothing: [], broken: '{"error": "no GPU"}', utf8: true },
  "amd-smi-static": { parse: parseAmdSmiStatic, nothing: [], broken: "ModuleNotFoundError: No module named 'amdsmi'", utf8: true },
  ioreg: { parse: parseIoreg, nothing: [], broken: "ioreg: error: can't find class", utf8: true },
  "ioreg-accelerator": { parse: parseIoregAccelerators, nothing: [], broken: '"PerformanceStatistics" = {"Device Utilization %"=4,', utf8: true },
  macmon: { parse: parseMacmon, nothing: [], broken: '{"gpu_power":0.5,"gpu_usage":[500,', utf8: true },
  nvtop: { parse: parseNvtop, nothing: [], broken: '[{"device_name": "NVIDIA Z100",', utf8: true },
  powermetrics: { parse: parsePowermetrics, nothing: [], broken: "powermetrics must be invoked as the superuser", utf8: true },
  "pp-dpm": { parse: parsePpDpm, nothing: [], broken: "0: fast *" },
  "rocm-smi-concise": { parse: parseRocmSmiConcise, nothing: [], broken: "0    47.0c  36.5W   1600Mhz", utf8: true },
  "rocm-smi-csv": { parse: parseRocmSmiCsv, nothing: { devices: [], processes: [] }, broken: "card0,12,17179869184", utf8: true },
  "rocm-smi-json": { parse: parseRocmSmi, nothing: { devices: [], processes: [] }, broken: "WARNING: No JSON data to report", utf8: true },
  "rocm-smi-list": { parse: parseRocmSmiList, nothing: { devices: [], processes: [] }, broken: "GPU[0]          : GPU use (%)", utf8: true },
};
