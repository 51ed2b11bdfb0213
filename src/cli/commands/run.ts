import { trackCommand } from "../../run/track.ts";
import type { RunOptions } from "../../run/run-options.ts";
import { print } from "../print.ts";
import { quietRuntime } from "../quiet-runtime.ts";
import { showSummary } from "../summary.ts";

/** `restrack run`: the exit code is the job's. */
export async function run(options: RunOptions): Promise<number> {
  quietRuntime();
  const progress = options.progress && !options.quiet ? (await import("../progress-line.ts")).ProgressLine.onTerminal() : null;
  const { report, exitCode, failures, page } = await trackCommand(options, { onSample: (sample) => progress?.show(sample), embedded: false });
  progress?.clear();
  if (!options.quiet) await showSummary(report, options.format);
  for (const failure of failures) print(`restrack: ${failure}\n`, 2);
  if (options.open) await (await import("../open-page.ts")).tellOpened(page);
  return exitCode;
}
