import { columns } from "../frame/columns.ts";
import { wrap } from "../render/visible.ts";
import { failMetrics } from "../report/fail-if.ts";
import { placeholderNames } from "../run/files/output-names.ts";
import { commandHelp } from "./command-help.ts";
import type { Option } from "./option.ts";
import { type CommandName, commands } from "./options.ts";
import { environmentVariable } from "./parse-options.ts";

const WIDTH = 80;
/** Of the column with the options' names. */
const NAME_WIDTH = 25;

/** What `restrack` alone prints: every command in a line. */
export function renderHelp(): string {
  return [
    "restrack measures any command: put it in front of a job.\n",
    "Usage: restrack COMMAND [options]\n",
    "Commands:",
    ...Object.entries(commandHelp).map(([name, { help }]) => row(name, help, 12)),
    "",
    "Examples:",
    ...[...commandHelp.run.examples.slice(0, 2), ...commandHelp.stats.examples.slice(0, 1)].map(renderExample),
    "restrack help COMMAND tells all options of a command.\n",
  ].join("\n");
}

/** Usage, common options, more options, examples. */
export function renderCommandHelp(name: CommandName): string {
  const { usage, help, exitCodes, examples } = commandHelp[name];
  const options: Option[] = Object.values(commands[name]);
  const common = options.filter(({ group }) => group === "common");
  const more = options.filter(({ group }) => group === "more");
  return [
    `restrack ${name}: ${help}\n`,
    `Usage: restrack ${usage}\n`,
    ...section("Options", common),
    ...section("More options", more),
    ...(options.some(({ perRun }) => perRun) ? [...wrap(`FILE may hold ${placeholderNames.map((word) => `{${word}}`).join(", ")}; the rank is that of Slurm, Open MPI, PMI or RANK.`, WIDTH), ""] : []),
    ...(options.some(({ name }) => name === "fail-if") ? conditions() : []),
    ...(options.length > 0 ? [...wrap(environmentNote(options), WIDTH), ""] : []),
    ...(exitCodes === undefined ? [] : ["Exit code:", ...exitCodes.map(([code, meaning]) => row(code, meaning, 6)), ""]),
    "Examples:",
    ...examples.map(renderExample),
  ].join("\n");
}

/** The options of a command as a table for README. */
export function renderOptionsMarkdown(name: CommandName): string {
  const options: Option[] = Object.values(commands[name]);
  const rows = options.map((option) => `| \`${flags(option).trim()}\` | ${escapeCell(option.help)} | \`${environmentVariable(option)}\` |`);
  return ["| option | what it does | environment |", "|---|---|---|", ...rows].join("\n");
}

/** What --fail-if can ask for as a table for README. */
export function renderConditionsMarkdown(): string {
  const rows = Object.entries(failMetrics).map(([name, { help, kind }]) => `| \`${name}\` | ${escapeCell(help)} | ${unitsOf[kind]} |`);
  return ["| metric | what it is | units |", "|---|---|---|", ...rows].join("\n");
}

const unitsOf = { memory: "B to TB, KiB to TiB, %", bytes: "B to TB, KiB to TiB", cpu: "cores, %", gpu: "GPUs, %", time: "s, m or min, h, d", count: "" };

/** The columns of the CSV as a table for README. */
export function renderColumnsMarkdown(): string {
  const rows = columns.map(({ name, unit, kind, help }, index) => `| ${index + 1} | \`${name}\` | ${unit} | ${kind} | ${escapeCell(help)} |`);
  return ["| # | column | unit | kind | meaning |", "|---|---|---|---|---|", ...rows].join("\n");
}

function section(title: string, options: Option[]): string[] {
  return options.length === 0 ? [] : [`${title}:`, ...options.map((option) => row(flags(option), option.help, NAME_WIDTH)), ""];
}

/** "-q, --quiet", "    --csv FILE", "    --wait-children[=DURATION]" */
function flags({ name, short, value, alone }: Option): string {
  const operand = value === undefined ? "" : alone === undefined ? ` ${value}` : `[=${value}]`;
  return `${short === undefined ? "    " : `-${short}, `}--${name}${operand}`;
}

function environmentNote(options: readonly Option[]): string {
  const option = options.find(({ value, alone }) => value !== undefined && alone === undefined)!;
  const flag = options.find(({ value }) => value === undefined);
  const undone = flag === undefined ? "" : ` A flag that is set there is undone with --${flag.name}=no.`;
  return `Each option can also be set in the environment, as ${environmentVariable(option)}=${option.example ?? option.value}; the command line wins.${undone}`;
}

function conditions(): string[] {
  const lines = Object.entries(failMetrics).map(([name, { help }]) => row(`    ${name}`, help, NAME_WIDTH));
  const intro = "CONDITION is one of these, one of > >= < <= == !=, and a number with B to TB, KiB to TiB, s m h d, cores, or % of what the command may use:";
  return [...wrap(intro, WIDTH), ...lines, ""];
}

const renderExample = ([comment, command]: readonly [string, string]) => `  # ${comment}\n  ${command}\n`;

/** A name, and what it means in a column of its own; the name gets a line to itself when it reaches into that. */
function row(name: string, meaning: string, width: number): string {
  const [first = "", ...rest] = wrap(meaning, WIDTH - width - 2);
  const margin = " ".repeat(width + 2);
  const start = name.length + 2 > width ? `  ${name}\n${margin}${first}` : `  ${name.padEnd(width)}${first}`;
  return [start, ...rest.map((line) => margin + line)].join("\n");
}

const escapeCell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
