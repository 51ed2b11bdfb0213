import { NvidiaSmiTable } from "./nvidia-smi-table.ts";
import { StreamRounds } from "./stream-rounds.ts";

/** One process on one GPU. */
export interface PmonRow {
  gpu: number;
  /** Under MIG "gi/ci", where it is told. */
  slice: string | null;
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
 * `nvidia-smi pmon -s um -d 1`: a table that goes on and on, its head every so many rows.
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
  readonly #table = new NvidiaSmiTable("pid");
  readonly #rounds = new StreamRounds<PmonRow>((line) => this.#readLine(line), ({ gpu }) => gpu, ({ gpu, slice, pid }) => `${gpu} ${slice} ${pid}`);

  /** Text as it comes; each finished round with a row for every process, or one without a pid for a GPU that nobody uses. */
  push(text: string): PmonRow[][] {
    return this.#rounds.push(text);
  }

  #readLine(line: string): PmonRow | null {
    const row = this.#table.read(line);
    const pid = row?.text("pid") ?? null;
    if (row === null || (pid !== null && !/^\d{1,10}$/.test(pid))) return null;
    const [instance, computeInstance] = [row.text("gi"), row.text("ci")];
    return {
      gpu: row.gpu,
      slice: instance === null ? null : `${instance}/${computeInstance ?? 0}`,
      pid: pid === null ? null : Number(pid),
      type: row.text("type"),
      sm: row.number("sm", "%"),
      memoryBus: row.number("mem", "%"),
      frameBufferBytes: row.number("fb", "MB"),
      command: row.text("command"),
    };
  }
}
