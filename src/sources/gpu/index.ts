import { findProgram, WSL_FOLDERS } from "../../host/find-program.ts";
import { streamProgram } from "../../host/stream-program.ts";
import { NvidiaSmiQueryGpu } from "../../parsers/nvidia-smi-query-gpu.ts";
import type { Warn } from "../source-warning.ts";
import type { GpuChoice, GpuSource } from "./gpu-source.ts";
import { NvidiaSource } from "./nvidia.ts";

export interface GpuSourceOptions {
  env: Readonly<Record<string, string | undefined>>;
  /** Which devices count. */
  gpus: GpuChoice;
  intervalSeconds: number;
  monotonicMs: () => number;
  later: (ms: number, act: () => void) => () => void;
  warn: Warn;
  /** A program that tells has ended. */
  onEnded: () => void;
}

/** What tells of this machine's GPUs; null: nothing does. */
export function createGpuSource({ env, warn, ...options }: GpuSourceOptions): GpuSource | null {
  const nvidiaSmi = findProgram("nvidia-smi", env, WSL_FOLDERS);
  if (nvidiaSmi === null) return null;
  return new NvidiaSource({
    ...options,
    env,
    program: nvidiaSmi,
    stream: streamProgram,
    makeDeviceReader: () => {
      const reader = new NvidiaSmiQueryGpu();
      return {
        push: (text) =>
          reader.push(text).map((round) =>
            round.map(({ index, uuid, name, utilization, memoryUsedBytes, memoryTotalBytes, powerWatts, temperatureCelsius }) => ({ index, uuid, name, usage: utilization, vramBytes: memoryUsedBytes, vramTotalBytes: memoryTotalBytes, powerWatts, temperatureCelsius })),
          ),
      };
    },
    onBroken: (problem) => warn({ code: "gpu_tool_broken", message: `nvidia-smi does not tell of the GPUs: ${problem}`, hint: "what does nvidia-smi say by itself?" }),
  });
}
