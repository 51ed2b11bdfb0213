import { nvidiaSmiText, nvidiaSmiValue } from "./nvidia-smi-value.ts";

/** One line of a table. */
export interface NvidiaSmiTableRow {
  gpu: number;
  has(name: string): boolean;
  /** null: there is no such column, or it does not tell. */
  text(name: string): string | null;
  /** `unit`: where the head does not say it. */
  number(name: string, unit: string): number | null;
}

/** The last column, whose values may have blanks. */
const FREE_TEXT = "command";

/**
 * The tables of `nvidia-smi pmon` and `nvidia-smi dmon`, line by line: two lines of head with names and units, which come again every
 * so many rows, then a row for each GPU or process. Drivers differ in which columns they have and in their order: they are found by the head.
 */
export class NvidiaSmiTable {
  readonly #key: string;
  #names: string[] = [];
  #units: string[] = [];
  /** With --format csv. */
  #hasCommas = false;

  /** `key`: a column that only this table has. */
  constructor(key: string) {
    this.#key = key;
  }

  /** null: the head, or no line of the table. */
  read(line: string): NvidiaSmiTableRow | null {
    const isHead = /^\uFEFF?\s*#/.test(line);
    if (isHead) this.#hasCommas = line.includes(",");
    const words = line.replace(/^\uFEFF/, "").replace(/^\s*#/, this.#hasCommas ? "#," : "# ").trim().split(this.#hasCommas ? /\s*,\s*/ : /\s+/);
    if (words[0] === "#") {
      const lower = words.slice(1).map((word) => word.toLowerCase());
      if (lower.includes("gpu") && lower.includes(this.#key)) [this.#names, this.#units] = [lower, []];
      else if (this.#names.length > 0) this.#units = words.slice(1);
      return null;
    }
    const names = this.#names;
    // A row that was cut off has no last word, and perhaps half a number before it. Where the blanks before that word are, no number is cut.
    const least = names.at(-1) === FREE_TEXT && /\s$/.test(line) ? names.length - 1 : names.length;
    const at = (name: string): number => names.indexOf(name);
    const word = (name: string): string => (at(name) < 0 ? "-" : (words[at(name)] ?? "-"));
    if (names.length === 0 || words.length < least || !/^\d{1,4}$/.test(word("gpu"))) return null;
    return {
      gpu: Number(word("gpu")),
      has: (name) => at(name) >= 0,
      text: (name) => nvidiaSmiText(name === FREE_TEXT && at(name) >= 0 ? words.slice(at(name)).join(" ") : word(name)),
      number: (name, unit) => nvidiaSmiValue(word(name), this.#units[at(name)] ?? unit),
    };
  }
}
