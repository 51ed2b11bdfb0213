import { columns } from "../frame/columns.ts";
import { failMetrics } from "../report/fail-if.ts";
import { type CommandName, type CommandSpec, commands, type Option } from "./options.ts";
import { environmentVariable } from "./parse.ts";

const WIDTH = 80;

/** What `restrack` alone prints: every command in a line. */
export function renderHelp(): string {
  const specs = Object.entries<CommandSpec>(commands);
  return [
    "restrack measures any command: put it in front of a job.\n",
    "Usage: restrack COMMAND [options]\n",
    "Commands:",
    ...specs.map(([name, { help }]) => row(name, help, 12)),
    "",
    "Examples:",
    ...[...commands.run.examples.slice(0, 2), commands.stats.examples[0]].map(renderExample),
    "restrack help COMMAND tells all options of a command.\n",
  ].join("\n");
}

/** Usage, common options, more options, examples. */
export function renderCommandHelp(name: CommandName): string {
  const spec: CommandSpec = commands[name];
  const options = Object.values(spec.options);
  const common = options.filter(({ group }) => group === "common");
  const more = options.filter(({ group }) => group === "more");
  const width = Math.min(28, Math.max(12, ...options.map((option) => flags(option).length + 2)));
  return [
    `restrack ${name}: ${spec.help}\n`,
    `Usage: restrack ${spec.usage}\n`,
    ...section("Options", common, width),
    ...section("More options", more, width),
    ...(options.some(({ name }) => name === "fail-if") ? renderMetrics() : []),
    ...(options.length > 0 ? [...wrap(environmentNote(options), WIDTH), ""] : []),
    "Examples:",
    ...spec.examples.map(renderExample),
  ].join("\n");
}

/** The options of a command as a table for README. */
export function renderOptionsMarkdown(name: CommandName): string {
  const options: Option[] = Object.values((commands[name] as CommandSpec).options);
  const rows = options.map((option) => `| \`${flags(option).trim()}\` | ${escapeCell(sentence(option))} | \`${environmentVariable(option)}\` |`);
  return ["| option | what it does | environment |", "|---|---|---|", ...rows].join("\n");
}

/** The columns of the CSV as a table for README. */
export function renderColumnsMarkdown(): string {
  const rows = columns.map(({ name, unit, kind, help }, index) => `| ${index + 1} | \`${name}\` | ${unit} | ${kind} | ${escapeCell(help)} |`);
  return ["| # | column | unit | kind | meaning |", "|---|---|---|---|---|", ...rows].join("\n");
}

function section(title: string, options: Option[], width: number): string[] {
  return options.length === 0 ? [] : [`${title}:`, ...options.map((option) => row(flags(option), sentence(option), width)), ""];
}

/** "-q, --quiet", "    --csv FILE", "    --wait-children[=DURATION]" */
function flags({ name, short, value, alone }: Option): string {
  const operand = value === undefined ? "" : alone === undefined ? ` ${value}` : `[=${value}]`;
  return `${short === undefined ? "    " : `-${short}, `}--${name}${operand}`;
}

const sentence = ({ help }: Option): string => help;

function environmentNote(options: readonly Option[]): string {
  const option = options.find(({ value, alone }) => value !== undefined && alone === undefined)!;
  const flag = options.find(({ value }) => value === undefined);
  const undone = flag === undefined ? "" : ` A flag that is set there is undone with --${flag.name}=no.`;
  return `Each option can also be set in the environment, as ${environmentVariable(option)}=${option.example ?? option.value}; the command line wins.${undone}`;
}

function renderMetrics(): string[] {
  const lines = Object.entries(failMetrics).map(([name, { help }]) => row(name, help, 28 - 4, 6));
  return ["What --fail-if can ask for, with > >= < <= == !=, units B to TB, KiB to TiB, s m h d,", "cores, and % of what the command may use:", ...lines, ""].flatMap((line) => (line.length > WIDTH ? wrap(line, WIDTH) : [line]));
}

const renderExample = ([comment, command]: readonly [string, string]) => `  # ${comment}\n  ${command}\n`;

/** A name, and what it means in a column of its own; the name gets a line to itself when it reaches into that. */
function row(name: string, meaning: string, width: number, indent = 2): string {
  const [first = "", ...rest] = wrap(meaning, WIDTH - width - indent);
  const margin = " ".repeat(width + indent);
  const start = name.length + 2 > width ? `${" ".repeat(indent)}${name}\n${margin}${first}` : `${" ".repeat(indent)}${name.padEnd(width)}${first}`;
  return [start, ...rest.map((line) => margin + line)].join("\n");
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

const escapeCell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
