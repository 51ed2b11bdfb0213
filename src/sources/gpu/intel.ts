import { type DrmCard, findHwmon, isSuspended, readSysfsNumber, type SysfsHost } from "./drm-cards.ts";
import type { GpuDevice, GpuReading, GpuSource } from "./gpu-source.ts";

interface IntelCard extends DrmCard {
  hwmon: string | null;
  vramTotalBytes: number | null;
}

/** A moment of the counter of energy, and what was drawn until then. */
interface Energy {
  joules: number;
  atMs: number;
  watts: number | null;
}

/** Two readings closer to each other tell nothing. */
const LEAST_MS = 50;

/**
 * Intel's GPUs as the kernel's i915 and xe show them: what they draw, by the counter of energy that discrete ones have, and their memory
 * where the driver tells. How busy they are is not told in files (a frequency is no use). A GPU of which nothing is told is left out.
 * https://www.kernel.org/doc/Documentation/ABI/testing/sysfs-driver-intel-xe-hwmon
 */
export class IntelSource implements GpuSource {
  readonly #host: SysfsHost;
  readonly #cards: readonly IntelCard[];
  readonly #energy = new Map<string, Energy>();

  constructor(host: SysfsHost, cards: readonly DrmCard[]) {
    this.#host = host;
    this.#cards = cards
      .map((card) => ({ ...card, hwmon: findHwmon(host, card, ["i915", "xe"]), vramTotalBytes: this.#readVramTotal(card) }))
      .filter((card) => card.vramTotalBytes !== null || (card.hwmon !== null && energyFiles.some((name) => typeof host.readText(`${card.hwmon}/${name}`) === "string")));
    // The first row has something to subtract from.
    this.read();
  }

  get count(): number {
    return this.#cards.length;
  }

  read(): GpuReading {
    return { devices: this.#cards.map((card, index) => this.#readDevice(card, index)), processes: null };
  }

  helperPids(): number[] {
    return [];
  }

  close(): void {}

  #readDevice(card: IntelCard, index: number): GpuDevice {
    const { folder, hwmon, vramTotalBytes } = card;
    const device: GpuDevice = { index, uuid: null, name: null, usage: null, vramBytes: null, vramTotalBytes, powerWatts: null, temperatureCelsius: null };
    if (isSuspended(this.#host, card)) {
      this.#energy.delete(folder);
      return device;
    }
    const available = readSysfsNumber(this.#host, `${folder}/lmem_avail_bytes`);
    if (available !== null && vramTotalBytes !== null && available <= vramTotalBytes) device.vramBytes = vramTotalBytes - available;
    if (hwmon === null) return device;
    device.powerWatts = this.#readPower(folder, hwmon);
    // i915 has the package first, xe second.
    device.temperatureCelsius = readSysfsNumber(this.#host, `${hwmon}/temp1_input`, 1000) ?? readSysfsNumber(this.#host, `${hwmon}/temp2_input`, 1000);
    return device;
  }

  #readPower(folder: string, hwmon: string): number | null {
    const joules = firstNumber(this.#host, hwmon, energyFiles, 1e6);
    const before = this.#energy.get(folder);
    const atMs = this.#host.monotonicMs();
    if (joules === null) return null;
    if (before !== undefined && atMs - before.atMs < LEAST_MS) return before.watts;
    const watts = before === undefined || joules < before.joules ? null : (joules - before.joules) / ((atMs - before.atMs) / 1000);
    this.#energy.set(folder, { joules, atMs, watts });
    return watts;
  }

  /** xe tells of each tile, i915 only where it does not come with the kernel. */
  #readVramTotal({ folder }: DrmCard): number | null {
    const tiles = (this.#host.listFolder(`${folder}/device`) ?? []).filter((name) => /^tile\d+$/.test(name)).map((tile) => readSysfsNumber(this.#host, `${folder}/device/${tile}/physical_vram_size_bytes`) ?? 0);
    return tiles.reduce((sum, bytes) => sum + bytes, 0) || firstNumber(this.#host, folder, ["lmem_total_bytes", "device/lmem_total_bytes"], 1) || null;
  }
}

/** In microjoules: of the whole card, else of the chip. */
const energyFiles = ["energy1_input", "energy2_input"] as const;

function firstNumber(host: SysfsHost, folder: string, names: readonly string[], divide: number): number | null {
  return names.map((name) => readSysfsNumber(host, `${folder}/${name}`, divide)).find((value) => value !== null) ?? null;
}
