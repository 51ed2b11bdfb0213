import type { AttachOptions } from "../../run/run-options.ts";
import { trackPid } from "../../run/track-pid.ts";
import { print } from "../print.ts";
import { quietRuntime } from "../quiet-runtime.ts";
import { showSummary } from "../summary.ts";

/** `restrack attach`: until the process ends, or Ctrl-C. */
export async function attach(options: AttachOptions): Promise<number> {
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGBREAK"] as const) process.on(signal, resolve);
  });
  quietRuntime();
  const progress = options.progress && !options.quiet ? (await import("../progress-line.ts")).ProgressLine.onTerminal() : null;
  const { report, exitCode, failures, page } = await trackPid(options, stopped, (sample) => progress?.show(sample));
  progress?.clear();
  if (!options.quiet) await showSummary(report, options.format);
  for (const failure of failures) print(`restrack: ${failure}\n`, 2);
  if (options.open) await (await import("../open-page.ts")).tellOpened(page);
  return exitCode;
}
