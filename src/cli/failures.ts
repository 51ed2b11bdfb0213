import type { Verdict } from "../run/verdict.ts";
import { print } from "./print.ts";

/** Says why runs have failed by --fail-if; the exit code is that of the first one. */
export function tellFailures(verdicts: readonly Verdict[]): number {
  for (const { failures } of verdicts) for (const failure of failures) print(`restrack: ${failure}\n`, 2);
  return verdicts.find(({ exitCode }) => exitCode !== 0)?.exitCode ?? 0;
}
