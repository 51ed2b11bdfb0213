import type { RecommendedResources } from "../../recommend/resources.ts";
import type { RecommendedServer } from "../../recommend/servers.ts";
import { visible } from "../visible.ts";
import { formatUsd } from "./money.ts";

const GIB_IN_MIB = 1024;

/** "4 cores, 8 GiB of memory, 2 GPUs with 32 GiB in all" */
export function formatNeed({ cpu, memory, gpu, vram, memory_is_at_least }: RecommendedResources): string {
  return [
    ...(cpu === null ? [] : [counted(cpu, "core")]),
    ...(memory === null ? [] : [`${formatMib(memory)} of memory${memory_is_at_least ? " or more" : ""}`]),
    ...(gpu === 0 ? [] : [`${counted(gpu, "GPU")}${vram > 0 ? ` with ${formatMib(vram)}${gpu > 1 ? " in all" : ""}` : ""}`]),
  ].join(", ");
}

/** "hcloud cax21" */
export const serverName = ({ vendor, name }: RecommendedServer): string => `${vendor} ${name}`;

/** "512 MiB", "8 GiB", "1.5 GiB" */
export function formatMib(mib: number): string {
  return mib < GIB_IN_MIB ? `${Math.round(mib)} MiB` : `${formatGib(mib)} GiB`;
}

/** "8", "0.5", "3.75" */
export const formatGib = (mib: number): string => String(Number((mib / GIB_IN_MIB).toFixed(2)));

export const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`;

/** "2 × A100, 160 GiB"; "" without any. */
export function gpusOf({ gpu_count, gpu_model, vram_mib }: RecommendedServer): string {
  return gpu_count === 0 ? "" : `${gpu_count} × ${visible(gpu_model ?? "GPU")}${vram_mib > 0 ? `, ${formatMib(vram_mib)}` : ""}`;
}

/** What a reader has to know of a server beside its numbers. Its architecture, where not all have the same. */
export function marksOf({ pareto, current, arch, allocation }: RecommendedServer, all: readonly RecommendedServer[]): string[] {
  const differ = all.some((other) => other.arch !== arch);
  return [...(pareto ? ["*"] : []), ...(current ? ["now"] : []), ...(differ && arch !== "x86_64" ? [visible(arch)] : []), ...(allocation === "dedicated" ? [] : [allocation])];
}

/** What the marks of these servers mean, and what else is to be known of them, a line each. */
export function legendOf(servers: readonly RecommendedServer[]): string[] {
  const has = (test: (server: RecommendedServer) => boolean, words: string): string[] => (servers.some(test) ? [words] : []);
  const [first] = servers;
  const oneArch = servers.every(({ arch }) => arch === first?.arch);
  const kinds = [
    ...has(({ current }) => current, "now: it ran on this one"),
    ...has(({ allocation }) => allocation === "shared", "shared: with neighbours"),
    ...has(({ allocation }) => allocation === "burstable", "burstable: full speed only for a while"),
    ...(oneArch && first !== undefined && first.arch !== "x86_64" ? [`all of them ${visible(first.arch)}`] : []),
  ];
  const spot = servers.flatMap(({ name, spot_usd_per_hour: usd }) => (usd === null ? [] : [`${visible(name)} ${formatUsd(usd)}/h`]));
  return [
    ...has(({ pareto }) => pareto, "* no other one is both cheaper and faster"),
    ...(kinds.length === 0 ? [] : [kinds.join("; ")]),
    ...(spot.length === 0 ? [] : [`spot, indicative: ${spot.join(", ")}`]),
  ];
}
