import { RestrackError } from "../errors.ts";
import { nearest } from "../report/nearest.ts";
import type { Option } from "./option.ts";
import type { OptionErrors, Options } from "./parse-options.ts";

export const usage = (message: string, hint: string) => new RestrackError("ERR_USAGE", message, { hint });

/** In words, with what would be right. */
export const optionErrors: OptionErrors = {
  unknown: unknownOption,
  withoutValue(option) {
    const source = `--${option.name}`;
    return usage(`Cannot use ${source} without a value: it needs ${option.value}`, `for example: ${source} ${example(option)}`);
  },
  wrongValue(option, value, source) {
    const joint = source.startsWith("-") && option.alone === undefined ? " " : "=";
    return usage(
      `Cannot use ${JSON.stringify(value)} as ${source}: it must be ${option.value === undefined ? "yes or no" : option.expects}`,
      option.value === undefined ? `${source} alone means yes` : `for example: ${source}${joint}${example(option)}`,
    );
  },
};

const example = ({ example, value }: Option) => example ?? value;

export function unknownOption(command: string | null, typed: string, table: Options): RestrackError {
  const known = [...Object.values(table).map(({ name }) => `--${name}`), "--help", "--version"];
  const near = typed.startsWith("--") ? nearest(typed, known) : undefined;
  const forCommand = command === "run" ? "; if it is the command's, put -- before the command" : "";
  const hint = near !== undefined ? `did you mean ${near}?` : `restrack help${command === null ? "" : ` ${command}`}${forCommand}`;
  return usage(`Cannot use ${typed}: there is no such option${command === null ? "" : ` of restrack ${command}`}`, hint);
}
