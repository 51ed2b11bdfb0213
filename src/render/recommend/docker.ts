import type { Report } from "../../report/report.ts";
import type { RecommendationOptions } from "./options.ts";
import { inUnits, pasteOf } from "./paste.ts";

/** Flags for docker run, on one line. */
export function renderDocker(report: Report, options: RecommendationOptions = {}): string {
  const { cpus, memoryMib, gpus } = pasteOf(report, options);
  return `${[...(cpus === null ? [] : [`--cpus=${cpus}`]), ...(memoryMib === null ? [] : [`--memory=${inUnits(memoryMib, "g", "m")}`]), ...(gpus === 0 ? [] : [`--gpus=${gpus}`])].join(" ")}\n`;
}
