import { RestrackError } from "../errors.ts";
import { formatCommand } from "../render/command-line.ts";
import { nearest } from "../report/nearest.ts";
import type { AttachOptions, RunOptions } from "../run/run-options.ts";
import { commands, type CommandName, type InfoOptions, type ListOptions, type Option, runOptions, type StatsOptions } from "./options.ts";
import { tokenize } from "./tokens.ts";

/** What was asked for, every value checked. */
export type CommandLine =
  | { command: "run"; options: RunOptions }
  | { command: "attach"; options: AttachOptions }
  | { command: "stats"; options: StatsOptions }
  | { command: "list"; options: ListOptions }
  | { command: "info"; options: InfoOptions }
  | { command: "help"; topic: CommandName | null }
  | { command: "version" };

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws RestrackError ERR_USAGE with the nearest right word as its hint */
export function parseCommandLine(args: readonly string[], env: Environment): CommandLine {
  const [first, ...rest] = args;
  if (first === undefined || first === "--help" || first === "-h") return { command: "help", topic: isCommand(rest[0]) ? rest[0] : null };
  if (first === "--version" || first === "-V") return { command: "version" };
  if (first.startsWith("-")) throw optionBeforeCommand(args);
  if (!isCommand(first)) throw unknownCommand(args);

  const { values, operands, asked } = parseOptions(first, rest, env);
  if (asked === "version") return { command: "version" };
  if (asked === "help") return { command: "help", topic: first };
  switch (first) {
    case "run":
      if (operands.length === 0) throw usage("Cannot run: there is no command", "restrack run -- python train.py");
      return { command: "run", options: { ...(values as Omit<RunOptions, "command">), command: operands } };
    case "attach":
      return { command: "attach", options: { ...(values as Omit<AttachOptions, "pid">), pid: readPid(operands) } };
    case "stats":
      return { command: "stats", options: { ...(values as Omit<StatsOptions, "files">), files: operands } };
    case "help":
      return { command: "help", topic: readTopic(operands) };
    case "list":
    case "info":
      if (operands.length > 0) throw usage(`Cannot use "${operands[0]}" with restrack ${first}: it takes options only`, `restrack help ${first}`);
      return { command: first, options: values as unknown as ListOptions & InfoOptions };
  }
}

const isCommand = (word: string | undefined): word is CommandName => word !== undefined && Object.hasOwn(commands, word);

const usage = (message: string, hint: string) => new RestrackError("ERR_USAGE", message, { hint });

/** Takes apart what follows the command. Of `run` only what stands before its COMMAND is ours. */
function parseOptions(command: CommandName, args: string[], env: Environment) {
  const table: Readonly<Record<string, Option>> = commands[command];
  const values = readEnvironment(table, env);
  const operands: string[] = [];
  let asked: "help" | "version" | undefined;
  for (const token of tokenize(table, args)) {
    if (token.kind === "end") {
      if (command === "run") return { values, operands: args.slice(token.index + 1), asked };
    } else if (token.kind === "operand") {
      if (command === "run") return { values, operands: args.slice(token.index), asked };
      operands.push(token.value);
    } else if (token.name === "help" || token.name === "version") {
      asked ??= token.name;
    } else {
      const [key, option] = Object.entries(table).find(([, { name }]) => name === token.name) ?? [];
      if (key === undefined || option === undefined) throw unknownOption(command, token.typed, table);
      values[key] = readOption(option, token.value, token.inline, values[key]);
    }
  }
  return { values, operands, asked };
}

function readOption(option: Option, value: string | undefined, inline: boolean, before: unknown): unknown {
  const source = `--${option.name}`;
  if (value === undefined && option.alone !== undefined) return option.alone;
  // "--csv --json x" forgot a name; "--interval -1" is a wrong number. Who means a file "--json" writes --csv=--json.
  if (value === undefined || (!inline && /^-\D/.test(value))) {
    throw usage(`Cannot use ${source} without a value: it needs ${option.value}`, `for example: ${source} ${example(option)}`);
  }
  return readValue(option, value, before, source);
}

function readValue(option: Option, value: string, before: unknown, source: string): unknown {
  const meaning = option.value === undefined ? readFlag(option, value) : option.read?.(value, before, source);
  if (meaning !== undefined) return meaning;
  const joint = source.startsWith("-") && option.alone === undefined ? " " : "=";
  throw usage(
    `Cannot use ${JSON.stringify(value)} as ${source}: it must be ${option.value === undefined ? "yes or no" : option.expects}`,
    option.value === undefined ? `${source} alone means yes` : `for example: ${source}${joint}${example(option)}`,
  );
}

const example = ({ example, value }: Option) => example ?? value;

/** A flag set in the environment is undone by --flag=no. */
function readFlag({ alone, initial }: Option, value: string): unknown {
  if (/^(1|yes|true|on)$/i.test(value)) return alone;
  return /^(0|no|false|off)$/i.test(value) ? initial : undefined;
}

/** The values from before the command line: the defaults, and over them what the environment says. */
function readEnvironment(table: Readonly<Record<string, Option>>, env: Environment): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  const nested = Boolean(env["RESTRACK_RUN_ID"]);
  for (const [key, option] of Object.entries(table)) {
    values[key] = option.initial;
    const variable = environmentVariable(option);
    const text = env[variable];
    if (text === undefined || text === "") continue;
    // What the outer run writes this very moment came down to us with its environment.
    if (nested && option.perRun && !text.includes("{")) continue;
    for (const part of option.repeatable ? text.split(",") : [text]) {
      if (part.trim() !== "") values[key] = option.alone !== undefined && isYes(option, part) ? option.alone : readValue(option, part, values[key], variable);
    }
  }
  return values;
}

/** RESTRACK_WAIT_CHILDREN=1 is no second but the option alone. */
const isYes = ({ value }: Option, text: string) => value !== undefined && /^(1|yes|true|on)$/i.test(text);

/** "--fail-if" is RESTRACK_FAIL_IF. */
export function environmentVariable({ name }: Option): string {
  return `RESTRACK_${name.toUpperCase().replaceAll("-", "_")}`;
}

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

function unknownOption(command: CommandName | null, typed: string, table: Readonly<Record<string, Option>>): RestrackError {
  const known = [...Object.values(table).map(({ name }) => `--${name}`), "--help", "--version"];
  const near = typed.startsWith("--") ? nearest(typed, known) : undefined;
  const forCommand = command === "run" ? "; if it is the command's, put -- before the command" : "";
  const hint = near !== undefined ? `did you mean ${near}?` : `restrack help${command === null ? "" : ` ${command}`}${forCommand}`;
  return usage(`Cannot use ${typed}: there is no such option${command === null ? "" : ` of restrack ${command}`}`, hint);
}
