import { nvidiaSmiText, nvidiaSmiValue } from "./nvidia-smi-value.ts";

/** One line. Of several names the first one that is a column counts. */
export interface NvidiaSmiCsvRow {
  text(...names: string[]): string | null;
  /** `unit`: where neither the head nor the value says it. */
  number(unit: string, ...names: string[]): number | null;
}

/** Whatever stands there, with commas in it or not. */
const FREE_TEXT = "process_name";

/**
 * What any `nvidia-smi --query-…=… --format=csv` prints, line by line. Columns and their units are found by the head, which `-l` prints
 * once; `names` stands in for it where there is none (noheader). Warnings stand between the lines.
 *
 * ```text
 * pid, process_name, used_gpu_memory [MiB]
 * 4711, python, 8164 MiB
 * ```
 * nvidia-smi(1), "SELECTIVE QUERY OPTIONS"
 */
export class NvidiaSmiCsv {
  #names: readonly string[];
  #units: readonly string[] = [];

  constructor(names: readonly string[] = []) {
    this.#names = names;
  }

  get names(): readonly string[] {
    return this.#names;
  }

  /** null: the head, or no line of the table. */
  read(line: string): NvidiaSmiCsvRow | null {
    const fields = line.replace(/^\uFEFF/, "").split(",");
    if (isHead(fields)) {
      this.#names = fields.map((field) => field.replace(/\s*\[.*$/, "").trim());
      this.#units = fields.map((field) => /\[([^\]]*)\]\s*$/.exec(field)?.[1] ?? "");
      return null;
    }
    const names = this.#names;
    const surplus = fields.length - names.length;
    const free = names.indexOf(FREE_TEXT);
    if (names.length === 0 || line.trim() === "" || surplus < 0 || (surplus > 0 && free < 0) || isMessage(line)) return null;
    if (surplus > 0) fields.splice(free, surplus + 1, fields.slice(free, free + surplus + 1).join(","));
    const columnOf = (wanted: readonly string[]): number => wanted.map((name) => names.indexOf(name)).find((at) => at >= 0) ?? -1;
    return {
      text: (...wanted) => nvidiaSmiText(fields[columnOf(wanted)] ?? ""),
      number: (unit, ...wanted) => nvidiaSmiValue(fields[columnOf(wanted)] ?? "", this.#units[columnOf(wanted)] || unit),
    };
  }
}

/** All its words are names of fields, "index" and "memory.used [MiB]"; a line of values has a number or a name of something in it. */
const isHead = (fields: readonly string[]): boolean => fields.every((field) => /^\s*[a-z]\w*(?:\.\w+)*(?:\s*\[[^\]]*\])?\s*$/.test(field)) && fields.some((field) => /[._[]|^\s*(?:index|name|uuid|serial|count|pid|timestamp)\s*$/.test(field));

const isMessage = (line: string): boolean => /^\s*(?:NVIDIA-SMI has|No (?:devices|running)|Unable to|Failed to|WARNING|Warning|ERROR|Error|Field ")/.test(line);
