import type { CloudInfo } from "../clouds/cloud-info.ts";
import type { Host } from "../host/host.ts";
import type { Accounting, Sensors } from "../report/report.ts";
import type { OwnChildren } from "../sample/ledger.ts";
import type { Sample } from "../sample/sample.ts";
import { Sampler, type SamplerOptions } from "../sample/sampler.ts";
import type { MemoryKind } from "../sample/tree-memory.ts";
import type { SourceWarning } from "../sources/source-warning.ts";
import type { Limits, OnHelperEnded, ReapedChildren, ServerInfo, Sources } from "../sources/source.ts";
import type { GpuWatch } from "./gpu-watch.ts";
import type { Hardware, HardwareOptions } from "./watch-hardware.ts";
import { systemClock, Ticker, type Clock, type RowTime } from "./ticker.ts";

export interface MeasurementOptions extends Omit<SamplerOptions, "monotonicMs" | "cpuMs" | "ownPid" | "reapedAtStart" | "ledger"> {
  startMs: number;
  startWallMs: number;
  onSample: (sample: Sample) => void;
}

/** What a measurement reads from. */
export interface MeasuredFrom {
  sources: Sources;
  /** Adds up where the kernel does not. */
  ledger?: SamplerOptions["ledger"];
  /** What could not be read; it grows. */
  warnings: SourceWarning[];
  /** Who wants to know when a program that was asked has ended. */
  helpers: { onEnded: OnHelperEnded };
}

/**
 * From the first reading to the last row. Whatever breaks in here is kept as a warning and costs the figures of one
 * tick; it never reaches the job.
 */
export class Measurement {
  readonly sampler: Sampler;
  readonly warnings: SourceWarning[];
  readonly ticksPerSecond: number;
  /** What memory is measured as: not everywhere what was asked for. */
  readonly memoryKind: MemoryKind;
  limitsAtStart: Limits | null = null;
  limitsAtEnd: Limits | null = null;
  server: ServerInfo | null = null;
  /** Where the machine stands; null until it is found out, which nobody waits for. */
  cloud: CloudInfo | null = null;
  /** null before the end, and where the machine tells nothing. */
  sensorsAtEnd: Sensors | null = null;
  #hardware: Hardware | null = null;
  elapsedSeconds = 0;
  /** CPU that the programs used which it started; null without any. */
  helperTicks: number | null = null;
  protected isStopped = false;
  protected readonly host: Host;
  protected readonly options: MeasurementOptions;
  protected readonly sources: Sources;
  readonly #reapedAtStart;
  /** The same when the last of our own helpers had ended. */
  #reapedBefore: ReapedChildren | null;
  protected rootHasEnded = false;
  protected readonly ticker: Ticker;
  /** Waiting for the tree, or for its root, to end. */
  #onTick: (() => void) | null = null;

  constructor(host: Host, { sources, ledger, warnings, helpers }: MeasuredFrom, options: MeasurementOptions, clock: Clock = systemClock) {
    this.host = host;
    this.options = options;
    this.sources = sources;
    this.warnings = warnings;
    const { processes } = sources;
    this.ticksPerSecond = processes.ticksPerSecond;
    // We have waited for nobody of the job yet: its end is only noticed when this turn of the event loop is over.
    this.#reapedAtStart = this.#reapedBefore = processes.readReapedChildren();
    this.memoryKind = sources.poll?.memoryKind(options.memoryKind) ?? options.memoryKind;
    this.sampler = new Sampler(sources, { ...options, memoryKind: this.memoryKind, ledger, ownPid: host.pid, reapedAtStart: this.#reapedAtStart, monotonicMs: () => clock.monotonicMs(), cpuMs: () => clock.cpuMs() });
    helpers.onEnded = () => this.#helperEnded();
    this.begin();
    this.ticker = new Ticker({
      clock,
      startMs: options.startMs,
      startWallMs: options.startWallMs,
      intervalMs: options.intervalSeconds * 1000,
      onLook: () => this.lookDue(),
      onRow: (time) => this.rowDue(time),
      asked: sources.poll,
    });
  }

  /** How its totals came about, where the kernel has no sum of its own. */
  get cpuBy(): Accounting["cpu"] {
    return "processes";
  }

  get ioBy(): Accounting["io"] {
    return "processes";
  }

  get rowsLate(): number {
    return this.ticker.rowsLate;
  }

  get rowsMissed(): number {
    return this.ticker.rowsMissed;
  }

  /** What need not be known at once: read after the job has begun to work, and again at the end to see what has changed. */
  async readSurroundings(withServer = true): Promise<void> {
    const limits = this.guard("limits", () => this.sources.readLimits()) ?? null;
    if (this.limitsAtStart === null) this.limitsAtStart = limits;
    else this.limitsAtEnd = limits;
    if (!withServer || this.server !== null) return;
    try {
      this.server = await this.sources.readServerInfo();
    } catch (error) {
      this.#warn("server", error);
    }
  }

  /** Asks the cloud, where the firmware names one: a second at most, in the background. */
  async discoverCloud(): Promise<void> {
    try {
      const { cloudOfFirmware, discoverCloud } = await import("./discovery.ts");
      // A job may be over before the answer is there.
      this.cloud = await cloudOfFirmware(this.host);
      this.cloud = await discoverCloud(this.host, { inBackground: true });
    } catch (error) {
      this.#warn("cloud", error);
    }
  }

  /** Listens to GPUs and sensors, where there are any. */
  async watchHardware(options: Pick<HardwareOptions, "gpu" | "gpus" | "system">): Promise<void> {
    try {
      const { watchHardware } = await import("./watch-hardware.ts");
      if (this.isStopped) return;
      const watched = await watchHardware({ ...options, host: this.host, intervalSeconds: this.options.intervalSeconds, warn: (warning) => this.warnings.push(warning), onHelperEnded: () => this.#helperEnded() });
      this.#hardware = watched;
      if (this.isStopped) this.#closeHardware();
      else this.sampler.gpus = watched.gpus;
    } catch (error) {
      this.#warn("hardware", error);
    }
  }

  get gpus(): GpuWatch | null {
    return this.#hardware?.gpus ?? null;
  }

  /** The root has ended and we have waited for it: its exact totals are ours now. Ends the current row. */
  rootEnded(): Promise<void> {
    this.rootHasEnded = true;
    const now = this.sources.processes.readReapedChildren();
    return this.endRow(this.#reapedBefore && now ? { atStart: this.#reapedBefore, now } : null);
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

  /** Calls with all that live now. */
  withLiving(act: (pids: number[]) => void): void {
    act(this.livingPids());
  }

  livingPids(): number[] {
    this.guard("look", () => this.sampler.look());
    return this.sampler.livingMembers().map(({ pid }) => pid);
  }

  /** Ends the current row without the root's end: the measuring is called off, or the root is nobody's child of ours. */
  lastRow(): Promise<void> {
    return this.endRow(null);
  }

  stop(): void {
    this.isStopped = true;
    if (this.gpus || this.sources.poll) this.helperTicks = (this.gpus?.helperTicks() ?? 0) + ticksOf(this.#reapedBefore) - ticksOf(this.#reapedAtStart);
    this.#closeHardware();
    this.ticker.stop();
    this.sampler.close();
  }

  /** The first readings. */
  protected begin(): void {
    this.guard("begin", () => this.sampler.begin());
  }

  /** It is time for a look. True when something has changed. */
  protected lookDue(): boolean {
    const changed = this.guard("look", () => this.sampler.look()) ?? false;
    this.#onTick?.();
    return changed;
  }

  protected rowDue(time: RowTime): void {
    this.row(time, null);
  }

  /** A row that ends now. */
  protected async endRow(ownChildren: OwnChildren | null): Promise<void> {
    this.row(this.ticker.rowTime(), ownChildren);
  }

  #closeHardware(): void {
    this.gpus?.close();
    this.sensorsAtEnd = this.guard("sensors", () => this.#hardware?.sensors?.stop()) ?? null;
  }

  /** Until the root has ended, nobody else's time was added to ours. It may have ended in this very moment, and been waited for. */
  #helperEnded(): void {
    setImmediate(() => {
      if (!this.rootHasEnded) this.#reapedBefore = this.sources.processes.readReapedChildren();
    });
  }

  protected row(time: RowTime, ownChildren: OwnChildren | null): void {
    this.elapsedSeconds = time.elapsedSeconds;
    this.guard("row", () => this.options.onSample(this.sampler.row(time, ownChildren)));
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

  protected guard<T>(what: string, call: () => T): T | undefined {
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

const ticksOf = (reaped: ReapedChildren | null): number => (reaped === null ? 0 : reaped.cutime + reaped.cstime);
