import type { Accounting } from "../report/report.ts";
import type { OwnChildren } from "../sample/ledger.ts";
import { missedRow } from "../sample/missed-row.ts";
import type { RowTime } from "../sample/sampler.ts";
import type { Poll } from "../sources/poll.ts";
import { Measurement } from "./measurement.ts";

/** A row stands for its instant: of the time until the next one, so much may be waited for what it shows. */
const PATIENCE = 0.25;

/** Where figures come from programs: they are asked just before each row, and what they tell is read when it is there. */
export class PolledMeasurement extends Measurement {
  /** A row whose answer is waited for. */
  #lateRow: Promise<void> | null = null;
  /** When was told what stands in the last row. */
  #rowToldAtMs: number | null = null;

  override withLiving(act: (pids: number[]) => void): void {
    void this.#poll.askAgain(null).then(() => this.isStopped || act(this.livingPids()));
  }

  /** The end is exact where the system tells what those used that we have waited for. */
  override get cpuBy(): Accounting["cpu"] {
    const { processes } = this.sources;
    return processes.tellsCpu === false ? null : processes.readReapedChildren() !== null && !this.options.attached ? "processes" : "samples";
  }

  override get ioBy(): Accounting["io"] {
    const { processes } = this.sources;
    if (processes.readReapedChildren()?.io && !this.options.attached) return "processes";
    return this.sampler.ledger.totals(this.sampler.tree.members).io === null ? null : "samples";
  }

  /** What was told before a job was started knows nothing of it. */
  protected override begin(): void {
    if (this.sources.poll!.toldAtMs !== null) super.begin();
  }

  /** It is answered later; then whoever waits for an end is told. */
  protected override lookDue(): boolean {
    void this.#poll.ask().then(() => this.isStopped || this.#look());
    return false;
  }

  protected override rowDue(time: RowTime): void {
    if (this.#isTold && !this.#poll.isAsked) this.row(time, null);
    else this.#lateRow = this.#waitForRow(time);
  }

  protected override async endRow(ownChildren: OwnChildren | null): Promise<void> {
    const time = this.ticker.rowTime();
    this.ticker.stop();
    await this.#lateRow;
    await this.#poll.askAgain(this.rootHasEnded ? this.options.pid : null);
    this.#look();
    this.row(time, ownChildren);
    this.ticker.resume();
  }

  protected override row(time: RowTime, ownChildren: OwnChildren | null): void {
    this.#rowToldAtMs = this.#poll.toldAtMs;
    super.row(time, ownChildren);
  }

  get #poll(): Poll {
    return this.sources.poll!;
  }

  /** Something that the last row does not show. */
  get #isTold(): boolean {
    return this.#poll.toldAtMs !== this.#rowToldAtMs;
  }

  #look(): void {
    // A root that ended before anybody told of it will never be found.
    if (this.sampler.tree.found > 0 || this.rootHasEnded) super.lookDue();
    else super.begin();
  }

  /** An answer that is nearly there is waited for; what a slow program has not told by then is not known. */
  async #waitForRow(time: RowTime): Promise<void> {
    await new Promise<void>((resolve) => {
      const callOff = this.host.after(this.options.intervalSeconds * 1000 * PATIENCE, resolve);
      void this.#poll.ask().then(() => {
        callOff();
        resolve();
      });
    });
    if (this.#isTold) this.row(time, null);
    else this.guard("row", () => this.options.onSample(missedRow(time)));
  }
}
