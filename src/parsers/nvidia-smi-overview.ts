import { nvidiaSmiText, nvidiaSmiValue } from "./nvidia-smi-value.ts";
import { linesOf } from "./words.ts";

/** What there is at one moment. */
export interface NvidiaSmiOverview {
  driverVersion: string | null;
  gpus: OverviewGpu[];
  processes: OverviewProcess[];
}

export interface OverviewGpu {
  index: number;
  /** Old drivers cut it: "NVIDIA GeForce ...". */
  name: string;
  /** 0..1; null under MIG, and where the driver does not tell. */
  utilization: number | null;
  memoryUsedBytes: number | null;
  memoryTotalBytes: number | null;
  powerWatts: number | null;
  temperatureCelsius: number | null;
}

export interface OverviewProcess {
  gpu: number;
  pid: number;
  type: string;
  /** Cut on the left: "...bin/python". */
  name: string | null;
  memoryBytes: number | null;
}

/**
 * `nvidia-smi` without options: a box for people.
 * ```text
 * |   0  NVIDIA Z100 80GB               On  |   00000000:04:00.0 Off |                    0 |
 * | N/A   33C    P0             70W /  700W |   12345MiB /  81920MiB |     45%      Default |
 * |    0   N/A  N/A      4711      C   python                                     12340MiB |
 * ```
 * Old drivers do not tell a process's MIG slice. nvidia-smi(1)
 */
export function parseNvidiaSmiOverview(text: string): NvidiaSmiOverview {
  const overview: NvidiaSmiOverview = { driverVersion: /Driver Version:\s+([\d.]{1,20})/.exec(text)?.[1] ?? null, gpus: [], processes: [] };
  for (const line of linesOf(text)) {
    const inside = line.length > 500 ? "" : (/^\s*\|(.*)\|\s*$/.exec(line)?.[1] ?? "");
    const [, index, name] = /^\s*(\d{1,4})\s+(\S.*?)\s+(?:On|Off|N\/A|WDDM|TCC|MCDM|ERR!)\s*\|\s*[\dA-F]{4,8}:/i.exec(inside) ?? [];
    const [, gpu, pid, type, program = "", memory = ""] = /^\s*(\d{1,4})\s+(?:(?:\d+|N\/A)\s+(?:\d+|N\/A)\s+)?(\d{1,10})\s+([CGM+]{1,3})\s+(.*?)\s+(\S+)\s*$/.exec(inside) ?? [];
    const last = overview.gpus.at(-1);
    if (name !== undefined) overview.gpus.push({ index: Number(index), name, utilization: null, memoryUsedBytes: null, memoryTotalBytes: null, powerWatts: null, temperatureCelsius: null });
    else if (type !== undefined) overview.processes.push({ gpu: Number(gpu), pid: Number(pid), type, name: nvidiaSmiText(program), memoryBytes: nvidiaSmiValue(memory, "MiB") });
    else if (last?.memoryTotalBytes === null) readFigures(inside, last);
  }
  return overview;
}

/** "N/A   33C    P0   70W /  700W |   12345MiB /  81920MiB |     45%      Default": the line below a GPU's name. */
function readFigures(inside: string, gpu: OverviewGpu): void {
  const [, state = "", memory = "", use = ""] = /^([^|]*)\|([^|]*)\|([^|]*)$/.exec(inside) ?? [];
  const [used = "", total = ""] = memory.split("/");
  gpu.memoryUsedBytes = nvidiaSmiValue(used, "MiB");
  gpu.memoryTotalBytes = nvidiaSmiValue(total, "MiB");
  gpu.utilization = nvidiaSmiValue(/\d+%/.exec(use)?.[0] ?? "", "%");
  gpu.temperatureCelsius = nvidiaSmiValue(/\b\d+C\b/.exec(state)?.[0] ?? "", "C");
  // The first of two is what it draws, the second what it may.
  gpu.powerWatts = nvidiaSmiValue(/(\d+W)\s*\//.exec(state)?.[1] ?? "", "W");
}
