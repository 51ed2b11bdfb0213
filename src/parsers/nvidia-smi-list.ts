/** A GPU that there is, and its MIG devices. */
export interface ListedGpu {
  index: number;
  name: string;
  uuid: string | null;
  migDevices: { index: number; profile: string; uuid: string }[];
}

/**
 * `nvidia-smi -L`: a line for each GPU, and below it one for each slice of it.
 *
 * ```text
 * GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-00000001-aaaa)
 *   MIG 3g.20gb     Device  0: (UUID: MIG-00000002-bbbb)
 * ```
 * nvidia-smi(1), "-L, --list-gpus"
 */
export function parseNvidiaSmiList(text: string): ListedGpu[] {
  const gpus: ListedGpu[] = [];
  for (const line of text.split("\n")) {
    const [, profile, device, slice] = /^\s*MIG (\S+)\s+Device\s+(\d{1,4}): \(UUID: (MIG-[^\s)]+)\)/.exec(line) ?? [];
    if (profile !== undefined) gpus.at(-1)?.migDevices.push({ index: Number(device), profile, uuid: slice! });
    const [, index, rest = ""] = /^\s*GPU (\d{1,4}): (.+?)\s*$/.exec(line) ?? [];
    if (index === undefined) continue;
    const [, name = rest, ids = ""] = /^(.*?)\s*\(((?:UUID|S\/N): .*)\)$/.exec(rest) ?? [];
    gpus.push({ index: Number(index), name, uuid: /UUID: (GPU-[^\s,)]+)/.exec(ids)?.[1] ?? null, migDevices: [] });
  }
  return gpus;
}
