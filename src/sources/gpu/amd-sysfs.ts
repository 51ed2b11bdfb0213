import { amdUuid } from "../../parsers/amd-value.ts";
import { type DrmCard, findHwmon, isSuspended, readSysfsNumber, type SysfsHost } from "./drm-cards.ts";
import type { GpuDevice } from "./gpu-source.ts";

/**
 * AMD's GPUs as the kernel's amdgpu shows them: a few small files each, read when a row is written. Older drivers show nothing.
 * https://docs.kernel.org/gpu/amdgpu/thermal.html
 */
export class AmdSysfs {
  readonly #host: SysfsHost;
  readonly #cards: readonly (DrmCard & { hwmon: string | null; uuid: string | null; name: string | null; vramTotalBytes: number | null })[];

  constructor(host: SysfsHost, cards: readonly DrmCard[]) {
    this.#host = host;
    this.#cards = cards.flatMap((card) => {
      const text = (name: string): string => host.readText(`${card.folder}/device/${name}`)?.trim() ?? "";
      const vramTotalBytes = readSysfsNumber(host, `${card.folder}/device/mem_info_vram_total`);
      if (vramTotalBytes === null && !/^\d/.test(text("gpu_busy_percent"))) return [];
      return [{ ...card, vramTotalBytes, hwmon: findHwmon(host, card, ["amdgpu"]), uuid: amdUuid(text("unique_id")), name: text("product_name") || null }];
    });
  }

  get count(): number {
    return this.#cards.length;
  }

  read(): GpuDevice[] {
    return this.#cards.map((card, index) => {
      const { folder, hwmon, uuid, name, vramTotalBytes } = card;
      if (isSuspended(this.#host, card)) return { index, uuid, name, usage: 0, vramBytes: null, vramTotalBytes, powerWatts: null, temperatureCelsius: null };
      const number = (path: string, divide: number): number | null => readSysfsNumber(this.#host, path, divide);
      return {
        index,
        uuid,
        name,
        usage: number(`${folder}/device/gpu_busy_percent`, 100),
        vramBytes: number(`${folder}/device/mem_info_vram_used`, 1),
        vramTotalBytes,
        powerWatts: hwmon === null ? null : (number(`${hwmon}/power1_average`, 1e6) ?? number(`${hwmon}/power1_input`, 1e6)),
        temperatureCelsius: hwmon === null ? null : number(`${hwmon}/temp1_input`, 1000),
      };
    });
  }
}
