import type { FailCondition } from "../run/run-options.ts";
import { durationHint, oneOf, type Option, type OptionTable, readFileName, readTimeSpan, text } from "./option.ts";
import { runOptions } from "./run-options.ts";

export const recommendFormats = ["text", "json", "markdown", "slurm", "kubernetes", "docker", "snakemake", "nextflow", "metaflow", "github"] as const;
export type RecommendFormat = (typeof recommendFormats)[number];

export interface RecommendOptions {
  files: readonly string[];
  format: RecommendFormat;
  /** Of memory and GPU memory, as a share: 0.2. */
  headroom: number;
  /** As a share: 0.1 is 10 % longer. */
  maxSlowdown: number;
  cpu: "replay" | "mean" | "p95" | "peak";
  by: "cost" | "price" | "time";
  deadlineSeconds: number | null;
  vendors: readonly string[];
  regions: readonly string[];
  archs: readonly string[];
  gpuModel: string | null;
  allocations: readonly Allocation[];
  burstable: boolean;
  limit: number;
  /** "aws/m5.2xlarge/us-east-1" */
  current: CurrentServer | null;
  catalogues: readonly string[];
  live: boolean;
  failIf: readonly FailCondition[];
}

export type Allocation = "dedicated" | "shared" | "burstable";

export interface CurrentServer {
  vendor: string;
  name: string;
  region: string | null;
}

/** Several words are several options, or one with commas. */
function words(value: string, before: readonly string[]): string[] | undefined {
  const more = value.split(",").map((word) => word.trim().toLowerCase());
  return more.includes("") ? undefined : [...before, ...more];
}

/** As uname and Docker call them. */
const archNames: Readonly<Record<string, string>> = { amd64: "x86_64", x64: "x86_64", "x86-64": "x86_64", aarch64: "arm64" };

function readArchs(value: string, before: readonly string[]): string[] | undefined {
  return words(value, before)?.map((word) => archNames[word] ?? word);
}

/** "20%" and "0.2" are the same. */
function readShare(value: string): number | undefined {
  const [, number, percent] = /^(\d+(?:\.\d+)?)\s*(%?)$/.exec(value) ?? [];
  if (number === undefined) return undefined;
  const share = percent === "%" ? Number(number) / 100 : Number(number);
  return share <= 10 ? share : undefined;
}

function readCurrent(value: string): CurrentServer | undefined {
  const [vendor, name, region, ...more] = value.split("/");
  return !vendor || !name || region === "" || more.length > 0 ? undefined : { vendor: vendor.toLowerCase(), name, region: region ?? null };
}

function readAllocations(value: string, before: readonly Allocation[]): Allocation[] | undefined {
  const known = words(value, [])?.map((word) => oneOf<Allocation>("dedicated", "shared", "burstable")(word));
  return known === undefined || known.includes(undefined) ? undefined : [...before, ...(known as Allocation[])];
}

const share = (name: string, initial: number, example: string, help: string): Option<number> => ({
  name,
  value: "SHARE",
  initial,
  read: readShare,
  expects: "a share such as 20% or 0.2",
  example,
  group: "common",
  help,
});

const someWords = (name: string, value: string, example: string, help: string): Option<readonly string[]> => ({
  name,
  value,
  initial: [],
  read: words,
  expects: "one name, or several with commas",
  example,
  repeatable: true,
  group: "common",
  help,
});

export const recommendOptions: OptionTable<Omit<RecommendOptions, "files">> = {
  format: {
    name: "format",
    value: "FORMAT",
    initial: "text",
    read: oneOf<RecommendFormat>(...recommendFormats),
    expects: `one of ${recommendFormats.join(", ")}`,
    example: "slurm",
    group: "common",
    help: `${recommendFormats.slice(0, -1).join(", ")} or github (default text)`,
  },
  by: {
    name: "by",
    value: "WHAT",
    initial: "cost",
    read: oneOf<RecommendOptions["by"]>("cost", "price", "time"),
    expects: "cost, price or time",
    example: "time",
    group: "common",
    help: "rank servers by the cost of the run, the price of an hour, or the time it takes (default cost)",
  },
  limit: {
    name: "limit",
    value: "N",
    initial: 5,
    read: (value) => (/^[1-9]\d{0,3}$/.test(value) ? Number(value) : undefined),
    expects: "a whole number from 1 to 9999",
    example: "10",
    group: "common",
    help: "how many servers (default 5)",
  },
  vendors: someWords("vendor", "NAME", "aws,hcloud", "servers of these vendors only; repeatable"),
  regions: someWords("region", "NAME", "eu-central-1", "in these regions only; repeatable"),
  archs: { ...someWords("arch", "NAME", "x86_64", "x86_64 or arm64 only; repeatable"), read: readArchs },
  gpuModel: { name: "gpu-model", value: "TEXT", initial: null, read: text, expects: "a text that is not empty", example: "A100", group: "common", help: "servers whose GPU has this in its name" },
  deadlineSeconds: {
    name: "deadline",
    value: "DURATION",
    initial: null,
    read: readTimeSpan,
    expects: durationHint,
    example: "30m",
    group: "common",
    help: "servers on which the run takes no longer than that",
  },
  current: {
    name: "current",
    value: "VENDOR/NAME[/REGION]",
    initial: null,
    read: readCurrent,
    expects: "VENDOR/NAME or VENDOR/NAME/REGION",
    example: "aws/m5.2xlarge/us-east-1",
    group: "common",
    help: "where it ran, to see what would be saved (default: what restrack run has found out)",
  },
  headroom: share("headroom", 0.2, "30%", "more memory than the most that was used (default 20%)"),
  maxSlowdown: share("max-slowdown", 0.1, "25%", "how much longer it may take on fewer cores (default 10%)"),
  cpu: {
    name: "cpu",
    value: "RULE",
    initial: "replay",
    read: oneOf<RecommendOptions["cpu"]>("replay", "mean", "p95", "peak"),
    expects: "replay, mean, p95 or peak",
    example: "p95",
    group: "more",
    help: "cores from replaying the run, or plainly from its mean, 95th percentile or peak (default replay)",
  },
  allocations: {
    name: "allocation",
    value: "KIND",
    initial: [],
    read: readAllocations,
    expects: "dedicated, shared or burstable",
    example: "dedicated",
    repeatable: true,
    group: "more",
    help: "dedicated, shared or burstable servers only; repeatable",
  },
  burstable: { name: "burstable", alone: true, initial: false, group: "more", help: "also burstable and shared servers that the run loads beyond their baseline" },
  catalogues: {
    name: "catalogue",
    value: "FILE",
    initial: [],
    read: (value, before) => (readFileName(value) === undefined ? undefined : [...before, value]),
    expects: "a file name",
    example: "nodes.csv",
    repeatable: true,
    group: "more",
    help: "servers and prices of your own: one CSV with usd_per_hour, or two (servers, prices)",
  },
  live: { name: "live", alone: true, initial: false, group: "more", help: "ask Spare Cores for the prices of now, over the network" },
  failIf: runOptions.failIf,
};
