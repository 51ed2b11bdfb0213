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

/**
 * Which devices ROCm shows to the job: ROCR_VISIBLE_DEVICES takes numbers and UUIDs ("GPU-00c0ffee00000001"), HIP_VISIBLE_DEVICES then
 * numbers of those that are left. What stands behind one that does not exist does not count.
 * https://rocm.docs.amd.com/en/latest/conceptual/gpu-isolation.html
 */
export function showAmdDevices<T extends Pick<GpuDevice, "index" | "uuid">>(devices: readonly T[], env: Readonly<Record<string, string | undefined>>): T[] {
  const all = [...devices].sort((a, b) => a.index - b.index);
  return pick(pick(all, env["ROCR_VISIBLE_DEVICES"]), env["HIP_VISIBLE_DEVICES"]).sort((a, b) => a.index - b.index);
}

function pick<T extends Pick<GpuDevice, "index" | "uuid">>(devices: T[], value: string | undefined): T[] {
  if (value === undefined) return devices;
  const words = value.split(",").map((word) => word.trim().toLowerCase());
  // Whose UUIDs are not told are all shown rather than none.
  if (words.some((word) => word.startsWith("gpu-")) && devices.every(({ uuid }) => uuid === null)) return devices;
  const shown = new Set<T>();
  for (const word of words) {
    const device = /^\d+$/.test(word) ? devices[Number(word)] : word.startsWith("gpu-") ? devices.find(({ uuid }) => uuid?.toLowerCase().startsWith(word)) : undefined;
    if (device === undefined) break;
    shown.add(device);
  }
  return [...shown];
}
