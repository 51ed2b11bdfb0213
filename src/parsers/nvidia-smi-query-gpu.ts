import { NvidiaSmiCsv } from "./nvidia-smi-csv.ts";
import { StreamRounds } from "./stream-rounds.ts";

/** One GPU at one moment. */
export interface QueriedGpu {
  index: number;
  uuid: string | null;
  name: string | null;
  /** 0..1; null under MIG, and where the driver does not tell. */
  utilization: number | null;
  /** null: it does not tell, as where CPU and GPU share their memory. */
  memoryUsedBytes: number | null;
  memoryTotalBytes: number | null;
  powerWatts: number | null;
  temperatureCelsius: number | null;
  /** null: it knows no MIG. */
  mig: boolean | null;
}

/**
 * `nvidia-smi --query-gpu=index,uuid,… --format=csv -l 1`: the head, then a line for each GPU, again and again. `names` stands in for the
 * head where there is none (noheader).
 *
 * ```text
 * index, name, utilization.gpu [%], memory.used [MiB], power.draw [W]
 * 0, NVIDIA H200, 97 %, 60214 MiB, 612.40 W
 * ```
 * nvidia-smi(1), "--query-gpu"
 */
export class NvidiaSmiQueryGpu {
  readonly #csv: NvidiaSmiCsv;
  readonly #rounds = new StreamRounds<QueriedGpu>((line) => this.#readLine(line), ({ index }) => index, ({ index }) => String(index));

  constructor(names: readonly string[] = []) {
    this.#csv = new NvidiaSmiCsv(names);
  }

  /** Text as it comes; each finished round with a line for every GPU. */
  push(text: string): QueriedGpu[][] {
    return this.#rounds.push(text);
  }

  #readLine(line: string): QueriedGpu | null {
    return queriedGpu(this.#csv, line, () => null);
  }
}

/**
 * All lines of a text that is there at once. Where it was not asked for the index, GPUs are counted in their order; with -l the same one
 * comes again, which only its uuid or place on the bus tells.
 */
export function parseNvidiaSmiQueryGpu(text: string, names: readonly string[] = []): QueriedGpu[] {
  const csv = new NvidiaSmiCsv(names);
  const known: string[] = [];
  const indexOf = (id: string | null): number => {
    const at = id === null ? -1 : known.indexOf(id);
    return at === -1 ? known.push(id ?? "") - 1 : at;
  };
  return text.split(/\r*\n/).flatMap((line) => queriedGpu(csv, line, (id) => (csv.names.includes("index") ? null : indexOf(id))) ?? []);
}

/** null: no line of a GPU. */
function queriedGpu(csv: NvidiaSmiCsv, line: string, indexOf: (id: string | null) => number | null): QueriedGpu | null {
  const row = csv.read(line);
  if (row === null) return null;
  const told = row.text("index");
  const index = told !== null && /^\d{1,4}$/.test(told) ? Number(told) : indexOf(row.text("uuid", "gpu_uuid", "pci.bus_id", "gpu_bus_id"));
  if (index === null) return null;
  const mig = row.text("mig.mode.current");
  return {
    index,
    uuid: row.text("uuid", "gpu_uuid"),
    name: row.text("name", "gpu_name"),
    utilization: row.number("%", "utilization.gpu"),
    memoryUsedBytes: row.number("MiB", "memory.used"),
    memoryTotalBytes: row.number("MiB", "memory.total"),
    powerWatts: row.number("W", "power.draw", "power.draw.instant", "power.draw.average"),
    temperatureCelsius: row.number("C", "temperature.gpu"),
    mig: mig === null ? null : mig === "Enabled",
  };
}
