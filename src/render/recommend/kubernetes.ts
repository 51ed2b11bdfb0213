import type { Report } from "../../report/report.ts";
import type { RecommendationOptions } from "./options.ts";
import { comments, inUnits, pasteOf } from "./paste.ts";

/** The resources of a container. Memory is limited to what is requested; CPU is not: what is idle on a node may be used. */
export function renderKubernetes(report: Report, options: RecommendationOptions = {}): string {
  const paste = pasteOf(report, options);
  const { cpus, memoryMib, gpus } = paste;
  const memory = memoryMib === null ? [] : [`    memory: ${inUnits(memoryMib, "Gi", "Mi")}`];
  const gpu = gpus === 0 ? [] : [`    nvidia.com/gpu: ${gpus}`];
  const limits = [...memory, ...gpu];
  return `${[...comments("#", paste), "resources:", "  requests:", `    cpu: ${cpus}`, ...memory, ...gpu, ...(limits.length === 0 ? [] : ["  limits:", ...limits])].join("\n")}\n`;
}
