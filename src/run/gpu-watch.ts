import type { Host } from "../host/host.ts";
import { parseProcPidStat } from "../parsers/proc-pid-stat.ts";
import { gpuOfSystem, gpuOfTree } from "../sample/gpu.ts";
import type { GpuUse } from "../report/report.ts";
import type { GpuSample } from "../sample/sample.ts";
import { createGpuSource } from "../sources/gpu/index.ts";
import type { GpuDevice } from "../sources/gpu/gpu-source.ts";
import type { SourceWarning } from "../sources/source-warning.ts";

/** The machine's GPUs while a job runs, and what was seen of each. */
export class GpuWatch {
  readonly #host: Host;
  readonly #source: NonNullable<ReturnType<typeof createGpuSource>>;
  readonly #seen = new Map<number, Seen>();
  /** Pids of the job's, also of those that have just ended, and whether any pid that was told of is one of this machine's. */
  readonly #own = new Set<number>();
  #pidsAreOurs = false;

  private constructor(host: Host, source: NonNullable<ReturnType<typeof createGpuSource>>) {
    this.#host = host;
    this.#source = source;
  }

  /** null: nothing on this machine tells of GPUs. `onEnded`: one of the programs that tell has ended and was waited for. */
  static start(host: Host, intervalSeconds: number, warn: (warning: SourceWarning) => void, onEnded: () => void): GpuWatch | null {
    const source = createGpuSource({
      host,
      platform: process.platform,
      intervalSeconds,
      later: (ms, act) => {
        const timer = setTimeout(act, ms);
        timer.unref();
        return () => clearTimeout(timer);
      },
      warn,
      onEnded,
    });
    return source === null ? null : new GpuWatch(host, source);
  }

  /** At a row. */
  sample(isMember: (pid: number) => boolean): { system: GpuSample; tree: GpuSample } {
    const reading = this.#source.read();
    for (const device of reading?.devices ?? []) this.#note(device);
    for (const { pid } of reading?.processes ?? []) {
      if (isMember(pid)) this.#own.add(pid);
      // In a container the host's may be told.
      if (!this.#pidsAreOurs) this.#pidsAreOurs = this.#own.has(pid) || this.#host.readText(`/proc/${pid}/stat`) != null;
    }
    return { system: gpuOfSystem(reading), tree: gpuOfTree(reading, (pid) => this.#own.has(pid), this.#pidsAreOurs) };
  }

  /** What each device did over the run, in their order. */
  uses(): GpuUse[] {
    const mib = (bytes: number | null): number | null => (bytes === null ? null : Math.round((bytes / 2 ** 20) * 1000) / 1000);
    return [...this.#seen.values()]
      .sort((a, b) => a.index - b.index)
      .map(({ index, name, samples, usageSum, vramPeakBytes, vramTotalBytes }) => ({
        index,
        name,
        usage_mean: samples === 0 ? null : Math.round((usageSum / samples) * 1e4) / 1e4,
        vram_peak_mib: mib(vramPeakBytes),
        vram_total_mib: mib(vramTotalBytes),
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

  #note({ index, name, usage, vramBytes, vramTotalBytes }: GpuDevice): void {
    const use = this.#seen.get(index) ?? { index, name, vramTotalBytes, vramPeakBytes: null, samples: 0, usageSum: 0 };
    this.#seen.set(index, use);
    // Some tools are asked for them later.
    use.name ??= name;
    use.vramTotalBytes ??= vramTotalBytes;
    if (vramBytes !== null) use.vramPeakBytes = Math.max(use.vramPeakBytes ?? 0, vramBytes);
    if (usage === null) return;
    use.samples++;
    use.usageSum += usage;
  }
}

/** What was seen of one GPU. */
interface Seen {
  index: number;
  name: string | null;
  vramTotalBytes: number | null;
  vramPeakBytes: number | null;
  /** Rows in which it told how busy it was, and the sum of that. */
  samples: number;
  usageSum: number;
}
