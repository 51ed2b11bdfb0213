import type { GpuReading, GpuSource } from "./gpu-source.ts";

/** Only those with the numbers that were asked for. */
export class ChosenSource implements GpuSource {
  readonly #source: GpuSource;
  readonly #numbers: ReadonlySet<number>;

  constructor(source: GpuSource, numbers: readonly number[]) {
    this.#source = source;
    this.#numbers = new Set(numbers);
  }

  read(): GpuReading | null {
    const reading = this.#source.read();
    if (reading === null) return null;
    return {
      ...reading,
      devices: reading.devices.filter(({ index }) => this.#numbers.has(index)),
      processes: reading.processes?.filter(({ index }) => index === null || this.#numbers.has(index)) ?? null,
    };
  }

  helperPids(): number[] {
    return this.#source.helperPids();
  }

  close(): void {
    this.#source.close();
  }
}
