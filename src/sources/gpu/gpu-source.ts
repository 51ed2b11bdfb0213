/** What tells of the GPUs of one vendor while the job runs. It is asked at each row and answers at once, with what it heard last. */
export interface GpuSource {
  /** null: nothing is known, or what was heard is too old. */
  read(): GpuReading | null;
  /** Programs that it listens to, and that run now. */
  helperPids(): number[];
  close(): void;
}

export interface GpuReading {
  devices: readonly GpuDevice[];
  /** null: the machine does not tell which processes use them. */
  processes: readonly GpuProcess[] | null;
  /** Devices of whose processes nobody tells how busy they keep them, only that they are there. */
  usageUnknownOf?: readonly number[];
}

export interface GpuDevice {
  /** As the vendor counts them. */
  index: number;
  uuid: string | null;
  name: string | null;
  /** 0..1 */
  usage: number | null;
  vramBytes: number | null;
  vramTotalBytes: number | null;
  powerWatts: number | null;
  temperatureCelsius: number | null;
}

export interface GpuProcess {
  /** Of the device; null: on which one is not told. */
  index: number | null;
  pid: number;
  /** 0..1 of the device. */
  usage: number | null;
  vramBytes: number | null;
}

/** Which devices count, by their index; null: those that the environment shows to the job. */
export type GpuChoice = "all" | readonly number[] | null;

/** Takes text as it comes and gives each finished round: what one reading of all devices told. */
export interface RoundReader<T> {
  push(text: string): T[][];
}
