import type { GpuChoice, GpuDevice } from "./gpu-source.ts";

type Shows = (device: Pick<GpuDevice, "index" | "uuid">) => boolean;

/** What was asked for; `visible` is what CUDA_VISIBLE_DEVICES says otherwise. */
export function chosenDevices(gpus: GpuChoice, visible: string | undefined): Shows {
  if (gpus === "all") return () => true;
  return gpus === null ? parseNvidiaVisibleDevices(visible) : ({ index }) => gpus.includes(index);
}

/**
 * Which devices CUDA shows to the job: "0,1", "GPU-8932f937-…" (the beginning of a UUID is enough), "MIG-…"; nothing set: all.
 * What stands behind an index that does not exist does not count. CUDA C++ Programming Guide, "CUDA Environment Variables".
 *
 * @example
 * devices.filter(parseNvidiaVisibleDevices("0,2"))
 */
export function parseNvidiaVisibleDevices(value: string | undefined): Shows {
  if (value === undefined) return () => true;
  const words = value.split(",").map((word) => word.trim());
  const end = words.findIndex((word) => word === "" || word === "-1" || !/^(?:\d+|GPU-[\w-]+|MIG-.+)$/.test(word));
  const shown = end < 0 ? words : words.slice(0, end);
  // A slice of a GPU counts as that GPU, wherever its name tells which one that is; else all stay.
  if (shown.some((word) => word.startsWith("MIG-") && !/^MIG-GPU-/.test(word))) return () => true;
  return ({ index, uuid }) => shown.some((word) => (/^\d+$/.test(word) ? Number(word) === index : uuid !== null && uuid.startsWith(word.replace(/^MIG-/, "").replace(/\/.*$/, ""))));
}
