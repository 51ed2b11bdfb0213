import type { Report } from "../../report/report.ts";
import type { RecommendationOptions } from "./options.ts";
import { comments, pasteOf } from "./paste.ts";

/** The decorators of a step. What Metaflow calls MB are MiB to most of what it runs on. */
export function renderMetaflow(report: Report, options: RecommendationOptions = {}): string {
  const paste = pasteOf(report, options);
  const { cpus, memoryMib, gpus, minutes } = paste;
  const resources = [...(cpus === null ? [] : [`cpu=${cpus}`]), ...(memoryMib === null ? [] : [`memory=${memoryMib}`]), ...(gpus === 0 ? [] : [`gpu=${gpus}`])];
  return `${[...comments("#", paste), ...(resources.length === 0 ? [] : [`@resources(${resources.join(", ")})`]), ...(minutes === null ? [] : [`@timeout(minutes=${minutes})`])].join("\n")}\n`;
}
