import type { Report } from "../../report/report.ts";
import { formatMib } from "./need.ts";
import type { RecommendationOptions } from "./options.ts";
import { comments, pasteOf } from "./paste.ts";

const BYTES_IN_MIB = 2 ** 20;
const BYTES_IN_MB = 1e6;

/**
 * Threads and resources of a rule, indented as they stand in one. Memory is mem_mb, in units of 10⁶ bytes: of mem_mib, Snakemake 8 and
 * older derive no mem_mb, and what submits jobs asks for the default of that.
 */
export function renderSnakemake(report: Report, options: RecommendationOptions = {}): string {
  const paste = pasteOf(report, options);
  const { cpus, memoryMib, gpus, minutes } = paste;
  const resources = [
    ...(memoryMib === null ? [] : [`mem_mb=${Math.ceil((memoryMib * BYTES_IN_MIB) / BYTES_IN_MB)},  # ${formatMib(memoryMib)}`]),
    ...(minutes === null ? [] : [`runtime=${minutes},  # minutes`]),
    ...(gpus === 0 ? [] : [`gpu=${gpus},`]),
  ];
  return `${[...comments("    #", paste), ...(cpus === null ? [] : [`    threads: ${cpus}`]), ...(resources.length === 0 ? [] : ["    resources:", ...resources.map((resource) => `        ${resource}`)])].join("\n")}\n`;
}
