import type { Accounting } from "../report/report.ts";
import type { OwnChildren } from "../sample/ledger.ts";
import type { Member } from "../sample/member.ts";
import { missedRow } from "../sample/missed-row.ts";
import type { RowTime } from "../sample/sampler.ts";
import type { Poll } from "../sources/poll.ts";
import { Measurement } from "./measurement.ts";

/** A row stands for its instant: of the time until the next one, so much may be waited for what it shows. */
const PATIENCE = 0.25;
/** So long the end of a run waits for a last answer, however long its interval is: somebody waits for the run. */
const END_PATIENCE_MS = 2000;

/** Where figures come from programs: they are asked just before each row, and what they tell is read when it is there. */
export class PolledMeasurement extends Measurement {
  /** A row whose answer is waited for. */
  #lateRow: Promise<void> | null = null;
  /** When was told what stands in the last row. */
  #rowToldAtMs: number | null = null;
  /** Lets that row wait no longer. */
  #hurry: () => void = () => undefined;
  /** The last answer that was waited for has come. */
  #isEndTold = true;

  override withLiving(act: (pids: number[]) => void): void {
    void this.#askAgain(null).then(() => this.isStopped || act(this.livingPids()));
  }

  /** Whom nobody told of since may have ended as well. */
  override livingPrograms(): string[] {
    return this.#isEndTold ? super.livingPrograms() : [];
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
    this.#isEndTold = await this.#askAgain(this.rootHasEnded ? this.options.pid : null);
    this.#hurry();
    await this.#lateRow;
    this.#look();
    this.row(time, ownChildren && this.#known(ownChildren));
    this.ticker.resume();
  }

  protected override row(time: RowTime, ownChildren: OwnChildren | null): void {
    this.#rowToldAtMs = this.#poll.toldAtMs;
    super.row(time, ownChildren);
  }

  #known(ownChildren: OwnChildren): OwnChildren {
    // Whose time it was, nobody could say.
    if (this.sources.processes.tellsCpu === false) return { ...ownChildren, now: { ...ownChildren.now, cutime: ownChildren.atStart.cutime, cstime: ownChildren.atStart.cstime } };
    return this.#isEndTold ? ownChildren : withoutSeen(ownChildren, this.sampler.tree.members.values());
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

  /** False: there was no answer in time. */
  async #askAgain(endedPid: number | null): Promise<boolean> {
    let isTold = false;
    await this.#inTime(END_PATIENCE_MS, this.#poll.askAgain(endedPid).then((told) => void (isTold = told)));
    return isTold;
  }

  /** An answer that is nearly there is waited for; what a slow program has not told by then is not known. */
  async #waitForRow(time: RowTime): Promise<void> {
    await this.#inTime(this.options.intervalSeconds * 1000 * PATIENCE, this.#poll.ask(), (resolve) => (this.#hurry = resolve));
    if (this.#isTold) this.row(time, null);
    else this.guard("row", () => this.options.onSample(missedRow(time)));
  }

  #inTime(ms: number, answer: Promise<unknown>, begun: (resolve: () => void) => void = () => undefined): Promise<void> {
    return new Promise((resolve) => {
      const callOff = this.host.after(ms, resolve);
      const done = (): void => {
        callOff();
        resolve();
      };
      begun(done);
      void answer.then(done);
    });
  }
}

/** Nobody told who has ended meanwhile. What was seen of those may be in what we have waited for: it does not count twice. */
function withoutSeen({ atStart, now }: OwnChildren, members: Iterable<Member>): OwnChildren {
  let { cutime, cstime } = now;
  for (const { stat } of members) {
    cutime -= stat.utime;
    cstime -= stat.stime;
  }
  return { atStart, now: { ...now, cutime, cstime } };
}
