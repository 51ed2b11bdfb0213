import type { CommandName } from "./options.ts";

export interface CommandHelp {
  usage: string;
  help: string;
  /** Code, meaning. */
  exitCodes?: readonly (readonly [string, string])[];
  /** Comment, command. */
  examples: readonly (readonly [string, string])[];
}

/** What help says of each command beside its options. */
export const commandHelp: Readonly<Record<CommandName, CommandHelp>> = {
  run: {
    usage: "run [options] [--] COMMAND [ARG…]",
    help: "start a command, measure it and all its children, summarize",
    exitCodes: [
      ["N", "the command's own; 128 + N when signal N ended it"],
      ["3", "the command succeeded and a --fail-if holds"],
      ["124", "--timeout ended it"],
      ["125", "restrack failed before the command was started"],
      ["126", "the command was found and cannot be executed"],
      ["127", "the command was not found"],
    ],
    examples: [
      ["What did it use?", "restrack run -- python train.py"],
      ["Keep every second of it as CSV, for pandas, DuckDB or R", "restrack run --csv out.csv make -j8"],
      ["Let a CI job fail that needs too much", "restrack run --fail-if 'memory_peak > 4GiB' -- npm test"],
      ["One file per rank of a parallel job", "srun restrack run --csv 'run-{rank}.csv' ./simulate"],
    ],
  },
  attach: {
    usage: "attach [options] PID",
    help: "measure a process that runs already, until it ends or Ctrl-C",
    examples: [["What is the oldest python doing?", "restrack attach --progress $(pgrep -o python)"]],
  },
  report: {
    usage: "report [options] [FILE…]",
    help: "one HTML page of recorded runs; no FILE: of the last one",
    examples: [
      ["See the last run", "restrack report --open"],
      ["A page beside the CSV: out.html", "restrack report out.csv"],
      ["The steps of a pipeline on one page", "restrack report --label features --label training a.csv b.csv -o pipeline.html"],
    ],
  },
  stats: {
    usage: "stats [options] [FILE…]",
    help: "statistics of recorded runs; no FILE: of the last one",
    examples: [
      ["The last run once more", "restrack stats"],
      ["Several runs; quotes let restrack find the files", "restrack stats 'runs/*.csv'"],
      ["For a program to read", "restrack stats --format json out.csv"],
    ],
  },
  recommend: {
    usage: "recommend [options] [FILE…]",
    help: "what a job needs, and which server is cheapest",
    exitCodes: [
      ["0", "there is a recommendation"],
      ["3", "a --fail-if holds"],
    ],
    examples: [
      ["What would the last run have needed, and where is it cheapest?", "restrack recommend"],
      ["In Frankfurt, ten servers, the run no longer than half an hour", "restrack recommend --region eu-central-1 --limit 10 --deadline 30m out.csv"],
      ["The lines for a Slurm script, from several runs of one job", "restrack recommend --format slurm 'runs/*.csv'"],
      ["The nodes of your own cluster", "restrack recommend --catalogue nodes.csv out.csv"],
    ],
  },
  list: {
    usage: "list [options]",
    help: "the recorded runs, newest first",
    examples: [["Which runs are kept?", "restrack list"]],
  },
  info: {
    usage: "info [options]",
    help: "the machine, and what of it this shell may use",
    examples: [["Which limits hold here?", "restrack info"]],
  },
  help: {
    usage: "help [COMMAND]",
    help: "what a command does, and all its options",
    examples: [["All options of run", "restrack help run"]],
  },
};
