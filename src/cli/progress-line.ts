import { renderProgress } from "../render/progress.ts";
import type { Sample } from "../sample/sample.ts";
import { print } from "./print.ts";
import { isTerminal } from "./terminal.ts";

/** One line on the terminal that is written over and over. */
export class ProgressLine {
  #cpuSeconds = 0;
  #memoryPeakBytes = 0;
  #shown = false;

  /** null where standard error is no terminal. */
  static onTerminal(): ProgressLine | null {
    return isTerminal(2) ? new ProgressLine() : null;
  }

  show(sample: Sample): void {
    this.#cpuSeconds += (sample.tree.cpuUserSeconds ?? 0) + (sample.tree.cpuSystemSeconds ?? 0);
    this.#memoryPeakBytes = Math.max(this.#memoryPeakBytes, sample.tree.memoryPeakBytes ?? 0);
    // A terminal's stream is opened anew for us, so nothing that the job shares is touched; windows may be resized.
    const line = renderProgress(sample, { cpuSeconds: this.#cpuSeconds, memoryPeakBytes: this.#memoryPeakBytes }, process.stderr.columns || 80);
    this.#shown = print(`\r\x1b[K${line}`, 2);
  }

  clear(): void {
    if (this.#shown) print("\r\x1b[K", 2);
  }
}
