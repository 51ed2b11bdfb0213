import type { CloudInfo } from "../clouds/cloud-info.ts";
import { findProgram, WSL_FOLDERS } from "../host/find-program.ts";
import type { Host } from "../host/host.ts";
import type { OwnChildren } from "../sample/ledger.ts";
import type { Sample } from "../sample/sample.ts";
import { Sampler, type SamplerOptions } from "../sample/sampler.ts";
import { createSources } from "../sources/index.ts";
import type { SourceWarning } from "../sources/source-warning.ts";
import type { Limits, ReapedChildren, ServerInfo, Sources } from "../sources/source.ts";
import type { GpuWatch } from "./gpu-watch.ts";
import { systemClock, Ticker, type Clock, type RowTime } from "./ticker.ts";

export interface MeasurementOptions extends Omit<SamplerOptions, "monotonicMs" | "cpuMs" | "ownPid" | "reapedAtStart"> {
  startMs: number;
  startWallMs: number;
  onSample: (sample: Sample) => void;
  /** This is the command line's own process, in which nobody else uses threads. */
  ownThreadsIdle: boolean;
}

/**
 * From the first reading to the last row. Whatever breaks in here is kept as a warning and costs the figures of one
 * tick; it never reaches the job.
 */
export class Measurement {
  readonly sampler: Sampler;
  readonly warnings: SourceWarning[] = [];
  readonly ticksPerSecond: number;
  limitsAtStart: Limits | null = null;
  limitsAtEnd: Limits | null = null;
  server: ServerInfo | null = null;
  /** Where the machine stands; null until it is found out, which nobody waits for. */
  cloud: CloudInfo | null = null;
  gpus: GpuWatch | null = null;
  elapsedSeconds = 0;
  /** CPU that the programs used which it started; null without any. */
  helperTicks: number | null = null;
  #isStopped = false;
  readonly #host: Host;
  readonly #options: MeasurementOptions;
  readonly #sources: Sources;
  readonly #reapedAtStart;
  /** The same when the last of our own helpers had ended. */
  #reapedBefore: ReapedChildren | null;
  #rootHasEnded = false;
  readonly #ticker: Ticker;
  /** Waiting for the tree, or for its root, to end. */
  #onTick: (() => void) | null = null;

  constructor(host: Host, options: MeasurementOptions, clock: Clock = systemClock) {
    this.#host = host;
    this.#options = options;
    this.#sources = createSources(host, { warn: (warning) => this.warnings.push(warning), ownThreadsIdle: options.ownThreadsIdle });
    this.ticksPerSecond = this.#sources.processes.ticksPerSecond;
    // We have waited for nobody of the job yet: its end is only noticed when this turn of the event loop is over.
    this.#reapedAtStart = this.#reapedBefore = this.#sources.processes.readReapedChildren();
    this.sampler = new Sampler(this.#sources, { ...options, ownPid: host.pid, reapedAtStart: this.#reapedAtStart, monotonicMs: () => clock.monotonicMs(), cpuMs: () => clock.cpuMs() });
    this.#guard("begin", () => this.sampler.begin());
    this.#ticker = new Ticker({
      clock,
      startMs: options.startMs,
      startWallMs: options.startWallMs,
      intervalMs: options.intervalSeconds * 1000,
      onLook: () => {
        const changed = this.#guard("look", () => this.sampler.look()) ?? false;
        this.#onTick?.();
        return changed;
      },
      onRow: (time) => this.#row(time, null),
    });
  }

  get rowsLate(): number {
    return this.#ticker.rowsLate;
  }

  get rowsMissed(): number {
    return this.#ticker.rowsMissed;
  }

  /** What need not be known at once: read after the job has begun to work, and again at the end to see what has changed. */
  async readSurroundings(withServer = true): Promise<void> {
    const limits = this.#guard("limits", () => this.#sources.readLimits()) ?? null;
    if (this.limitsAtStart === null) this.limitsAtStart = limits;
    else this.limitsAtEnd = limits;
    if (!withServer || this.server !== null) return;
    try {
      this.server = await this.#sources.readServerInfo();
    } catch (error) {
      this.#warn("server", error);
    }
  }

  /** Asks the cloud, where the firmware names one: a second at most, in the background. */
  async discoverCloud(): Promise<void> {
    try {
      const { cloudOfFirmware, discoverCloud } = await import("./discovery.ts");
      // A job may be over before the answer is there.
      this.cloud = await cloudOfFirmware(this.#host);
      this.cloud = await discoverCloud(this.#host, { inBackground: true });
    } catch (error) {
      this.#warn("cloud", error);
    }
  }

  /** Listens to what tells of the GPUs, where there is anything. */
  async watchGpus(): Promise<void> {
    try {
      if (!mayHaveGpus(this.#host)) return;
      const gpus = (await import("./gpu-watch.ts")).GpuWatch;
      if (!this.#isStopped) this.gpus = this.sampler.gpus = gpus.start(this.#host, this.#options.intervalSeconds, (warning) => this.warnings.push(warning), () => {
        // Until the root has ended, nobody else's time was added to ours.
        if (!this.#rootHasEnded) this.#reapedBefore = this.#sources.processes.readReapedChildren();
      });
    } catch (error) {
      this.#warn("gpu", error);
    }
  }

  /** The root has ended and we have waited for it: its exact totals are ours now. Ends the current row. */
  rootEnded(): void {
    this.#rootHasEnded = true;
    const now = this.#sources.processes.readReapedChildren();
    this.#row(this.#ticker.rowTime(), this.#reapedBefore && now ? { atStart: this.#reapedBefore, now } : null);
  }

  /** Resolves when no process of the tree is left, or after so many milliseconds. */
  treeEnded(patienceMs: number): Promise<void> {
    return this.#until(() => this.sampler.living === 0, patienceMs);
  }

  /** For a root that is no child of ours: resolves when it is gone, or nobody waits for it. */
  rootGone(): Promise<void> {
    return this.#until(() => !this.sampler.rootLives, Infinity);
  }

  /** Names of the programs of what still lives, one for each process. */
  livingPrograms(): string[] {
    return this.sampler.livingMembers().map(({ program }) => program.label);
  }

  livingPids(): number[] {
    this.#guard("look", () => this.sampler.look());
    return this.sampler.livingMembers().map(({ pid }) => pid);
  }

  /** Ends the current row without the root's end: the measuring is called off, or the root is nobody's child of ours. */
  lastRow(): void {
    this.#row(this.#ticker.rowTime(), null);
  }

  stop(): void {
    this.#isStopped = true;
    if (this.gpus) this.helperTicks = this.gpus.helperTicks() + ticksOf(this.#reapedBefore) - ticksOf(this.#reapedAtStart);
    this.gpus?.close();
    this.#ticker.stop();
    this.sampler.close();
  }

  #row(time: RowTime, ownChildren: OwnChildren | null): void {
    this.elapsedSeconds = time.elapsedSeconds;
    this.#guard("row", () => this.#options.onSample(this.sampler.row(time, ownChildren)));
    this.#onTick?.();
  }

  #until(reached: () => boolean, patienceMs: number): Promise<void> {
    if (reached()) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        this.#onTick = null;
        clearTimeout(timer);
        resolve();
      };
      const timer = patienceMs < 2 ** 31 ? setTimeout(done, patienceMs) : undefined;
      this.#onTick = () => {
        if (reached()) done();
      };
    });
  }

  #guard<T>(what: string, call: () => T): T | undefined {
    try {
      return call();
    } catch (error) {
      this.#warn(what, error);
      return undefined;
    }
  }

  #warn(what: string, error: unknown): void {
    const message = `Measuring failed (${what}): ${error instanceof Error ? error.message : String(error)}`;
    if (this.warnings.some((warning) => warning.message === message)) return;
    this.warnings.push({ code: "measuring_failed", message, hint: "figures of that moment are missing" });
  }
}

/** A few system calls: what tells of GPUs is only loaded where there may be any. */
function mayHaveGpus(host: Host): boolean {
  return (
    process.platform === "darwin" ||
    ["nvidia-smi", "amd-smi", "rocm-smi"].some((name) => findProgram(name, host.env, WSL_FOLDERS) !== null) ||
    // AMD's and Intel's, which the kernel tells of by itself.
    host.listFolder("/sys/class/drm")?.some((name) => /0x(1002|8086)/.test(host.readText(`/sys/class/drm/${name}/device/vendor`) ?? "")) === true
  );
}

const ticksOf = (reaped: ReapedChildren | null): number => (reaped === null ? 0 : reaped.cutime + reaped.cstime);
