import { findProgram, WSL_FOLDERS } from "../../host/find-program.ts";
import type { Host } from "../../host/host.ts";
import { streamProgram } from "../../host/stream-program.ts";
import { NvidiaSmiPmon } from "../../parsers/nvidia-smi-pmon.ts";
import { NvidiaSmiQueryGpu } from "../../parsers/nvidia-smi-query-gpu.ts";
import type { Warn } from "../source-warning.ts";
import { AmdSysfs } from "./amd-sysfs.ts";
import { AmdSource } from "./amd.ts";
import { AppleSource } from "./apple.ts";
import { listDrmCards } from "./drm-cards.ts";
import type { GpuSource } from "./gpu-source.ts";
import { IntelSource } from "./intel.ts";
import { NvidiaSource } from "./nvidia.ts";
import { type CountedSource, SeveralSources } from "./several.ts";

export interface GpuSourceOptions {
  host: Host;
  /** As in process.platform. */
  platform: string;
  intervalSeconds: number;
  later: (ms: number, act: () => void) => () => void;
  warn: Warn;
  /** A program that tells has ended. */
  onEnded: () => void;
}

/** Where ROCm and macOS keep them, in whose PATH they are or not. */
const ROCM_FOLDERS: readonly string[] = ["/opt/rocm/bin"];
const MAC_FOLDERS: readonly string[] = ["/usr/sbin"];

/** What tells of this machine's GPUs; null: nothing does. */
export function createGpuSource(options: GpuSourceOptions): GpuSource | null {
  const sources = [createNvidia(options), ...(options.platform === "darwin" ? [createApple(options)] : createAmdAndIntel(options))].filter((source) => source !== null);
  return sources.length > 1 ? new SeveralSources(sources) : (sources[0]?.source ?? null);
}

function createNvidia({ host, intervalSeconds, later, warn, onEnded }: GpuSourceOptions): CountedSource | null {
  const program = findProgram("nvidia-smi", host.env, WSL_FOLDERS);
  if (program === null) return null;
  const source = new NvidiaSource({
    env: host.env,
    intervalSeconds,
    monotonicMs: () => host.monotonicMs(),
    later,
    onEnded,
    program,
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
    makeProcessReader: () => {
      const reader = new NvidiaSmiPmon();
      return { push: (text) => reader.push(text).map((round) => round.flatMap(({ gpu, pid, sm, frameBufferBytes }) => (pid === null ? [] : [{ index: gpu, pid, usage: sm, vramBytes: frameBufferBytes }]))) };
    },
    onBroken: (problem) => warnOf("nvidia-smi", problem, warn),
  });
  return { source, count: host.listFolder("/proc/driver/nvidia/gpus")?.length ?? 1 };
}

function createAmdAndIntel({ host, intervalSeconds, later, warn, onEnded }: GpuSourceOptions): (CountedSource | null)[] {
  const cards = listDrmCards(host);
  const [amdSmi, rocmSmi] = ["amd-smi", "rocm-smi"].map((name) => findProgram(name, host.env, ROCM_FOLDERS));
  const sysfs = new AmdSysfs(host, cards.filter(({ vendor }) => vendor === "0x1002"));
  const amd =
    amdSmi || rocmSmi || sysfs.count > 0
      ? new AmdSource({
          amdSmi: amdSmi ?? null,
          rocmSmi: rocmSmi ?? null,
          sysfs,
          env: host.env,
          intervalSeconds,
          run: (...call) => host.run(...call),
          monotonicMs: () => host.monotonicMs(),
          later,
          onEnded,
          onBroken: (problem) => warnOf(amdSmi ? "amd-smi" : "rocm-smi", problem, warn),
        })
      : null;
  const intel = new IntelSource(host, cards.filter(({ vendor }) => vendor === "0x8086"));
  return [amd && { source: amd, count: Math.max(1, sysfs.count) }, intel.count > 0 ? { source: intel, count: intel.count } : null];
}

function createApple({ host, intervalSeconds, later, warn, onEnded }: GpuSourceOptions): CountedSource | null {
  const program = findProgram("ioreg", host.env, MAC_FOLDERS);
  if (program === null) return null;
  const source = new AppleSource({ program, intervalSeconds, run: (...call) => host.run(...call), monotonicMs: () => host.monotonicMs(), later, onEnded, onBroken: (problem) => warnOf("ioreg", problem, warn) });
  return { source, count: 1 };
}

function warnOf(tool: string, problem: string, warn: Warn): void {
  warn({ code: "gpu_tool_broken", message: `${tool} does not tell of the GPUs: ${problem}`, hint: `what does ${tool} say by itself?` });
}
