import type { AttachOptions, FailCondition, SummaryFormat } from "../run/run-options.ts";
import { format, oneOf, type Option, type OptionTable, readFileName } from "./option.ts";
import { reportOptions } from "./report-options.ts";
import { recommendOptions } from "./recommend-options.ts";
import { runOptions } from "./run-options.ts";

export type { ReportOptions } from "./report-options.ts";
export type { RecommendOptions } from "./recommend-options.ts";

export interface StatsOptions {
  files: readonly string[];
  format: SummaryFormat;
  failIf: readonly FailCondition[];
}

export interface ListOptions {
  format: "text" | "json";
}

export interface InfoOptions {
  format: "text" | "json";
  record: string | null;
  discovery: boolean;
}

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

const { timeoutSeconds: _timeout, waitChildrenSeconds: _wait, cgroup: _cgroup, ...ofAnyTree } = runOptions;
export const attachOptions: OptionTable<Omit<AttachOptions, "pid">> = ofAnyTree;

export const statsOptions: OptionTable<Omit<StatsOptions, "files">> = { format, failIf: runOptions.failIf };
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
  discovery: runOptions.discovery,
};

/** The commands, in the order of help, which command-help.ts has. */
export const commands = {
  run: runOptions,
  attach: attachOptions,
  report: reportOptions,
  stats: statsOptions,
  recommend: recommendOptions,
  list: listOptions,
  info: infoOptions,
  help: {},
} as const satisfies Record<string, Readonly<Record<string, Option>>>;

export type CommandName = keyof typeof commands;
