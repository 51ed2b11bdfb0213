import { closeSync } from "node:fs";
import { run } from "./commands/run.ts";
import type { CommandLine } from "./parse.ts";
import { parseRun } from "./parse-options.ts";
import { print, printError } from "./print.ts";

/** The entry of the program. Only what `run` needs is loaded with it. */
main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    printError(error);
    leave(failureCode(process.argv[2], error));
  },
);

async function main(args: readonly string[]): Promise<number> {
  const options = args[0] === "run" ? parseRun(args.slice(1), process.env) : null;
  if (options !== null) return leave(await run(options));
  const parsed = (await import("./parse.ts")).parseCommandLine(args, process.env);
  switch (parsed.command) {
    case "run":
      return leave(await run(parsed.options));
    case "attach":
      return leave(await (await import("./commands/attach.ts")).attach(parsed.options));
    case "version":
      print(`restrack ${RESTRACK_VERSION}\n`);
      return 0;
    default:
      return load(parsed);
  }
}

/** At its end Node puts the terminal back to what it found at the start, unless it is closed: what the job has set stays. Not on Windows. */
function leave(code: number): never {
  for (const fd of process.platform === "win32" ? [] : [0, 1, 2]) {
    try {
      closeSync(fd);
    } catch {
      // Closed already.
    }
  }
  return process.exit(code);
}

/** build.mjs leaves these to be loaded when they are asked for. */
async function load(parsed: Exclude<CommandLine, { command: "run" | "attach" | "version" }>): Promise<number> {
  switch (parsed.command) {
    case "stats":
      return (await import("./commands/stats.ts")).stats(parsed.options);
    case "report":
      return (await import("./commands/report.ts")).report(parsed.options);
    case "recommend":
      return (await import("./commands/recommend.ts")).recommend(parsed.options);
    case "list":
      return (await import("./commands/list.ts")).list(parsed.options);
    case "info":
      return (await import("./commands/info.ts")).info(parsed.options);
    case "help":
      return (await import("./commands/help.ts")).help(parsed.topic);
  }
}

/** Of run and attach 125, as with env(1) and timeout(1), so that it is not mistaken for the job's own. */
function failureCode(command: string | undefined, error: unknown): number {
  if (command === "run" || command === "attach") {
    const { code, exitCode } = error as { code?: unknown; exitCode?: unknown };
    // A defect that came up while the job ran: its own code counts.
    if (typeof exitCode === "number") return exitCode;
    return code === "ERR_NOT_FOUND" ? 127 : code === "ERR_NOT_EXECUTABLE" ? 126 : 125;
  }
  return (error as { code?: unknown }).code === "ERR_USAGE" ? 2 : 1;
}
