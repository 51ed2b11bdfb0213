import { type OptionTable, text } from "./option.ts";

export interface ReportOptions {
  files: readonly string[];
  /** null: beside the first file; "-": standard output. */
  output: string | null;
  open: boolean;
  /** Names of the runs, in the order of the files. */
  labels: readonly string[];
}

export const reportOptions: OptionTable<Omit<ReportOptions, "files">> = {
  output: {
    name: "output",
    short: "o",
    value: "FILE",
    initial: null,
    read: (value) => (value === "" || value.includes("\0") ? undefined : value),
    expects: "a file name, or - for standard output",
    example: "out.html",
    perRun: true,
    group: "common",
    help: "where to write the page; - is standard output (default: beside the first file, with .html)",
  },
  open: { name: "open", alone: true, initial: false, group: "common", help: "open the page in the browser" },
  labels: {
    name: "label",
    value: "TEXT",
    initial: [],
    read: (value, before) => (text(value) === undefined ? undefined : [...before, value]),
    expects: "a text that is not empty",
    example: "training",
    repeatable: true,
    group: "common",
    help: "what to call a run; repeatable, in the order of the files",
  },
};
