import type { Report } from "../../report/report.ts";
import type { RecommendationOptions } from "./options.ts";
import { comments, inUnits, pasteOf } from "./paste.ts";

/** The directives of a process. */
export function renderNextflow(report: Report, options: RecommendationOptions = {}): string {
  const paste = pasteOf(report, options);
  const { cpus, memoryMib, gpus, minutes } = paste;
  return `${[
    ...comments("//", paste),
    ...(cpus === null ? [] : [`cpus ${cpus}`]),
    ...(memoryMib === null ? [] : [`memory '${inUnits(memoryMib, " GB", " MB")}'`]),
    ...(minutes === null ? [] : [`time '${minutes}m'`]),
    ...(gpus === 0 ? [] : [`accelerator ${gpus}`]),
  ].join("\n")}\n`;
}
