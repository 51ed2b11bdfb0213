import { parseNvidiaVisibleDevices } from "./visible-devices.ts";
import type { GpuDevice, GpuProcess, GpuReading, GpuSource, RoundReader } from "./gpu-source.ts";
import { ToolStream, type ToolStreamOptions } from "./tool-stream.ts";

export interface NvidiaOptions extends Pick<ToolStreamOptions<unknown>, "stream" | "monotonicMs" | "later" | "onEnded"> {
  /** Where nvidia-smi is. */
  program: string;
  intervalSeconds: number;
  env: Readonly<Record<string, string | undefined>>;
  makeDeviceReader: () => RoundReader<GpuDevice>;
  makeProcessReader: () => RoundReader<GpuProcess>;
  onBroken: (problem: string) => void;
}

const QUERY = "index,uuid,name,utilization.gpu,memory.used,memory.total,power.draw,temperature.gpu,mig.mode.current";
/** It samples once a second by itself. */
const LEAST_SECONDS = 1;
/** Starting it takes seconds where nothing keeps the driver loaded. */
const FRESH_SECONDS = 3;

/** NVIDIA's GPUs, by two nvidia-smi that go on telling: of devices, and of the processes on them. */
export class NvidiaSource implements GpuSource {
  readonly #devices: ToolStream<GpuDevice>;
  readonly #processes: ToolStream<GpuProcess>;
  readonly #isVisible: (device: GpuDevice) => boolean;

  constructor({ program, intervalSeconds, env, makeDeviceReader, makeProcessReader, onBroken, ...rest }: NvidiaOptions) {
    const seconds = Math.max(LEAST_SECONDS, Math.round(intervalSeconds));
    const common = { ...rest, program, freshMs: Math.max(FRESH_SECONDS, 2.5 * seconds) * 1000 };
    this.#isVisible = parseNvidiaVisibleDevices(env["CUDA_VISIBLE_DEVICES"]);
    this.#devices = new ToolStream({ ...common, args: [`--query-gpu=${QUERY}`, "--format=csv", "-l", String(seconds)], makeReader: makeDeviceReader, onBroken });
    // Where there is no such view (WSL, MIG, old drivers), the devices' own figures are all there is.
    this.#processes = new ToolStream({ ...common, args: ["pmon", "-s", "um", "-d", String(seconds)], makeReader: makeProcessReader, onBroken: () => undefined });
  }

  read(): GpuReading | null {
    const devices = this.#devices.read()?.filter(this.#isVisible);
    if (devices === undefined) return null;
    const shown = new Set(devices.map(({ index }) => index));
    return { devices, processes: this.#processes.read()?.filter(({ index }) => index === null || shown.has(index)) ?? null };
  }

  helperPids(): number[] {
    return [this.#devices.pid, this.#processes.pid].filter((pid) => pid !== null);
  }

  close(): void {
    this.#devices.close();
    this.#processes.close();
  }
}
