import { nvidiaSmiValue } from "./nvidia-smi-value.ts";
import { StreamRounds } from "./stream-rounds.ts";

/** One process on one GPU. */
export interface PmonRow {
  gpu: number;
  /** null: nobody uses this GPU. */
  pid: number | null;
  /** "C" computes, "G" draws, "C+G" both. */
  type: string | null;
  /** Share of the time in which it kept the GPU busy, 0..1. */
  sm: number | null;
  /** Share of the time in which it kept the memory bus busy, 0..1: not how much memory it has. */
  memoryBus: number | null;
  frameBufferBytes: number | null;
  command: string | null;
}

/**
 * `nvidia-smi pmon -s um -d 1`: a table that goes on and on, its head every so many rows. Drivers differ in which columns they have and in
 * their order: they are found by the head.
 *
 * ```text
 * # gpu         pid   type     sm    mem    enc    dec    jpg    ofa     fb   ccpm    command
 * # Idx           #    C/G      %      %      %      %      %      %     MB     MB    name
 *     0       4711     C     91     38      -      -      -      -   8164      0    python
 *     1          -     -      -      -      -      -      -      -      -      -    -
 * ```
 * nvidia-smi(1), "PROCESS MONITORING"
 */
export class NvidiaSmiPmon {
  #names: string[] = [];
  #units: string[] = [];
  readonly #rounds = new StreamRounds<PmonRow>((line) => this.#readLine(line), ({ gpu }) => gpu, ({ gpu, pid }) => `${gpu} ${pid}`);

  /** Text as it comes; each finished round with a row for every process, or one without a pid for a GPU that nobody uses. */
  push(text: string): PmonRow[][] {
    return this.#rounds.push(text);
  }

  #readLine(line: string): PmonRow | null {
    const words = line.replace(/^\uFEFF/, "").replace(/^#/, "# ").trim().split(/\s+/);
    if (words[0] === "#") {
      const lower = words.slice(1).map((word) => word.toLowerCase());
      if (lower.includes("gpu") && lower.includes("pid")) [this.#names, this.#units] = [lower, []];
      else if (this.#names.length > 0) this.#units = words.slice(1);
      return null;
    }
    const at = (name: string): number => this.#names.indexOf(name);
    const word = (name: string): string => (at(name) < 0 ? "-" : (words[at(name)] ?? "-"));
    const gpu = word("gpu");
    const pid = word("pid");
    // A row that was cut off has no command, and perhaps half a number before it.
    if (this.#names.length === 0 || words.length < this.#names.length || !/^\d{1,4}$/.test(gpu) || !/^(?:\d{1,10}|-)$/.test(pid)) return null;
    const value = (name: string): number | null => nvidiaSmiValue(word(name), this.#units[at(name)] ?? (name === "fb" ? "MB" : "%"));
    const command = at("command") < 0 ? "-" : words.slice(at("command")).join(" ");
    return {
      gpu: Number(gpu),
      pid: pid === "-" ? null : Number(pid),
      type: word("type") === "-" ? null : word("type"),
      sm: value("sm"),
      memoryBus: value("mem"),
      frameBufferBytes: value("fb"),
      command: command === "-" ? null : command,
    };
  }
}
