/** What the job has used since its start. */
export interface TreeTotals {
  userSeconds: number;
  systemSeconds: number;
  io: IoTotals | null;
}

export interface IoTotals {
  readBytes: number;
  writeBytes: number;
  readChars: number;
  writeChars: number;
}

/** What the rows so far add up to. A total never falls: a reading that says less adds nothing, and the next one catches up. */
export class CountedTotals {
  #userSeconds = 0;
  #systemSeconds = 0;
  readonly #io: IoTotals = { readBytes: 0, writeBytes: 0, readChars: 0, writeChars: 0 };

  /**
   * What has come to the totals since the last call. Of user and system time the sum is what the kernel knows best: it is kept
   * exactly, also when a little moves from one to the other.
   */
  advance({ userSeconds, systemSeconds, io }: TreeTotals): TreeTotals {
    const step = Math.max(0, microseconds(userSeconds + systemSeconds - this.#userSeconds - this.#systemSeconds));
    const systemStep = Math.min(step, Math.max(0, microseconds(systemSeconds - this.#systemSeconds)));
    const userStep = microseconds(step - systemStep);
    this.#userSeconds += userStep;
    this.#systemSeconds += systemStep;
    return { userSeconds: userStep, systemSeconds: systemStep, io: io && this.#advanceIo(io) };
  }

  #advanceIo(io: IoTotals): IoTotals {
    const take = (key: keyof IoTotals): number => {
      const step = Math.max(0, io[key] - this.#io[key]);
      this.#io[key] += step;
      return step;
    };
    return { readBytes: take("readBytes"), writeBytes: take("writeBytes"), readChars: take("readChars"), writeChars: take("writeChars") };
  }
}

/** Rounded, so that the rows of a CSV add up to the total. */
const microseconds = (seconds: number): number => Math.round(seconds * 1e6) / 1e6;
