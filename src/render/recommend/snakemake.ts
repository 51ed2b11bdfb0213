import type { Report } from "../../report/report.ts";
import { comments, pasteOf } from "./paste.ts";

/** Threads and resources of a rule, indented as they stand in one. */
export function renderSnakemake(report: Report): string {
  const paste = pasteOf(report);
  const { cpus, memoryMib, gpus, minutes } = paste;
  const resources = [...(memoryMib === null ? [] : [`mem_mib=${memoryMib}`]), ...(minutes === null ? [] : [`runtime=${minutes}`]), ...(gpus === 0 ? [] : [`gpu=${gpus}`])];
  return `${[...comments("    #", paste), `    threads: ${cpus}`, ...(resources.length === 0 ? [] : ["    resources:", ...resources.map((resource) => `        ${resource},`)])].join("\n")}\n`;
}
