import type { MemoryKind, RunOptions } from "../run/run-options.ts";
import { durationHint, format, oneOf, type OptionTable, readFileName, readTimeSpan, text } from "./option.ts";

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
  html: {
    name: "html",
    value: "FILE",
    initial: null,
    read: readFileName,
    expects: "a file name, and standard output is the command's",
    example: "run.html",
    perRun: true,
    group: "common",
    help: "draw the run in one offline HTML page when the command has ended",
  },
  open: { name: "open", alone: true, initial: false, group: "common", help: "open that page in the browser at the end" },
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
  gpus: {
    name: "gpus",
    value: "WHICH",
    initial: null,
    read: readGpus,
    expects: "all, or numbers of GPUs such as 0,1",
    example: "0,1",
    group: "more",
    help: "all, or 0,1: GPUs that count (default: those that CUDA_VISIBLE_DEVICES shows)",
  },
  system: { name: "no-system", alone: false, initial: true, group: "more", help: "measure the command only; system columns stay empty" },
  discovery: { name: "no-discovery", alone: false, initial: true, group: "more", help: "do not ask the cloud's metadata address where this is" },
  save: { name: "no-save", alone: false, initial: true, group: "more", help: "keep no copy of this run in the state folder" },
  cgroup: { name: "no-cgroup", alone: false, initial: true, group: "more", help: "make no cgroup for the command where that is allowed" },
};

function readInterval(value: string): number | undefined {
  const seconds = /^(\d+\.?\d*|\.\d+)$/.test(value) ? Number(value) : 0;
  return seconds >= 0.05 && seconds <= 3600 ? seconds : undefined;
}

function readGpus(value: string): "all" | number[] | undefined {
  if (value === "all") return value;
  return /^\d+(,\d+)*$/.test(value) ? value.split(",").map(Number) : undefined;
}

function readTag(value: string, before: Readonly<Record<string, string>>): Record<string, string> | undefined {
  const at = value.indexOf("=");
  const key = value.slice(0, at).trim();
  // Object.fromEntries, because tags["__proto__"] = … would be no tag.
  return at < 1 || key === "" ? undefined : Object.fromEntries([...Object.entries(before), [key, value.slice(at + 1).trim()]]);
}
