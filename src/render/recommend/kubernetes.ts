import type { Report } from "../../report/report.ts";
import type { RecommendationOptions } from "./options.ts";
import { comments, inUnits, pasteOf } from "./paste.ts";

/** The resources of a container. Memory is limited to what is requested; CPU is not: what is idle on a node may be used. */
export function renderKubernetes(report: Report, options: RecommendationOptions = {}): string {
  const paste = pasteOf(report, options);
  const { cpus, memoryMib, gpus } = paste;
  const bounded = { ...(memoryMib !== null && { memory: inUnits(memoryMib, "Gi", "Mi") }), ...(gpus > 0 && { "nvidia.com/gpu": gpus }) };
  const lines = [...section("requests", { ...(cpus !== null && { cpu: cpus }), ...bounded }), ...section("limits", bounded)];
  return `${[...comments("#", paste), lines.length === 0 ? "resources: {}" : "resources:", ...lines].join("\n")}\n`;
}

function section(name: string, values: Record<string, string | number>): string[] {
  const entries = Object.entries(values);
  return entries.length === 0 ? [] : [`  ${name}:`, ...entries.map(([key, value]) => `    ${key}: ${value}`)];
}
