import type { RestrackError } from "../errors.ts";
import { formatCommand } from "../render/command-line.ts";
import { nearest } from "../report/nearest.ts";
import type { AttachOptions, RunOptions } from "../run/run-options.ts";
import type { Option } from "./option.ts";
import { commands, type CommandName, type InfoOptions, type ListOptions, type RecommendOptions, type ReportOptions, type StatsOptions } from "./options.ts";
import { optionErrors, unknownOption, usage } from "./option-errors.ts";
import { type Environment, parseOptions, withCommand } from "./parse-options.ts";
import { runOptions } from "./run-options.ts";

/** What was asked for, every value checked. */
export type CommandLine =
  | { command: "run"; options: RunOptions }
  | { command: "attach"; options: AttachOptions }
  | { command: "report"; options: ReportOptions }
  | { command: "stats"; options: StatsOptions }
  | { command: "recommend"; options: RecommendOptions }
  | { command: "list"; options: ListOptions }
  | { command: "info"; options: InfoOptions }
  | { command: "help"; topic: CommandName | null }
  | { command: "version" };

/** @throws RestrackError ERR_USAGE with the nearest right word as its hint */
export function parseCommandLine(args: readonly string[], env: Environment): CommandLine {
  const [first, ...rest] = args;
  if (first === undefined || first === "--help" || first === "-h") return { command: "help", topic: isCommand(rest[0]) ? rest[0] : null };
  if (first === "--version" || first === "-V") return { command: "version" };
  if (first.startsWith("-")) throw optionBeforeCommand(args);
  if (!isCommand(first)) throw unknownCommand(args);

  const { values, operands, asked } = parseOptions(first, commands[first], rest, env, optionErrors);
  if (asked === "version") return { command: "version" };
  if (asked === "help") return { command: "help", topic: first };
  switch (first) {
    case "run":
      if (operands.length === 0) throw usage("Cannot run: there is no command", "restrack run -- python train.py");
      return { command: "run", options: withCommand(values, operands) };
    case "attach":
      return { command: "attach", options: { ...(values as Omit<AttachOptions, "pid">), pid: readPid(operands) } };
    case "stats":
      return { command: "stats", options: { ...(values as Omit<StatsOptions, "files">), files: operands } };
    case "report":
      return { command: "report", options: { ...(values as Omit<ReportOptions, "files">), files: operands } };
    case "recommend":
      return { command: "recommend", options: { ...(values as Omit<RecommendOptions, "files">), files: operands } };
    case "help":
      return { command: "help", topic: readTopic(operands) };
    case "list":
    case "info":
      if (operands.length > 0) throw usage(`Cannot use "${operands[0]}" with restrack ${first}: it takes options only`, `restrack help ${first}`);
      return { command: first, options: values as unknown as ListOptions & InfoOptions };
  }
}

const isCommand = (word: string | undefined): word is CommandName => word !== undefined && Object.hasOwn(commands, word);

function readPid(operands: string[]): number {
  const [pid, more] = operands;
  if (pid === undefined) throw usage("Cannot attach: there is no process id", "restrack attach $(pgrep -n python)");
  if (more !== undefined) throw usage(`Cannot attach to "${more}" as well: one process id, its children come along`, `restrack attach ${pid}`);
  if (!/^[1-9]\d{0,9}$/.test(pid)) throw usage(`Cannot attach to "${pid}": a process id is a whole number above 0`, "restrack attach $(pgrep -n python)");
  return Number(pid);
}

function readTopic([topic]: string[]): CommandName | null {
  if (topic === undefined || isCommand(topic)) return topic ?? null;
  const near = nearest(topic, Object.keys(commands));
  throw usage(`Cannot help with "${topic}": there is no such command`, near === undefined ? "restrack help" : `restrack help ${near}`);
}

function unknownCommand(args: readonly string[]): RestrackError {
  const near = nearest(args[0]!, Object.keys(commands));
  const run = `restrack run -- ${formatCommand(args)}`;
  return usage(`Cannot understand "${args[0]}": there is no such command`, near === undefined ? `to profile it: ${run}` : `did you mean restrack ${near}? To profile a program of that name: ${run}`);
}

function optionBeforeCommand(args: readonly string[]): RestrackError {
  const [first = ""] = args;
  if (first === "--") return usage("Cannot understand what to do: there is no command of restrack", `restrack run ${formatCommand(args)}`);
  const name = first.replace(/=.*/s, "");
  if (Object.values<Option>(runOptions).some((option) => name === `--${option.name}` || name === `-${option.short}`)) {
    return usage(`Cannot use ${name} here: options stand behind the command`, `restrack run ${formatCommand(args)}`);
  }
  return unknownOption(null, name, {});
}

