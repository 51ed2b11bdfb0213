import type { GpuChoice } from "../sources/gpu/gpu-source.ts";

export type SummaryFormat = "text" | "json" | "markdown";
export type MemoryKind = "pss" | "rss" | "uss";

/** A condition of --fail-if as it was written, and where: "--fail-if" or "RESTRACK_FAIL_IF". It is understood before the job starts. */
export interface FailCondition {
  text: string;
  source: string;
}

/** How a run is measured and where it is told. What `restrack run` understood, and what track() takes. */
export interface RunOptions {
  /** The program and its arguments. */
  command: readonly string[];
  /** File for the rows, beside which its meta file stands. May hold {name}, {datetime}, {host}, {pid}, {rank}. */
  csv: string | null;
  /** File for the whole report. The same placeholders. */
  json: string | null;
  /** File for the page. The same placeholders. */
  html: string | null;
  /** Whether the page is to be opened at the end; without `html` it then lies beside the kept run. */
  open: boolean;
  /** 0.05 to 3600. */
  intervalSeconds: number;
  /** null: the program's own name. */
  name: string | null;
  tags: Readonly<Record<string, string>>;
  nodeId: string | null;
  format: SummaryFormat;
  quiet: boolean;
  progress: boolean;
  memory: MemoryKind;
  /** After this the job is ended. null: never. */
  timeoutSeconds: number | null;
  /** How long to stay for descendants that outlive the command. 0: not at all, Infinity: until they have ended. */
  waitChildrenSeconds: number;
  failIf: readonly FailCondition[];
  gpu: boolean;
  /** Which of the machine's GPUs count, by their index; null: those that CUDA_VISIBLE_DEVICES shows to the command. */
  gpus: GpuChoice;
  system: boolean;
  discovery: boolean;
  save: boolean;
  cgroup: boolean;
}

/** The same for a tree that runs already: nothing is started, so nothing is ended, waited for or put into a cgroup. */
export type AttachOptions = Omit<RunOptions, "command" | "timeoutSeconds" | "waitChildrenSeconds" | "cgroup"> & { pid: number };
