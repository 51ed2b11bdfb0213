import { parseDuration } from "../report/parse-duration.ts";
import type { AttachOptions, MemoryKind, RunOptions, SummaryFormat } from "../run/run-options.ts";

/**
 * One option of one command: how it is parsed, what `help` says, what README's table says. `T` is the type of the field it fills.
 */
export interface Option<T = unknown> {
  /** Without the dashes. In the environment it is RESTRACK_ and this in capitals, "_" for "-". */
  name: string;
  short?: string;
  /** Placeholder of the value in help, e.g. "FILE". A flag has none. */
  value?: string;
  /** What the option says when it stands without a value. Only flags and options with an optional value have one. */
  alone?: T;
  /** What holds when it is not given. */
  initial: T;
  /** The value's meaning, added to what stood before for options that may be repeated; undefined when it cannot be used. */
  read?(text: string, before: T, source: string): T | undefined;
  /** Ends "it must be ...". */
  expects?: string;
  /** A value that works, for the hint of an error. */
  example?: string;
  repeatable?: true;
  /** Names a file that a nested run must not write again: inherited from the environment it only counts when it holds a placeholder. */
  perRun?: true;
  group: "common" | "more";
  help: string;
}

/** Every field of T has its option, and every option its help: leaving one out does not compile. */
type OptionTable<T> = { readonly [K in keyof T]-?: Option<T[K]> };

export interface StatsOptions {
  files: readonly string[];
  format: SummaryFormat;
}

export interface ListOptions {
  format: "text" | "json";
}

export interface InfoOptions {
  format: "text" | "json";
  record: string | null;
}

const text = (value: string): string | undefined => (value === "" ? undefined : value);
const oneOf =
  <T extends string>(...words: T[]) =>
  (value: string): T | undefined =>
    words.find((word) => word === value.toLowerCase());

function readFileName(value: string): string | undefined {
  // "-" would be standard output, and that belongs to the command.
  return value === "" || value === "-" || value.includes("\0") ? undefined : value;
}

function readInterval(value: string): number | undefined {
  const seconds = /^(\d+\.?\d*|\.\d+)$/.test(value) ? Number(value) : 0;
  return seconds >= 0.05 && seconds <= 3600 ? seconds : undefined;
}

function readTimeSpan(value: string): number | undefined {
  const seconds = parseDuration(value);
  return seconds !== undefined && seconds > 0 ? seconds : undefined;
}

function readTag(value: string, before: Readonly<Record<string, string>>): Record<string, string> | undefined {
  const at = value.indexOf("=");
  const key = value.slice(0, at).trim();
  // Object.fromEntries, because tags["__proto__"] = … would be no tag.
  return at < 1 || key === "" ? undefined : Object.fromEntries([...Object.entries(before), [key, value.slice(at + 1).trim()]]);
}

const durationHint = "a duration such as 90, 90s, 1.5m, 2h30m or 1d";

const format: Option<SummaryFormat> = {
  name: "format",
  value: "FORMAT",
  initial: "text",
  read: oneOf("text", "json", "markdown"),
  expects: "text, json or markdown",
  example: "markdown",
  group: "common",
  help: "text, json or markdown",
};

const textOrJson: Option<"text" | "json"> = {
  name: "format",
  value: "FORMAT",
  initial: "text",
  read: oneOf("text", "json"),
  expects: "text or json",
  example: "json",
  group: "common",
  help: "text or json",
};

/** Common first, as help shows them. */
export const runOptions: OptionTable<Omit<RunOptions, "command">> = {
  csv: {
    name: "csv",
    value: "FILE",
    initial: null,
    read: readFileName,
    expects: "a file name, and standard output is the command's",
    example: "run.csv",
    perRun: true,
    group: "common",
    help: "write a row per interval; its .meta.json lies beside",
  },
  json: {
    name: "json",
    value: "FILE",
    initial: null,
    read: readFileName,
    expects: "a file name, and standard output is the command's",
    example: "run.json",
    perRun: true,
    group: "common",
    help: "write the whole report when the command has ended",
  },
  intervalSeconds: {
    name: "interval",
    short: "i",
    value: "SECONDS",
    initial: 1,
    read: readInterval,
    expects: "a number of seconds from 0.05 to 3600",
    example: "0.5",
    group: "common",
    help: "seconds between two rows, 0.05 to 3600 (default 1)",
  },
  name: {
    name: "name",
    value: "TEXT",
    initial: null,
    read: text,
    expects: "a text that is not empty",
    example: "nightly",
    group: "common",
    help: "name of the run (default: the program's)",
  },
  tags: {
    name: "tag",
    value: "KEY=VALUE",
    initial: {},
    read: readTag,
    expects: "KEY=VALUE",
    example: "branch=main",
    repeatable: true,
    group: "common",
    help: "keep a label with the run; may be repeated",
  },
  format: { ...format, help: "summary as text, json or markdown (default text)" },
  quiet: { name: "quiet", short: "q", alone: true, initial: false, group: "common", help: "no summary on stderr" },
  progress: { name: "progress", alone: true, initial: false, group: "common", help: "one live line on stderr, if that is a terminal" },
  timeoutSeconds: {
    name: "timeout",
    value: "DURATION",
    initial: null,
    read: readTimeSpan,
    expects: durationHint,
    example: "2h30m",
    group: "common",
    help: "end it after 90, 90s, 1.5m, 2h30m or 1d (exit 124)",
  },
  failIf: {
    name: "fail-if",
    value: "CONDITION",
    initial: [],
    read: (condition, before, source) => [...before, { text: condition, source }],
    repeatable: true,
    group: "common",
    help: "exit 3 if it holds: 'memory_peak > 4GiB'; repeatable",
  },
  memory: {
    name: "memory",
    value: "KIND",
    initial: "pss",
    read: oneOf<MemoryKind>("pss", "rss", "uss"),
    expects: "pss, rss or uss",
    example: "rss",
    group: "more",
    help: "pss shares common pages out, rss counts them in every process, uss leaves them out (default pss)",
  },
  waitChildrenSeconds: {
    name: "wait-children",
    value: "DURATION",
    alone: Infinity,
    initial: 0,
    read: readTimeSpan,
    expects: durationHint,
    example: "30s",
    group: "more",
    help: "stay until left-over descendants have ended too, or no longer than said",
  },
  nodeId: {
    name: "node-id",
    value: "TEXT",
    initial: null,
    read: text,
    expects: "a text that is not empty",
    example: "node-7",
    group: "more",
    help: "name of this machine in the report, for runs on many",
  },
  gpu: { name: "no-gpu", alone: false, initial: true, group: "more", help: "ask no GPU tool; GPU columns stay empty" },
  system: { name: "no-system", alone: false, initial: true, group: "more", help: "measure the command only; system columns stay empty" },
  discovery: { name: "no-discovery", alone: false, initial: true, group: "more", help: "do not ask the cloud's metadata address where this is" },
  save: { name: "no-save", alone: false, initial: true, group: "more", help: "keep no copy of this run in the state folder" },
  cgroup: { name: "no-cgroup", alone: false, initial: true, group: "more", help: "make no cgroup for the command where that is allowed" },
};

const { timeoutSeconds: _timeout, waitChildrenSeconds: _wait, cgroup: _cgroup, ...ofAnyTree } = runOptions;
export const attachOptions: OptionTable<Omit<AttachOptions, "pid">> = ofAnyTree;

export const statsOptions: OptionTable<Omit<StatsOptions, "files">> = { format };
export const listOptions: OptionTable<ListOptions> = { format: textOrJson };
export const infoOptions: OptionTable<InfoOptions> = {
  format: textOrJson,
  record: {
    name: "record",
    value: "FOLDER",
    initial: null,
    read: readFileName,
    expects: "a folder",
    example: "fixtures/hosts/mine",
    group: "more",
    help: "write what restrack reads of this machine into FOLDER, names and addresses masked",
  },
};

/** The commands, in the order of help, which command-help.ts has. */
export const commands = {
  run: runOptions,
  attach: attachOptions,
  stats: statsOptions,
  list: listOptions,
  info: infoOptions,
  help: {},
} as const satisfies Record<string, Readonly<Record<string, Option>>>;

export type CommandName = keyof typeof commands;
