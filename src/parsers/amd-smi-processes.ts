import { parseAmdSmiRecords } from "./amd-smi-json.ts";
import { amdText, amdValue, firstAmdValue, isRecord } from "./amd-value.ts";

/** One process on one GPU. */
export interface AmdSmiProcess {
  gpu: number;
  pid: number;
  name: string | null;
  vramBytes: number | null;
}

/**
 * `amd-smi process --json`: who uses each GPU. How much GPU time a process had is told as 0 ns also of those that keep it busy, so that
 * it is not read. Some releases list every process under every GPU, with the same figures.
 *
 * ```text
 * [{"gpu": 0, "process_list": [{"process_info": {"name": "python3", "pid": 4711, "mem_usage": {"value": 1024, "unit": "B"}}}]},
 *  {"gpu": 1, "process_list": [{"process_info": "No running processes detected"}]}]
 * ```
 * https://rocm.docs.amd.com/projects/amdsmi/en/latest/how-to/amdsmi-cli-tool.html
 */
export function parseAmdSmiProcesses(text: string): AmdSmiProcess[] {
  return parseAmdSmiRecords(text, "amd-smi process").flatMap(({ index, record }) => {
    const list: unknown = record["process_list"];
    return Array.isArray(list) ? list.flatMap((entry: unknown) => toProcess(index, isRecord(entry) && "process_info" in entry ? entry["process_info"] : entry)) : [];
  });
}

function toProcess(gpu: number, info: unknown): AmdSmiProcess[] {
  if (!isRecord(info)) return [];
  const pid = amdValue(info["pid"], "B");
  if (pid === null || !Number.isInteger(pid) || pid === 0) return [];
  // The memory that the kernel's compute driver knows of is missing in the one on some machines, in the other on others.
  const vram = firstAmdValue(info, ["memory_usage.vram_mem"], "B");
  return [{ gpu, pid, name: amdText(info["name"]), vramBytes: vram === null || vram === 0 ? (firstAmdValue(info, ["mem_usage", "mem"], "B") ?? vram) : vram }];
}
