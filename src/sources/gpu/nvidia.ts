import { type ComputeApp, NvidiaSmiQueryComputeApps } from "../../parsers/nvidia-smi-query-compute-apps.ts";
import { NvidiaSmiPmon, type PmonRow } from "../../parsers/nvidia-smi-pmon.ts";
import { chosenDevices } from "./visible-devices.ts";
import type { GpuChoice, GpuDevice, GpuProcess, GpuReading, GpuSource, RoundReader } from "./gpu-source.ts";
import { ToolStream, type ToolStreamOptions } from "./tool-stream.ts";

export interface NvidiaOptions extends Pick<ToolStreamOptions<unknown>, "stream" | "monotonicMs" | "later" | "onEnded"> {
  /** Where nvidia-smi is. */
  program: string;
  intervalSeconds: number;
  env: Readonly<Record<string, string | undefined>>;
  gpus: GpuChoice;
  makeDeviceReader: () => RoundReader<GpuDevice>;
  onBroken: (problem: string) => void;
}

const QUERY = "index,uuid,name,utilization.gpu,memory.used,memory.total,power.draw,temperature.gpu,mig.mode.current";
/** The time says where a reading begins. */
const APPS_QUERY = "timestamp,gpu_uuid,pid,used_memory";
/** It samples once a second by itself. */
const LEAST_SECONDS = 1;
/** Starting it takes seconds where nothing keeps the driver loaded. */
const FRESH_SECONDS = 3;

/** NVIDIA's GPUs, by two nvidia-smi that go on telling: of devices, and of the processes on them. Where the second does not tell all, a third does. */
export class NvidiaSource implements GpuSource {
  readonly #devices: ToolStream<GpuDevice>;
  readonly #processes: ToolStream<PmonRow>;
  readonly #startApps: () => ToolStream<ComputeApp>;
  #apps: ToolStream<ComputeApp> | null = null;
  /** When the processes should have been told of at last. */
  readonly #patienceEndsMs: number;
  readonly #monotonicMs: () => number;
  readonly #isVisible: (device: GpuDevice) => boolean;

  constructor({ program, intervalSeconds, env, gpus, makeDeviceReader, onBroken, ...rest }: NvidiaOptions) {
    const seconds = Math.max(LEAST_SECONDS, Math.round(intervalSeconds));
    const common = { ...rest, program, freshMs: Math.max(FRESH_SECONDS, 2.5 * seconds) * 1000 };
    const silent = { onBroken: () => undefined };
    this.#isVisible = chosenDevices(gpus, env["CUDA_VISIBLE_DEVICES"]);
    this.#monotonicMs = rest.monotonicMs;
    this.#patienceEndsMs = rest.monotonicMs() + common.freshMs;
    this.#devices = new ToolStream({ ...common, args: [`--query-gpu=${QUERY}`, "--format=csv", "-l", String(seconds)], makeReader: makeDeviceReader, onBroken });
    // Where there is no such view (WSL, old drivers), the memory of processes is asked for, and the devices' own figures are all else there is.
    this.#processes = new ToolStream({ ...common, ...silent, args: ["pmon", "-s", "um", "-d", String(seconds)], makeReader: () => new NvidiaSmiPmon() });
    this.#startApps = () => new ToolStream({ ...common, ...silent, args: [`--query-compute-apps=${APPS_QUERY}`, "--format=csv", "-l", String(seconds)], makeReader: () => new NvidiaSmiQueryComputeApps(), whenQuiet: [] });
  }

  read(): GpuReading | null {
    const all = this.#devices.read();
    if (all === null) return null;
    const devices = all.filter(this.#isVisible);
    const shown = new Set(devices.map(({ index }) => index));
    const told = this.#processes.read();
    if (this.#apps === null && this.#isIncomplete(all, told)) this.#apps = this.#startApps();
    return {
      devices,
      processes: processesOf(told, this.#apps?.read() ?? null, all)?.filter(({ index }) => shown.has(index)) ?? null,
      // Under MIG not even the device tells how busy it is.
      usageUnknownOf: devices.filter(({ index, usage }) => told?.some(({ gpu, sm }) => gpu === index && (usage !== null || sm !== null)) !== true).map(({ index }) => index),
    };
  }

  helperPids(): number[] {
    return [this.#devices.pid, this.#processes.pid, this.#apps?.pid ?? null].filter((pid) => pid !== null);
  }

  close(): void {
    this.#devices.close();
    this.#processes.close();
    this.#apps?.close();
  }

  /** pmon tells nothing, or not of all devices (of 4 at most in older drivers), or not of memory. */
  #isIncomplete(devices: readonly GpuDevice[], told: readonly PmonRow[] | null): boolean {
    if (told === null) return this.#processes.hasFailed || this.#monotonicMs() > this.#patienceEndsMs;
    const users = told.filter(({ pid }) => pid !== null);
    return devices.some(({ index }) => told.every(({ gpu }) => gpu !== index)) || (users.length > 0 && users.every(({ frameBufferBytes }) => frameBufferBytes === null));
  }
}

/** NVIDIA always tells on which GPU a process is. */
type ProcessOnGpu = GpuProcess & { index: number };

/** What pmon tells, with the memory and the processes that it does not tell of. null: neither tells anything. */
function processesOf(told: readonly PmonRow[] | null, apps: readonly ComputeApp[] | null, devices: readonly GpuDevice[]): ProcessOnGpu[] | null {
  if (told === null && apps === null) return null;
  const rows = (told ?? []).flatMap(({ gpu, pid, sm, frameBufferBytes }) => (pid === null ? [] : [{ index: gpu, pid, usage: sm, vramBytes: frameBufferBytes }]));
  for (const [key, { index, pid, vramBytes }] of memoryOf(apps ?? [], devices)) {
    const same = rows.filter((row) => keyOf(row) === key);
    if (same.length > 0 && same.every((row) => row.vramBytes === null)) same[0]!.vramBytes = vramBytes;
    // Where pmon tells of the device, the other one is only late.
    if (same.length === 0 && told?.some(({ gpu }) => gpu === index) !== true) rows.push({ index, pid, usage: null, vramBytes });
  }
  return rows;
}

/** Of each process on each device; slices of one device together. */
function memoryOf(apps: readonly ComputeApp[], devices: readonly GpuDevice[]): Map<string, ProcessOnGpu> {
  const processes = new Map<string, ProcessOnGpu>();
  for (const { gpuUuid, pid, memoryBytes } of apps) {
    // A slice may be told by a name of its own; then only where there is one device it is clear which.
    const device = devices.find(({ uuid }) => uuid !== null && uuid === gpuUuid) ?? (devices.length === 1 ? devices[0] : undefined);
    if (device === undefined) continue;
    const key = keyOf({ index: device.index, pid });
    const known = processes.get(key)?.vramBytes ?? null;
    processes.set(key, { index: device.index, pid, usage: null, vramBytes: memoryBytes === null ? known : (known ?? 0) + memoryBytes });
  }
  return processes;
}

const keyOf = ({ index, pid }: Pick<GpuProcess, "index" | "pid">): string => `${index} ${pid}`;
