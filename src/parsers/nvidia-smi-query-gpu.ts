import { nvidiaSmiValue } from "./nvidia-smi-value.ts";
import { StreamRounds } from "./stream-rounds.ts";

/** One GPU at one moment. */
export interface QueriedGpu {
  index: number;
  uuid: string | null;
  name: string | null;
  /** 0..1; null under MIG, and where the driver does not tell. */
  utilization: number | null;
  memoryUsedBytes: number | null;
  memoryTotalBytes: number | null;
  powerWatts: number | null;
  temperatureCelsius: number | null;
  /** null: it knows no MIG. */
  mig: boolean | null;
}

/** Which column fills a field, and in what its numbers are where neither the head nor the value says so. */
const columns = {
  utilization: ["utilization.gpu", "%"],
  memoryUsedBytes: ["memory.used", "MiB"],
  memoryTotalBytes: ["memory.total", "MiB"],
  powerWatts: ["power.draw", "W"],
  temperatureCelsius: ["temperature.gpu", "C"],
} as const;

/**
 * `nvidia-smi --query-gpu=index,uuid,… --format=csv -l 1`: the head, then a line for each GPU, again and again. Columns and their units
 * are found by the head; `names` stands in for it where there is none (noheader).
 *
 * ```text
 * index, name, utilization.gpu [%], memory.used [MiB], power.draw [W]
 * 0, NVIDIA H200, 97 %, 60214 MiB, 612.40 W
 * ```
 * nvidia-smi(1), "--query-gpu"
 */
export class NvidiaSmiQueryGpu {
  #names: readonly string[];
  #units: readonly string[] = [];
  readonly #rounds = new StreamRounds<QueriedGpu>((line) => this.#readLine(line), ({ index }) => index, ({ index }) => String(index));

  constructor(names: readonly string[] = []) {
    this.#names = names;
  }

  /** Text as it comes; each finished round with a line for every GPU. */
  push(text: string): QueriedGpu[][] {
    return this.#rounds.push(text);
  }

  #readLine(line: string): QueriedGpu | null {
    const fields = line.replace(/^\uFEFF/, "").split(",").map((field) => field.trim());
    if (fields.some((field) => /^[a-z]\w*(?:\.\w+)+(?:\s*\[[^\]]*\])?$/.test(field))) {
      this.#names = fields.map((field) => field.replace(/\s*\[.*$/, ""));
      this.#units = fields.map((field) => /\[([^\]]*)\]$/.exec(field)?.[1] ?? "");
      return null;
    }
    const at = (name: string): number => this.#names.indexOf(name);
    const index = fields[at("index")];
    if (index === undefined || !/^\d{1,4}$/.test(index) || fields.length < this.#names.length) return null;
    const word = (name: string): string | null => {
      const field = fields[at(name)];
      return field === undefined || field === "" || /^\[?(?:N\/A|Not Supported|Unknown Error|Insufficient Permissions|GPU is lost)\]?$/i.test(field) ? null : field;
    };
    const values = Object.fromEntries(Object.entries(columns).map(([field, [name, unit]]) => [field, nvidiaSmiValue(fields[at(name)] ?? "", this.#units[at(name)] || unit)])) as Record<keyof typeof columns, number | null>;
    const mig = word("mig.mode.current");
    return { index: Number(index), uuid: word("uuid"), name: word("name"), ...values, mig: mig === null ? null : mig === "Enabled" };
  }
}
