import { parseIoregAccelerators } from "../../parsers/ioreg-accelerator.ts";
import type { GpuDevice, GpuReading, GpuSource } from "./gpu-source.ts";
import { ToolPoll, type ToolPollOptions } from "./tool-poll.ts";

export interface AppleOptions extends Omit<ToolPollOptions<GpuDevice[]>, "ways"> {
  /** Where ioreg is. */
  program: string;
}

/** The GPUs of a Mac, by ioreg. Who uses them is only told to root. */
export class AppleSource implements GpuSource {
  readonly #tool: ToolPoll<GpuDevice[]>;

  constructor({ program, ...rest }: AppleOptions) {
    this.#tool = new ToolPoll({
      ...rest,
      ways: [
        async (tell) =>
          parseIoregAccelerators(await tell(program, ["-r", "-c", "IOAccelerator", "-d", "1", "-w", "0"])).map(({ name, usage, memoryBytes, memoryTotalBytes, powerWatts, temperatureCelsius }, index) => ({ index, uuid: null, name, usage, vramBytes: memoryBytes, vramTotalBytes: memoryTotalBytes, powerWatts, temperatureCelsius })),
      ],
    });
  }

  read(): GpuReading | null {
    const devices = this.#tool.read();
    return devices === null ? null : { devices, processes: null };
  }

  helperPids(): number[] {
    return [];
  }

  close(): void {
    this.#tool.close();
  }
}
