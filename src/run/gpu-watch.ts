import type { Host } from "../host/host.ts";
import { parseProcPidStat } from "../parsers/proc-pid-stat.ts";
import { gpuOfSystem, gpuOfTree } from "../sample/gpu.ts";
import type { GpuUse } from "../report/report.ts";
import type { GpuSample } from "../sample/sample.ts";
import { createGpuSource } from "../sources/gpu/index.ts";
import type { GpuChoice, GpuDevice, GpuReading } from "../sources/gpu/gpu-source.ts";
import type { SourceWarning } from "../sources/source-warning.ts";
import { Figure } from "./figure.ts";
import { GpuOwners } from "./gpu-owners.ts";

/** The machine's GPUs while a job runs, and what was seen of each. */
export class GpuWatch {
  readonly #host: Host;
  readonly #source: NonNullable<ReturnType<typeof createGpuSource>>;
  readonly #seen = new Map<number, Seen>();
  readonly #owners: GpuOwners;
  /** By number; [] once it is known whether they are there. */
  #wanted: readonly number[];
  readonly #warn: (warning: SourceWarning) => void;

  private constructor(host: Host, source: NonNullable<ReturnType<typeof createGpuSource>>, gpus: GpuChoice, warn: (warning: SourceWarning) => void) {
    this.#host = host;
    this.#source = source;
    this.#owners = new GpuOwners(host);
    this.#wanted = Array.isArray(gpus) ? gpus : [];
    this.#warn = warn;
  }

  /** null: nothing on this machine tells of GPUs. `onEnded`: one of the programs that tell has ended and was waited for. */
  static start(host: Host, intervalSeconds: number, gpus: GpuChoice, warn: (warning: SourceWarning) => void, onEnded: () => void): GpuWatch | null {
    const source = createGpuSource({
      host,
      platform: process.platform,
      gpus,
      intervalSeconds,
      later: (ms, act) => {
        const timer = setTimeout(act, ms);
        timer.unref();
        return () => clearTimeout(timer);
      },
      warn,
      onEnded,
    });
    return source === null ? null : new GpuWatch(host, source, gpus, warn);
  }

  /** At a row. */
  sample(members: ReadonlyMap<number, unknown>): { system: GpuSample; tree: GpuSample } {
    const reading = this.#source.read();
    if (reading !== null) this.#missWanted(reading.devices);
    this.#owners.note([...new Set(reading?.processes?.map(({ pid }) => pid))], members);
    const tree = (of: GpuReading | null): GpuSample => gpuOfTree(of, (pid) => this.#owners.owns(pid), this.#owners.pidsAreOurs);
    for (const device of reading?.devices ?? []) this.#note(device, tree({ ...reading, devices: [device], processes: reading!.processes?.filter(({ index }) => index === device.index) ?? null }));
    return { system: gpuOfSystem(reading), tree: tree(reading) };
  }

  /** What each device did over the run, in their order. */
  uses(): GpuUse[] {
    const rounded = (value: number | null, decimals: number): number | null => (value === null ? null : Number(value.toFixed(decimals)));
    const mib = (bytes: number | null): number | null => rounded(bytes === null ? null : bytes / 2 ** 20, 3);
    return [...this.#seen.values()]
      .sort((a, b) => a.device.index - b.device.index)
      .map(({ device: { index, name, vramTotalBytes }, usage, ownUsage, vram, ownVram, power, temperature }) => ({
        index,
        name,
        usage_mean: rounded(usage.mean, 4),
        process_usage_mean: rounded(ownUsage.mean, 4),
        vram_peak_mib: mib(vram.most),
        process_vram_peak_mib: mib(ownVram.most),
        vram_total_mib: mib(vramTotalBytes),
        power_mean_watts: rounded(power.mean, 2),
        temperature_max_celsius: temperature.most,
      }));
  }

  /** CPU ticks of the programs that it listens to now. */
  helperTicks(): number {
    return this.#source.helperPids().reduce((sum, pid) => {
      const text = this.#host.readText(`/proc/${pid}/stat`);
      const stat = text ? parseProcPidStat(text, 1) : null;
      return sum + (stat === null ? 0 : stat.utime + stat.stime);
    }, 0);
  }

  close(): void {
    this.#source.close();
  }

  #missWanted(devices: readonly GpuDevice[]): void {
    const missing = this.#wanted.filter((wanted) => devices.every(({ index }) => index !== wanted));
    this.#wanted = [];
    if (missing.length > 0) this.#warn({ code: "gpu_missing", message: `There is no GPU ${missing.join(", ")} to measure`, hint: "nvidia-smi -L lists them with their numbers" });
  }

  #note(device: GpuDevice, own: GpuSample): void {
    const seen = this.#seen.get(device.index) ?? { device, usage: new Figure(), ownUsage: new Figure(), vram: new Figure(), ownVram: new Figure(), power: new Figure(), temperature: new Figure() };
    this.#seen.set(device.index, seen);
    // Some tools are asked for them later.
    seen.device = { ...device, name: device.name ?? seen.device.name, vramTotalBytes: device.vramTotalBytes ?? seen.device.vramTotalBytes };
    seen.usage.add(device.usage);
    seen.ownUsage.add(own.usage);
    seen.vram.add(device.vramBytes);
    seen.ownVram.add(own.vramBytes);
    seen.power.add(device.powerWatts);
    seen.temperature.add(device.temperatureCelsius);
  }
}

/** What was seen of one GPU. */
interface Seen {
  device: GpuDevice;
  usage: Figure;
  ownUsage: Figure;
  vram: Figure;
  ownVram: Figure;
  power: Figure;
  temperature: Figure;
}
