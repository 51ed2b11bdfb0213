import { findProgram, WSL_FOLDERS } from "../../host/find-program.ts";
import type { Host } from "../../host/host.ts";
import { streamProgram } from "../../host/stream-program.ts";
import { NvidiaSmiQueryGpu } from "../../parsers/nvidia-smi-query-gpu.ts";
import type { Warn } from "../source-warning.ts";
import { AmdSysfs } from "./amd-sysfs.ts";
import { AmdSource } from "./amd.ts";
import { AppleSource } from "./apple.ts";
import { ChosenSource } from "./chosen.ts";
import { listDrmCards } from "./drm-cards.ts";
import type { GpuChoice, GpuSource } from "./gpu-source.ts";
import { IntelSource } from "./intel.ts";
import { NvidiaSource } from "./nvidia.ts";
import { type CountedSource, SeveralSources } from "./several.ts";

export interface GpuSourceOptions {
  host: Host;
  /** As in process.platform. */
  platform: string;
  /** Which devices count. */
  gpus: GpuChoice;
  /** Where a program of that name is, in PATH or in one of the other folders; and what starts one. */
  find?: (name: string, others: readonly string[]) => string | null;
  stream?: typeof streamProgram;
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
  const { host, platform, gpus, find = (name, others) => findProgram(name, host.env, others), stream = streamProgram } = options;
  const known: Known = { ...options, find, stream };
  const sources = [createNvidia(known), ...(platform === "darwin" ? [createApple(known)] : createAmdAndIntel(known))].filter((source) => source !== null);
  const all = sources.length > 1 ? new SeveralSources(sources) : (sources[0]?.source ?? null);
  return all !== null && Array.isArray(gpus) ? new ChosenSource(all, gpus) : all;
}

type Known = Required<GpuSourceOptions>;

function createNvidia({ host, gpus, intervalSeconds, find, stream, later, warn, onEnded }: Known): CountedSource | null {
  const program = find("nvidia-smi", WSL_FOLDERS);
  if (program === null) return null;
  const source = new NvidiaSource({
    env: host.env,
    intervalSeconds,
    monotonicMs: () => host.monotonicMs(),
    later,
    onEnded,
    program,
    stream,
    // Numbers count over all vendors, later.
    gpus: gpus === null ? null : "all",
    makeDeviceReader: () => {
      const reader = new NvidiaSmiQueryGpu();
      return {
        push: (text) =>
          reader.push(text).map((round) =>
            round.map(({ index, uuid, name, utilization, memoryUsedBytes, memoryTotalBytes, powerWatts, temperatureCelsius }) => ({ index, uuid, name, usage: utilization, vramBytes: memoryUsedBytes, vramTotalBytes: memoryTotalBytes, powerWatts, temperatureCelsius })),
          ),
      };
    },
    onBroken: (problem) => warnOf("nvidia-smi", problem, warn),
  });
  return { source, count: host.listFolder("/proc/driver/nvidia/gpus")?.length ?? 1 };
}

function createAmdAndIntel({ host, gpus, intervalSeconds, find, later, warn, onEnded }: Known): (CountedSource | null)[] {
  const cards = listDrmCards(host);
  const [amdSmi, rocmSmi] = ["amd-smi", "rocm-smi"].map((name) => find(name, ROCM_FOLDERS));
  const sysfs = new AmdSysfs(host, cards.filter(({ vendor }) => vendor === "0x1002"));
  const amd =
    amdSmi || rocmSmi || sysfs.count > 0
      ? new AmdSource({
          amdSmi: amdSmi ?? null,
          rocmSmi: rocmSmi ?? null,
          sysfs,
          // What was asked for by number is not hidden by the environment.
          env: gpus === null ? host.env : {},
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

function createApple({ host, intervalSeconds, find, later, warn, onEnded }: Known): CountedSource | null {
  const program = find("ioreg", MAC_FOLDERS);
  if (program === null) return null;
  const source = new AppleSource({ program, intervalSeconds, run: (...call) => host.run(...call), monotonicMs: () => host.monotonicMs(), later, onEnded, onBroken: (problem) => warnOf("ioreg", problem, warn) });
  return { source, count: 1 };
}

function warnOf(tool: string, problem: string, warn: Warn): void {
  warn({ code: "gpu_tool_broken", message: `${tool} does not tell of the GPUs: ${problem}`, hint: `what does ${tool} say by itself?` });
}
