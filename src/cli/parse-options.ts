import { RestrackError } from "../errors.ts";
import { nearest } from "../report/nearest.ts";
import type { RunOptions } from "../run/run-options.ts";
import type { Option } from "./option.ts";
import { runOptions } from "./run-options.ts";
import { tokenize } from "./tokens.ts";

export type Environment = Readonly<Record<string, string | undefined>>;
export type Options = Readonly<Record<string, Option>>;

export const usage = (message: string, hint: string) => new RestrackError("ERR_USAGE", message, { hint });

/**
 * What `restrack run` is told. null: it was asked for help or for its version.
 *
 * @throws RestrackError ERR_USAGE with the nearest right word as its hint
 */
export function parseRun(args: readonly string[], env: Environment): RunOptions | null {
  const { values, operands, asked } = parseOptions("run", runOptions, args, env);
  return asked === undefined ? withCommand(values, operands) : null;
}

export function withCommand(values: Readonly<Record<string, unknown>>, command: readonly string[]): RunOptions {
  if (command.length === 0) throw usage("Cannot run: there is no command", "restrack run -- python train.py");
  return { ...(values as unknown as Omit<RunOptions, "command">), command };
}

/** Takes apart what follows the command. Of `run` only what stands before its COMMAND is ours. */
export function parseOptions(command: string, table: Options, args: readonly string[], env: Environment) {
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

export function unknownOption(command: string | null, typed: string, table: Options): RestrackError {
  const known = [...Object.values(table).map(({ name }) => `--${name}`), "--help", "--version"];
  const near = typed.startsWith("--") ? nearest(typed, known) : undefined;
  const forCommand = command === "run" ? "; if it is the command's, put -- before the command" : "";
  const hint = near !== undefined ? `did you mean ${near}?` : `restrack help${command === null ? "" : ` ${command}`}${forCommand}`;
  return usage(`Cannot use ${typed}: there is no such option${command === null ? "" : ` of restrack ${command}`}`, hint);
}
