import type { Warning } from "./report.ts";
import type { warnings } from "./warnings.ts";

/** Something to warn of, not yet in words: most runs need none of them. */
export type Finding = (say: typeof warnings) => Warning;

/** Puts findings into words, which are loaded only when there are any. */
export async function tellFindings(findings: readonly Finding[]): Promise<Warning[]> {
  if (findings.length === 0) return [];
  try {
    const { warnings } = await import("./warnings.ts");
    return findings.map((finding) => finding(warnings));
  } catch {
    return [{ code: "warnings_missing", message: "There is something to warn of, and the file with its words is gone", hint: "was restrack updated while the job ran?" }];
  }
}
