import { nvidiaSmiText, nvidiaSmiValue } from "./nvidia-smi-value.ts";
import { linesOf } from "./words.ts";

/** One GPU at one moment. */
export interface LoggedGpu {
  /** In the order they are told, from 0. */
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
  processes: LoggedProcess[];
}

export interface LoggedProcess {
  pid: number;
  type: string | null;
  name: string | null;
  memoryBytes: number | null;
}

/**
 * `nvidia-smi -q`: the same as with -x, for people. What belongs to a heading stands further to the right below it.
 * ```text
 * GPU 00000000:00:04.0
 *     Product Name                          : NVIDIA Z100
 *     FB Memory Usage
 *         Used                              : 1024 MiB
 *     Processes
 *         Process ID                        : 4711
 *             Used GPU Memory               : 512 MiB
 * ```
 * Headings and names differ between drivers: of several the first one that tells counts. nvidia-smi(1), "-q, --query"
 */
export function parseNvidiaSmiLog(text: string): LoggedGpu[] {
  const gpus: LoggedGpu[] = [];
  let tree: Tree | null = null;
  for (const line of linesOf(text)) {
    const [, blanks = "", name = "", value = null] = /^([ \t]{0,200})(\S.{0,200}?)(?:\s+:(?:\s+(.*))?)?\s*$/.exec(line) ?? [];
    if (name === "") continue;
    if (value === null && /^GPU [\dA-F]{4,8}:[\dA-F]{2}:[\dA-F]{2}\.\d$/i.test(name)) {
      if (tree !== null) gpus.push(toGpu(tree, gpus.length));
      tree = { headings: [], values: new Map(), processes: [] };
    } else if (tree !== null) {
      put(tree, blanks.length, name.toLowerCase(), value);
    }
  }
  return tree === null ? gpus : [...gpus, toGpu(tree, gpus.length)];
}

/** What stands below one GPU, by its headings: "fb memory usage/used". */
interface Tree {
  headings: { depth: number; name: string }[];
  values: Map<string, string>;
  /** The same of each process. */
  processes: Map<string, string>[];
}

function put({ headings, values, processes }: Tree, depth: number, name: string, value: string | null): void {
  while (headings.length > 0 && headings.at(-1)!.depth >= depth) headings.pop();
  headings.push({ depth, name });
  if (value === null) return;
  const isProcess = headings[0]?.name === "processes";
  if (isProcess && name === "process id") processes.push(new Map());
  const found = isProcess ? processes.at(-1) : values;
  const path = isProcess ? name : headings.map((heading) => heading.name).join("/");
  if (found !== undefined && !found.has(path)) found.set(path, value);
}

function toGpu({ values, processes }: Tree, index: number): LoggedGpu {
  const number = (unit: string, ...paths: string[]): number | null => paths.map((path) => nvidiaSmiValue(values.get(path) ?? "", unit)).find((found) => found !== null) ?? null;
  const mig = nvidiaSmiText(values.get("mig mode/current") ?? "");
  return {
    index,
    uuid: nvidiaSmiText(values.get("gpu uuid") ?? ""),
    name: nvidiaSmiText(values.get("product name") ?? ""),
    utilization: number("%", "utilization/gpu"),
    memoryUsedBytes: number("MiB", "fb memory usage/used", "memory usage/used"),
    memoryTotalBytes: number("MiB", "fb memory usage/total", "memory usage/total"),
    powerWatts: number("W", ...["power readings", "gpu power readings"].flatMap((heading) => ["power draw", "instantaneous power draw", "average power draw"].map((name) => `${heading}/${name}`))),
    temperatureCelsius: number("C", "temperature/gpu current temp", "temperature/gpu"),
    mig: mig === null ? null : mig === "Enabled",
    processes: processes.flatMap((told) => {
      const pid = nvidiaSmiValue(told.get("process id") ?? "", "");
      return pid === null ? [] : [{ pid, type: nvidiaSmiText(told.get("type") ?? ""), name: nvidiaSmiText(told.get("name") ?? ""), memoryBytes: nvidiaSmiValue(told.get("used gpu memory") ?? "", "MiB") }];
    }),
  };
}
