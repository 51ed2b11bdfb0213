import { parseAmdSmiMetric } from "../../parsers/amd-smi-metric.ts";
import { parseAmdSmiProcesses } from "../../parsers/amd-smi-processes.ts";
import { type AmdSmiCard, parseAmdSmiStatic } from "../../parsers/amd-smi-static.ts";
import type { GpuDevice, GpuProcess, GpuReading } from "./gpu-source.ts";
import type { Tell } from "./tool-poll.ts";

/** After so many failures in a row nobody asks it for processes any more. */
const MOST_FAILURES = 4;

/** Readings by amd-smi: of the devices, then of who uses them; what they are called is asked for once, and nobody waits for it. */
export function readingsOfAmdSmi(program: string, metrics: readonly string[]): (tell: Tell) => Promise<GpuReading> {
  let cards: AmdSmiCard[] | null = null;
  let failures = 0;
  return async (tell) => {
    const gpus = parseAmdSmiMetric(await tell(program, ["metric", ...metrics, "--json"]));
    if (cards === null) {
      cards = [];
      tell(program, ["static", "--asic", "--json"]).then((text) => (cards = parseAmdSmiStatic(text))).catch(() => undefined);
    }
    const processes = failures < MOST_FAILURES ? await tell(program, ["process", "--json"]).then(parseAmdSmiProcesses).catch(() => null) : null;
    failures = processes === null ? failures + 1 : 0;
    const devices = gpus.map((gpu) => ({ ...gpu, uuid: null, name: null, ...cards?.find(({ index }) => index === gpu.index) }));
    return { devices, processes: processes === null ? null : onceEach(processes.map(({ gpu, pid, vramBytes }) => ({ index: gpu, pid, usage: null, vramBytes })), devices) };
  };
}

/**
 * Some releases list under each GPU all processes with all the memory that they have anywhere. Where every GPU has the same list, and
 * that is more than they hold, each process is counted once.
 */
function onceEach(processes: readonly (GpuProcess & { index: number })[], devices: readonly GpuDevice[]): GpuProcess[] {
  const listOf = (index: number): string => processes.filter((one) => one.index === index).map(({ pid, vramBytes }) => `${pid} ${vramBytes}`).sort().join();
  const [first, ...others] = devices;
  const told = processes.reduce((sum, { vramBytes }) => sum + (vramBytes ?? 0), 0);
  const held = devices.reduce((sum, { vramBytes }) => sum + (vramBytes ?? Infinity), 0);
  if (first === undefined || others.length === 0 || told <= held || others.some(({ index }) => listOf(index) !== listOf(first.index))) return [...processes];
  return processes.filter(({ index }) => index === first.index).map((process) => ({ ...process, index: null }));
}
