import type { Option } from "./option.ts";

export type Token =
  | { kind: "operand"; value: string; index: number }
  /** "--": all that follows are operands. */
  | { kind: "end"; index: number }
  /** `name` is the long one where there is one, `typed` as it stands there. */
  | { kind: "option"; name: string; typed: string; value: string | undefined; inline: boolean };

const SHORT: Record<string, string> = { h: "help", V: "version" };

/**
 * Takes a command line apart as POSIX and GNU do: --name value, --name=value, -n value, -nvalue, -ab for -a -b. Not util.parseArgs: that costs
 * a millisecond before the job can start, and cannot stop at the job's own command.
 */
export function* tokenize(table: Readonly<Record<string, Option>>, args: readonly string[]): Generator<Token, void> {
  const options = Object.values(table);
  const needsValue = (option: Option | undefined) => option !== undefined && option.alone === undefined;
  for (let index = 0; index < args.length; index++) {
    const arg = args[index]!;
    if (arg === "--") {
      yield { kind: "end", index };
      for (index++; index < args.length; index++) yield { kind: "operand", value: args[index]!, index };
    } else if (arg.startsWith("--")) {
      const equals = arg.indexOf("=");
      const typed = equals < 0 ? arg : arg.slice(0, equals);
      const name = typed.slice(2);
      const inline = equals >= 0;
      const value = inline ? arg.slice(equals + 1) : needsValue(options.find((option) => option.name === name)) ? args[++index] : undefined;
      yield { kind: "option", name, typed, value, inline };
    } else if (arg.startsWith("-") && arg !== "-") {
      for (let at = 1; at < arg.length; at++) {
        const letter = arg[at]!;
        const option = options.find(({ short }) => short === letter);
        const rest = arg.slice(at + 1);
        const inline = needsValue(option) && rest !== "";
        yield { kind: "option", name: option?.name ?? SHORT[letter] ?? "", typed: `-${letter}`, value: inline ? rest : needsValue(option) ? args[++index] : undefined, inline };
        if (inline) break;
      }
    } else {
      yield { kind: "operand", value: arg, index };
    }
  }
}
