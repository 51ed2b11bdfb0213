import type { RunOptions } from "../run/run-options.ts";
import type { Option } from "./option.ts";
import { runOptions } from "./run-options.ts";
import { tokenize } from "./tokens.ts";

export type Environment = Readonly<Record<string, string | undefined>>;
export type Options = Readonly<Record<string, Option>>;

/** What is said of options that cannot be used; each returns the error to throw. */
export interface OptionErrors {
  unknown(command: string, typed: string, table: Options): Error;
  withoutValue(option: Option): Error;
  wrongValue(option: Option, value: string, source: string): Error;
}

/** Whoever gets one asks again, in a way that tells what is wrong. */
const silent = (): Error => new Error();
const silentErrors: OptionErrors = { unknown: silent, withoutValue: silent, wrongValue: silent };

/** What `restrack run` is told. null: it is no plain run; parse.ts knows what it is, or what is wrong with it. */
export function parseRun(args: readonly string[], env: Environment): RunOptions | null {
  try {
    const { values, operands, asked } = parseOptions("run", runOptions, args, env, silentErrors);
    return asked === undefined && operands.length > 0 ? withCommand(values, operands) : null;
  } catch {
    return null;
  }
}

export function withCommand(values: Readonly<Record<string, unknown>>, command: readonly string[]): RunOptions {
  return { ...(values as unknown as Omit<RunOptions, "command">), command };
}

/** Takes apart what follows the command. Of `run` only what stands before its COMMAND is ours. */
export function parseOptions(command: string, table: Options, args: readonly string[], env: Environment, errors: OptionErrors) {
  const values = readEnvironment(table, env, errors);
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
      if (key === undefined || option === undefined) throw errors.unknown(command, token.typed, table);
      values[key] = readOption(option, token.value, token.inline, values[key], errors);
    }
  }
  return { values, operands, asked };
}

function readOption(option: Option, value: string | undefined, inline: boolean, before: unknown, errors: OptionErrors): unknown {
  const source = `--${option.name}`;
  if (value === undefined && option.alone !== undefined) return option.alone;
  // "--csv --json x" forgot a name; "--interval -1" is a wrong number. Who means a file "--json" writes --csv=--json.
  if (value === undefined || (!inline && /^-\D/.test(value))) {
    throw errors.withoutValue(option);
  }
  return readValue(option, value, before, source, errors);
}

function readValue(option: Option, value: string, before: unknown, source: string, errors: OptionErrors): unknown {
  const meaning = option.value === undefined ? readFlag(option, value) : option.read?.(value, before, source);
  if (meaning === undefined) throw errors.wrongValue(option, value, source);
  return meaning;
}

/** A flag set in the environment is undone by --flag=no. */
function readFlag({ alone, initial }: Option, value: string): unknown {
  if (/^(1|yes|true|on)$/i.test(value)) return alone;
  return /^(0|no|false|off)$/i.test(value) ? initial : undefined;
}

/** The values from before the command line: the defaults, and over them what the environment says. */
function readEnvironment(table: Readonly<Record<string, Option>>, env: Environment, errors: OptionErrors): Record<string, unknown> {
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
      if (part.trim() !== "") values[key] = option.alone !== undefined && isYes(option, part) ? option.alone : readValue(option, part, values[key], variable, errors);
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
