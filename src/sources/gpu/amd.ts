import { parseRocmSmi } from "../../parsers/rocm-smi-json.ts";
import { readingsOfAmdSmi } from "./amd-smi.ts";
import type { AmdSysfs } from "./amd-sysfs.ts";
import type { GpuReading, GpuSource } from "./gpu-source.ts";
import { type Tell, ToolPoll, type ToolPollOptions } from "./tool-poll.ts";
import { showAmdDevices } from "./visible-devices.ts";

export interface AmdOptions extends Omit<ToolPollOptions<GpuReading>, "ways" | "onBroken"> {
  /** Where they are; null: nowhere. */
  amdSmi: string | null;
  rocmSmi: string | null;
  sysfs: AmdSysfs;
  env: Readonly<Record<string, string | undefined>>;
  onBroken: (problem: string) => void;
}

/** All that is needed; what a virtual machine's amd-smi does not know of it refuses, and is then asked for everything. */
const METRICS = ["--usage", "--power", "--temperature", "--mem-usage"];
const ROCM_SMI_ARGS = ["--showuse", "--showmeminfo", "vram", "--showpower", "--showtemp", "--showproductname", "--showuniqueid", "--showpids", "--json"];

/** AMD's GPUs, by amd-smi or the older rocm-smi; by the kernel alone, which tells of no processes, where there is neither, or none that works. */
export class AmdSource implements GpuSource {
  readonly #tool: ToolPoll<GpuReading> | null;
  readonly #sysfs: AmdSysfs;
  readonly #env: AmdOptions["env"];
  #isToolBroken = false;

  constructor({ amdSmi, rocmSmi, sysfs, env, onBroken, ...rest }: AmdOptions) {
    this.#sysfs = sysfs;
    this.#env = env;
    const ways = [...(amdSmi === null ? [] : [readingsOfAmdSmi(amdSmi, METRICS), readingsOfAmdSmi(amdSmi, [])]), ...(rocmSmi === null ? [] : [readingsOfRocmSmi(rocmSmi)])];
    this.#tool = ways.length === 0 ? null : new ToolPoll({ ...rest, ways, onBroken: (problem) => this.#giveUp(problem, onBroken) });
  }

  read(): GpuReading | null {
    const reading = this.#tool === null || this.#isToolBroken ? { devices: this.#sysfs.read(), processes: null } : this.#tool.read();
    if (reading === null) return null;
    const devices = showAmdDevices(reading.devices, this.#env);
    const shown = new Set(devices.map(({ index }) => index));
    return { devices, processes: reading.processes?.filter(({ index }) => index === null || shown.has(index)) ?? null };
  }

  helperPids(): number[] {
    return [];
  }

  close(): void {
    this.#tool?.close();
  }

  #giveUp(problem: string, onBroken: (problem: string) => void): void {
    this.#isToolBroken = true;
    onBroken(problem);
  }
}

function readingsOfRocmSmi(program: string): (tell: Tell) => Promise<GpuReading> {
  return async (tell) => {
    const { devices, processes } = parseRocmSmi(await tell(program, ROCM_SMI_ARGS));
    // On which GPUs a process is stays open, unless there is but one.
    const index = devices.length === 1 ? devices[0]!.index : null;
    return { devices, processes: processes.map(({ pid, vramBytes }) => ({ index, pid, usage: null, vramBytes })) };
  };
}
