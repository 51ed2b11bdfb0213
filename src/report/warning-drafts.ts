import type { Warning } from "./report.ts";
import type { warnings } from "./warnings.ts";

/** Something to warn of, not yet in words: most runs need none of them. */
export type WarningDraft = (say: typeof warnings) => Warning;

/** Puts drafts into words, which are loaded only when there are any. */
export async function tellWarnings(drafts: readonly WarningDraft[]): Promise<Warning[]> {
  if (drafts.length === 0) return [];
  try {
    const { warnings } = await import("./warnings.ts");
    return drafts.map((draft) => draft(warnings));
  } catch {
    return [{ code: "warnings_missing", message: "There is something to warn of, and the file with its words is gone", hint: "was restrack updated while the job ran?" }];
  }
}
