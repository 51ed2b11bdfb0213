import type { Report } from "../../report/report.ts";
import { comments, inUnits, pasteOf } from "./paste.ts";

/** The resources of a container. Memory is limited to what is requested; CPU is not: what is idle may be used. */
export function renderKubernetes(report: Report): string {
  const paste = pasteOf(report);
  const { cpus, memoryMib, gpus } = paste;
  const memory = memoryMib === null ? [] : [`    memory: ${inUnits(memoryMib, "Gi", "Mi")}`];
  const gpu = gpus === 0 ? [] : [`    nvidia.com/gpu: ${gpus}`];
  const limits = [...memory, ...gpu];
  return `${[...comments("#", paste), "resources:", "  requests:", `    cpu: ${cpus}`, ...memory, ...gpu, ...(limits.length === 0 ? [] : ["  limits:", ...limits])].join("\n")}\n`;
}
