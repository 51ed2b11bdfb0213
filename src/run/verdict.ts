import { checkFailRule, describeVerdict, parseFailRule } from "../report/fail-if.ts";
import type { Report } from "../report/report.ts";
import { warnings } from "../report/warnings.ts";
import type { FailCondition } from "./run-options.ts";

export interface Verdict {
  exitCode: number;
  /** Why a job that succeeded itself has failed. */
  failures: string[];
}

const RULE_FAILED = 3;

/**
 * Understands the conditions of --fail-if, and gives what judges a run by them. It speaks only when the job itself has
 * succeeded: the job's own failure is never hidden behind ours.
 *
 * @throws RestrackError ERR_USAGE
 */
export function judgeBy(conditions: readonly FailCondition[]): (report: Report, exitCode: number) => Verdict {
  const rules = conditions.map(({ text, source }) => parseFailRule(text, source));
  return (report, exitCode) => {
    const verdicts = rules.map((rule) => checkFailRule(rule, report));
    for (const verdict of verdicts) if (verdict.measured === null) report.warnings.push(warnings.ruleUnknown(describeVerdict(verdict)));
    const failures = verdicts.filter(({ failed }) => failed).map(describeVerdict);
    return { exitCode: failures.length > 0 && exitCode === 0 ? RULE_FAILED : exitCode, failures };
  };
}
