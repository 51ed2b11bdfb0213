import { parseNvidiaSmiDmon } from "../../src/parsers/nvidia-smi-dmon.ts";
import { parseNvidiaSmiList } from "../../src/parsers/nvidia-smi-list.ts";
import { parseNvidiaSmiLog } from "../../src/parsers/nvidia-smi-log.ts";
import { parseNvidiaSmiOverview } from "../../src/parsers/nvidia-smi-overview.ts";
import { NvidiaSmiPmon } from "../../src/parsers/nvidia-smi-pmon.ts";
import { parseNvidiaSmiQueryComputeApps } from "../../src/parsers/nvidia-smi-query-compute-apps.ts";
import { parseNvidiaSmiQueryGpu } from "../../src/parsers/nvidia-smi-query-gpu.ts";
import { parseNvidiaSmiXml } from "../../src/parsers/nvidia-smi-xml.ts";
import type { ParserUnderTest } from "./linux-parsers.ts";

/** By the folder of fixtures/parsers that holds its pairs. What nvidia-smi prints between the lines of a table is passed over. */
export const nvidiaParsers: Readonly<Record<string, ParserUnderTest>> = {
  "nvidia-smi-dmon": { parse: parseNvidiaSmiDmon, nothing: [], broken: null, utf8: true },
  "nvidia-smi-list": { parse: parseNvidiaSmiList, nothing: [], broken: null, utf8: true },
  "nvidia-smi-log": { parse: parseNvidiaSmiLog, nothing: [], broken: null, utf8: true },
  "nvidia-smi-overview": { parse: parseNvidiaSmiOverview, nothing: { driverVersion: null, gpus: [], processes: [] }, broken: null, utf8: true },
  "nvidia-smi-pmon": { parse: (text) => new NvidiaSmiPmon().push(`${text}\n`), nothing: [], broken: null, utf8: true },
  "nvidia-smi-query-compute-apps": { parse: (text) => parseNvidiaSmiQueryComputeApps(text), nothing: [], broken: null, utf8: true },
  "nvidia-smi-query-gpu": { parse: (text) => parseNvidiaSmiQueryGpu(text), nothing: [], broken: null, utf8: true },
  "nvidia-smi-xml": { parse: parseNvidiaSmiXml, nothing: [], broken: null, utf8: true },
};
