import type { RecommendedResources } from "../../recommend/resources.ts";
import type { RecommendedServer } from "../../recommend/servers.ts";

const GIB_IN_MIB = 1024;

/** "4 cores, 8 GiB, 1 GPU with 16 GiB" */
export function formatNeed({ cpu, memory, gpu, vram, memory_is_at_least }: RecommendedResources): string {
  return [
    counted(cpu, "core"),
    ...(memory === null ? [] : [`${memory_is_at_least ? "more than " : ""}${formatMib(memory)} of memory`]),
    ...(gpu === 0 ? [] : [`${counted(gpu, "GPU")}${vram > 0 ? ` with ${formatMib(vram)}` : ""}`]),
  ].join(", ");
}

/** "hcloud cax21" */
export const serverName = ({ vendor, name }: RecommendedServer): string => `${vendor} ${name}`;

/** "512 MiB", "8 GiB", "0.5 GiB" */
export function formatMib(mib: number): string {
  return mib < GIB_IN_MIB ? `${Math.round(mib)} MiB` : `${Number((mib / GIB_IN_MIB).toFixed(1))} GiB`;
}

export const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`;

/** What a reader of a table has to know of a server beside its numbers. */
export function marksOf({ pareto, current, arch, allocation }: Pick<RecommendedServer, "pareto" | "current" | "arch" | "allocation">): string[] {
  return [...(pareto ? ["*"] : []), ...(current ? ["now"] : []), ...(arch === "x86_64" ? [] : [arch]), ...(allocation === "dedicated" ? [] : [allocation])];
}
