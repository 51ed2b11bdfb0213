import type { GpuReading, GpuSource } from "./gpu-source.ts";

/** A source, and how many GPUs it is known to have: those of the next one are counted on from there. */
export interface CountedSource {
  source: GpuSource;
  count: number;
}

/**
 * GPUs of several vendors as one source. Each vendor counts its own from 0; here the first one's keep their numbers, and the next one's
 * follow. A number that is given stays, and is never given twice, however many turn up.
 */
export class SeveralSources implements GpuSource {
  readonly #sources: readonly (CountedSource & { base: number })[];
  readonly #numbers = new Map<string, number>();
  readonly #given = new Set<number>();

  constructor(sources: readonly CountedSource[]) {
    this.#sources = sources.map((counted, at) => ({ ...counted, base: sources.slice(0, at).reduce((sum, { count }) => sum + count, 0) }));
  }

  /** Where only some tell of processes, those are all that is known of: what the job does on the others stays open. */
  read(): GpuReading | null {
    const readings = this.#sources.flatMap(({ source, base }, at): GpuReading[] => {
      const reading = source.read();
      if (reading === null) return [];
      const number = (index: number): number => this.#number(at, base, index);
      return [{ devices: reading.devices.map((device) => ({ ...device, index: number(device.index) })), processes: reading.processes?.map((one) => ({ ...one, index: one.index === null ? null : number(one.index) })) ?? null, usageUnknownOf: reading.usageUnknownOf?.map(number) ?? [] }];
    });
    if (readings.length === 0) return null;
    const told = readings.filter(({ processes }) => processes !== null);
    return { devices: readings.flatMap(({ devices }) => devices), processes: told.length === 0 ? null : told.flatMap(({ processes }) => processes ?? []), usageUnknownOf: readings.flatMap(({ usageUnknownOf }) => usageUnknownOf ?? []) };
  }

  helperPids(): number[] {
    return this.#sources.flatMap(({ source }) => source.helperPids());
  }

  close(): void {
    for (const { source } of this.#sources) source.close();
  }

  #number(source: number, base: number, index: number): number {
    const key = `${source} ${index}`;
    let number = this.#numbers.get(key);
    if (number !== undefined) return number;
    for (number = base + index; this.#given.has(number); ) number++;
    this.#numbers.set(key, number);
    this.#given.add(number);
    return number;
  }
}
